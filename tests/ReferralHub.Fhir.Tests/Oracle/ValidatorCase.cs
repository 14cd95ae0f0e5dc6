using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>One case of HL7's own validator tests: a resource, definitions, and whether HL7's validator records an error for it.</summary>
sealed record ValidatorCase(string Name, string Module, bool ExpectError, string Source, IReadOnlyList<string> Supporting, string? Profile)
{
    public static List<ValidatorCase> Read(string file) =>
        [.. File.ReadLines(file).Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<ValidatorCase>(l, Options)!)];

    /// <summary>What our kernel finds.</summary>
    public IReadOnlyList<FhirIssue> Judge()
    {
        var folder = Directory.CreateTempSubdirectory("case").FullName;
        try
        {
            var definitions = Profile is null ? Supporting : [.. Supporting, Profile];
            foreach (var (text, index) in definitions.Select((d, i) => (AsJson(d), i)))
                File.WriteAllText(Path.Combine(folder, $"{index:00}.json"), text);
            var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(Source));
            if (document is null)
                return [new(FhirSeverity.Error, problem!.IssueType, problem.Text, problem.Expression ?? "", 0, 0)];
            using (document)
                return new FhirValidator(DefinitionSet.Load([folder])).Check(document, Profile is null ? null : [UrlOf(AsJson(Profile))]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Some definitions are XML; ours is a reader of JSON only.</summary>
    internal static string AsJson(string text)
    {
        if (!text.TrimStart('\uFEFF', ' ', '\r', '\n', '\t').StartsWith('<'))
            return text;
        new FhirXmlDeserializer(new DeserializerSettings().UsingMode(DeserializationMode.Recoverable)).TryDeserializeResource(
            text,
            out var parsed,
            out _
        );
        return new FhirJsonSerializer().SerializeToString(parsed!);
    }

    static string UrlOf(string definition)
    {
        using var json = JsonDocument.Parse(definition);
        return json.RootElement.GetProperty("url").GetString()!;
    }
}
