using System.Text;
using System.Text.Json;
using ReferralHub.Fhir.FhirPath;

namespace ReferralHub.Fhir.Tests.FhirPath;

/// <summary>Resources to ask questions of, and results as JSON text.</summary>
static class PathFixture
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 10, 30, 15, 250, TimeSpan.Zero);

    public const string Patient = """
        {"resourceType":"Patient","id":"p1","active":true,"birthDate":"1980-02-29","gender":"female","deceasedBoolean":false,
         "_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime",
          "valueDateTime":"1980-02-29T10:00:00+01:00"}]},
         "name":[{"use":"official","family":"Alder","given":["Ada","Beth"]},{"use":"nickname","given":["Addie"]}],
         "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9449304130"}],
         "contained":[{"resourceType":"Organization","id":"o1","name":"Practice"}],
         "managingOrganization":{"reference":"#o1"},"generalPractitioner":[{"reference":"Practitioner/none"}]}
        """;

    public const string Observation = """
        {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},
         "valueQuantity":{"value":81.50,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"},
         "component":[{"code":{"text":"a"},"valueInteger":3},{"code":{"text":"b"},"valueString":"x"}]}
        """;

    public const string Bundle = """
        {"resourceType":"Bundle","type":"collection","entry":[
         {"fullUrl":"urn:uuid:11111111-1111-4111-8111-111111111111","resource":{"resourceType":"Patient","id":"p","gender":"male"}},
         {"fullUrl":"https://example.org/fhir/Observation/o","resource":{"resourceType":"Observation","id":"o","status":"final",
          "code":{"text":"c"},"subject":{"reference":"urn:uuid:11111111-1111-4111-8111-111111111111"}}}]}
        """;

    public static string Evaluate(string expression, string resource = Patient, PathEnvironment? environment = null, bool isStrict = true)
    {
        var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(resource));
        if (document is null)
            throw new InvalidOperationException(problem!.Text);
        using (document)
        {
            var items = PathExpression
                .Compile(expression, document.Root.ResourceType, isStrict)
                .Evaluate(document, environment ?? new() { Now = Now });
            using var buffer = new MemoryStream();
            using (
                var writer = new Utf8JsonWriter(
                    buffer,
                    new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
                )
            )
                PathJson.Write(writer, items);
            return Encoding.UTF8.GetString(buffer.ToArray());
        }
    }
}
