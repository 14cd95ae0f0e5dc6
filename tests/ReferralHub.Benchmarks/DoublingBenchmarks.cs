using System.Text;
using BenchmarkDotNet.Attributes;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;

namespace ReferralHub.Benchmarks;

/// <summary>
/// What reading and checking cost as a list grows. From one row of a shape to the next the time must not more than double, and
/// a little; the tests hold the same against steps instead of time.
/// </summary>
public class DoublingBenchmarks
{
    readonly FhirValidator validator = new(DefinitionSet.None);
    byte[] document = [];

    [Params(1_000, 2_000, 4_000)]
    public int Items { get; set; }

    [Params("names", "notes", "identifiers", "contained", "modifier extensions", "given names with gaps")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Write() =>
        document = Encoding.UTF8.GetBytes(
            Shape switch
            {
                "names" => Patient("name", i => $$"""{"family":"Name{{i}}"}"""),
                "identifiers" => Patient("identifier", i => $$"""{"system":"urn:x","value":"{{i}}"}"""),
                "notes" => Request("note", i => $$"""{"text":"Note {{i}}"}""", ""),
                "contained" => Request(
                    "contained",
                    i => $$"""{"resourceType":"Basic","id":"c{{i}}","code":{"text":"x"} }""",
                    $""","supportingInfo":[{Join(i => $$"""{"reference":"#c{{i}}"}""")}]"""
                ),
                "modifier extensions" => Patient("modifierExtension", i => $$"""{"url":"urn:x:{{i}}","valueInteger":{{i}} }"""),
                _ => $$"""
                {"resourceType":"Patient","name":[{"given":[{{Join(i => i % 2 == 0 ? "null" : "\"A\"")}}],
                "_given":[{{Join(i => i % 2 == 0 ? """{"id":"a"}""" : "null")}}]}]}
                """,
            }
        );

    [Benchmark]
    public int ReadAndCheck()
    {
        using var read = FhirJson.Read(document).Document!;
        return validator.Check(read).Count;
    }

    string Patient(string list, Func<int, string> item) => $$"""{"resourceType":"Patient","{{list}}":[{{Join(item)}}]}""";

    string Request(string list, Func<int, string> item, string rest) =>
        $$"""
            {"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"display":"x"},
            "{{list}}":[{{Join(item)}}]{{rest}}}
            """;

    string Join(Func<int, string> item) => string.Join(',', Enumerable.Range(0, Items).Select(item));
}
