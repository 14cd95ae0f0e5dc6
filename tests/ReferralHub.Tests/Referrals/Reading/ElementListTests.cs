using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Schema;
using ReferralHub.Referrals.Reading;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>The list of what is read, held against all that R4 defines.</summary>
public sealed class ElementListTests
{
    const string Word = "haemoptysis";

    /// <summary>Types of R4 that are read by rows of their own, with the objects within them.</summary>
    static IEnumerable<SchemaType> ReadTypes() =>
        R4Schema
            .R4.TypeNames.Where(n => ElementList.Holds(n.Split('.')[0]) && ElementList.FindWhole(n.Split('.')[0]) is null)
            .Where(n => !IsInsideWhatIsNotRead(n))
            .Select(n => R4Schema.R4.Find(n)!);

    static bool IsInsideWhatIsNotRead(string type) =>
        Enumerable
            .Range(2, Math.Max(0, type.Count(c => c == '.')))
            .Select(n => string.Join('.', type.Split('.').Take(n)))
            .Any(p => ElementList.Find(p)?.Way is ElementWay.No or ElementWay.Timing);

    [Fact]
    public void EveryElementOfATypeThatIsKept_HasItsRow()
    {
        var missing = ReadTypes()
            .SelectMany(t => t.Elements.Select(e => $"{t.Name}.{e.Name}"))
            .Where(p => ElementList.Find(p) is null)
            .ToList();

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void EveryRow_NamesAnElementOfR4()
    {
        var known = R4Schema
            .R4.TypeNames.Concat(R4Schema.R4.TypeNames.SelectMany(n => R4Schema.R4.Find(n)!.Elements.Select(e => $"{n}.{e.Name}")))
            .ToHashSet();

        ElementList.All.Where(r => !r.Path.StartsWith('*') && !known.Contains(r.Path)).ShouldBeEmpty();
    }

    [Fact]
    public void WhatIsNoClinicalText_SaysWhy() =>
        ElementList.All.Where(r => r.Way is ElementWay.No or ElementWay.Unread && string.IsNullOrWhiteSpace(r.Label)).ShouldBeEmpty();

    [Fact]
    public void TheCommonTypesOfAReferral_AreOnTheList()
    {
        string[] expected =
        [
            "ServiceRequest",
            "QuestionnaireResponse",
            "DiagnosticReport",
            "ClinicalImpression",
            "Observation",
            "CarePlan",
            "Task",
            "MedicationStatement",
            "MedicationRequest",
            "Medication",
            "Encounter",
            "FamilyMemberHistory",
            "RiskAssessment",
            "Composition",
            "Condition",
            "AllergyIntolerance",
            "Procedure",
            "Immunization",
            "Goal",
            "Flag",
            "Consent",
            "Communication",
            "Media",
            "DocumentReference",
            "Binary",
            "Appointment",
            "Slot",
        ];

        expected.Where(t => !ReadTypes().Any(r => r.Name == t)).ShouldBeEmpty();
    }

    /// <summary>The word, put into every element that may hold words, comes out as a text that rules read.</summary>
    [Fact]
    public void EveryWordInEveryElementThatIsRead_IsAText()
    {
        var (lost, tried) = (new List<string>(), 0);
        foreach (var type in ReadTypes().Where(t => t.Kind == SchemaKind.Resource))
        foreach (var (path, resource) in SpreadWord(type, type.Name, depth: 0))
        {
            tried++;
            resource["resourceType"] = type.Name;
            if (!Read(resource).Any(t => t.Contains(Word, StringComparison.Ordinal)))
                lost.Add(path);
        }

        lost.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(400);
    }

    /// <summary>One object for each place within it where the word can stand.</summary>
    static IEnumerable<(string Path, JsonObject Object)> SpreadWord(SchemaType type, string path, int depth)
    {
        foreach (var element in type.Elements)
        {
            var row = ElementList.Find($"{type.Name}.{element.Name}");
            if (row is null || row.Way is ElementWay.No or ElementWay.Standing or ElementWay.Question or ElementWay.Contained)
                continue;
            foreach (var use in element.Types)
            {
                var name = element.IsChoice ? $"{element.Name}{char.ToUpperInvariant(use.Name[0])}{use.Name[1..]}" : element.Name;
                foreach (var (below, value) in SpreadValue(use.Name, depth))
                    yield return ($"{path}.{name}{below}", new() { [name] = element.IsList ? new JsonArray(value) : value });
            }
        }
    }

    static IEnumerable<(string Path, JsonNode Value)> SpreadValue(string type, int depth)
    {
        if (R4Schema.R4.Find(type) is { Kind: SchemaKind.Backbone } inner)
        {
            if (depth < 6)
                foreach (var (path, value) in SpreadWord(inner, "", depth + 1))
                    yield return (path, value);
            yield break;
        }

        var json = type switch
        {
            "string" or "markdown" => $"\"{Word}\"",
            "CodeableConcept" or "Annotation" or "Dosage" => $$"""{"text":"{{Word}}"}""",
            "Reference" => $$"""{"display":"{{Word}}"}""",
            "Coding" => $$"""{"display":"{{Word}}"}""",
            "Quantity" or "Age" or "Duration" => $$"""{"value":1,"unit":"{{Word}}"}""",
            "Range" => $$$"""{"low":{"value":1,"unit":"{{{Word}}}"}}""",
            "Ratio" => $$$"""{"numerator":{"value":1,"unit":"{{{Word}}}"}}""",
            "Narrative" => $$"""{"status":"additional","div":"<div><b>haemop</b>tysis</div>"}""",
            "Attachment" => $$"""{"contentType":"text/plain","data":"{{Convert.ToBase64String("haemoptysis"u8)}}"}""",
            "Extension" => $$"""{"url":"https://sender.example/note","valueString":"{{Word}}"}""",
            _ => null,
        };
        if (json is not null)
            yield return ("", JsonNode.Parse(json)!);
        if (type == "CodeableConcept")
            yield return (".coding", JsonNode.Parse($$"""{"coding":[{"display":"{{Word}}"}]}""")!);
        if (type == "Attachment")
            yield return (".title", JsonNode.Parse($$"""{"title":"{{Word}}"}""")!);
    }

    static List<string> Read(JsonObject resource)
    {
        var bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["entry"] = new JsonArray(
                new JsonObject { ["resource"] = new JsonObject { ["resourceType"] = "ServiceRequest" } },
                new JsonObject { ["resource"] = resource.DeepClone() }
            ),
        };
        using var document = FhirJson.Read(System.Text.Encoding.UTF8.GetBytes(bundle.ToJsonString())).Document!;
        return [.. ClinicalReader.Read(document, document.FirstOfType("ServiceRequest"), []).Texts.Select(t => t.Text)];
    }
}
