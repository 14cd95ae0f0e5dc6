using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Profiles;

/// <summary>Definitions in a folder of their own, and checks against them.</summary>
sealed class ProfileFixture : IDisposable
{
    public const string Base = "https://example.org/fhir/";
    readonly string folder = Directory.CreateTempSubdirectory("profiles").FullName;
    int count;

    public string Folder => folder;

    /// <summary>A profile on a type, with a differential of these elements as JSON.</summary>
    public ProfileFixture Profile(
        string name,
        string type,
        string elements,
        string? parent = null,
        string more = "",
        string view = "differential"
    )
    {
        return Add(
            $$$$"""
            {"resourceType":"StructureDefinition","url":"{{{{Base}}}}{{{{name}}}}","name":"{{{{name}}}}","status":"active",
             "kind":"resource","abstract":false,
             "type":"{{{{type}}}}","baseDefinition":"{{{{parent
                ?? "http://hl7.org/fhir/StructureDefinition/" + type}}}}","derivation":"constraint"{{{{more}}}},
             "{{{{view}}}}":{"element":[{"id":"{{{{type}}}}","path":"{{{{type}}}}"},{{{{elements}}}}]}}
            """
        );
    }

    public ProfileFixture Add(string json)
    {
        File.WriteAllText(Path.Combine(folder, $"{count++:00}.json"), JsonNode.Parse(json)!.ToJsonString());
        return this;
    }

    public DefinitionSet Load() => DefinitionSet.Load([folder]);

    /// <summary>Findings about profiles, as <c>severity code at expression</c>; their texts apart.</summary>
    public (List<string> Told, List<FhirIssue> Issues) Check(string resource, params string[] profiles)
    {
        var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(resource));
        if (document is null)
            throw new InvalidOperationException(problem!.Text);
        using (document)
        {
            FhirStructure.Check(document).ShouldBeEmpty("the example must be right in R4");
            var issues = new FhirValidator(Load()).CheckProfiles(document, profiles.Select(p => Base + p)).ToList();
            return (issues.ConvertAll(i => $"{i.Severity.ToString().ToLowerInvariant()} {i.Code} at {i.Expression}"), issues);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static string Quoted(string text) => JsonSerializer.Serialize(text);
}
