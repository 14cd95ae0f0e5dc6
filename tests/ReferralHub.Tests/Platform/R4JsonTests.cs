using System.Text;
using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

public sealed class R4JsonTests
{
    static string Write(R4.Base element) => Encoding.UTF8.GetString(R4Json.WriteElement(element));

    static RawJson Raw(string json) => new(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Write_BundleOfBuiltAndReceived_CopiesWhatWasReceivedByteForByte()
    {
        const string received = """{ "note":[{"x":1}], "resourceType" : "Observation", "valueQuantity":{"value":1.50e2} }""";
        var bundle = new R4.Bundle { Type = R4.Bundle.BundleType.Collection };
        bundle.Entry.Add(
            new()
            {
                FullUrl = "urn:a",
                Resource = new R4.Patient { Id = "1" },
            }
        );
        bundle.Entry.Add(new R4.Bundle.EntryComponent { FullUrl = "urn:b" }.Copy("resource", Raw(received)));

        var written = Write(bundle);

        written.ShouldBe(
            """{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:a","resource":{"resourceType":"Patient","id":"1"}},"""
                + """{"resource":"""
                + received
                + ""","fullUrl":"urn:b"}]}"""
        );
    }

    [Theory]
    [InlineData("occurrenceDateTime", "\"2026\"")]
    [InlineData("_status", """{ "extension":[] }""")]
    [InlineData("subject", """{"reference" : "Patient/1"}""")]
    [InlineData("note", """[ {"text":"a"} ]""")]
    [InlineData("patientInstruction", "\"a\\u0041\"")]
    [InlineData("ownThing", "[1, 2.0]")]
    public void Copy_OverAnyElement_StandsThereAsItCame(string name, string json) =>
        Write(new R4.ServiceRequest { Status = R4.RequestStatus.Active }.Copy(name, Raw(json))).ShouldContain($"\"{name}\":{json}");

    [Fact]
    public void Join_OwnAndReceived_KeepsOrderAndBytes()
    {
        using var document = System.Text.Json.JsonDocument.Parse("""[ {"value" : "1"}, {"value":"2" } ]""");

        var list = RawJson.Join(new R4.Identifier("urn:own", "x"), document.RootElement.EnumerateArray());

        Encoding.UTF8.GetString(list.Utf8).ShouldBe("""[{"system":"urn:own","value":"x"},{"value" : "1"},{"value":"2" }]""");
    }

    [Fact]
    public void Write_Texts_StayReadableAndForbiddenCharactersAreReplaced() =>
        Write(new R4.Annotation { Text = "Größe <b> & 'x'\u0001\n" }).ShouldBe("{\"text\":\"Größe <b> & 'x'\uFFFD\\n\"}");

    [Fact]
    public void Write_EmptyText_Throws()
    {
        var organization = new R4.Organization { Name = "" };

        Should.Throw<InvalidOperationException>(() => Write(organization)).Message.ShouldContain("empty");
        Write(new R4.Organization { Name = "x" }).ShouldBe("""{"resourceType":"Organization","name":"x"}""");
    }

    [Fact]
    public void Write_Instant_IsInUtcToTheMillisecond() =>
        Write(new R4.Patient { Meta = new() { LastUpdatedElement = R4Values.Instant(new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)) } })
            .ShouldBe("""{"resourceType":"Patient","meta":{"lastUpdated":"2026-01-02T03:04:05.000Z"}}""");

    [Fact]
    public void Code_OfAnotherList_Throws() =>
        Should.Throw<InvalidOperationException>(() => R4Values.Code<R4.RequestStatus>("in-progress"));

    [Fact]
    public void Write_FromManyThreads_WritesTheSame()
    {
        var expected = Write(Large(0));

        Parallel.For(0, 2_000, i => Write(Large(i % 2)).Length.ShouldBe(i % 2 == 0 ? expected.Length : expected.Length + 400_000));
    }

    static R4.Organization Large(int extra) => new() { Name = new string('x', 1_000 + (extra * 400_000)) };
}
