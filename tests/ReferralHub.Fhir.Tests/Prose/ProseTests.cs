using System.Text;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Prose;

/// <summary>What R4 says in its text and in none of its definitions: what keeps it, and what breaks it.</summary>
public sealed class ProseTests
{
    const string Div = "http://www.w3.org/1999/xhtml";
    const string Uuid = "urn:uuid:0a08fbc4-ba6a-40b5-b8af-9a18ddddaf1e";

    // resource | what is told
    [Theory]
    [InlineData(
        """{"resourceType":"Media","status":"completed","content":{"contentType":"text/plain","data":"aGVscA==","size":4}}""",
        null
    )]
    [InlineData(
        """{"resourceType":"Media","status":"completed","content":{"contentType":"text/plain","data":"aGVscA==","size":5}}""",
        "error value at Media.content"
    )]
    [InlineData(
        $$$$"""{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"{{{{Div}}}}\">&#174; &amp;</div>"}}""",
        null
    )]
    [InlineData(
        $$$$"""{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"{{{{Div}}}}\">a&reg;</div>"}}""",
        "error invalid at Patient.text.div"
    )]
    [InlineData("""{"resourceType":"Patient","text":{"status":"generated","div":"<div>a</div>"}}""", "error invalid at Patient.text.div")]
    [InlineData("""{"resourceType":"Patient","identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:oid:1.2.3"}]}""", null)]
    [InlineData(
        """{"resourceType":"Patient","identifier":[{"system":"urn:ietf:rfc:3986","value":"123"}]}""",
        "error value at Patient.identifier[0]"
    )]
    [InlineData("""{"resourceType":"Patient","identifier":[{"system":"nhs","value":"1"}]}""", "error value at Patient.identifier[0]")]
    [InlineData(
        """{"resourceType":"Patient","identifier":[{"system":"urn:uuid:0A08FBC4-ba6a-40b5-b8af-9a18ddddaf1e"}]}""",
        "error value at Patient.identifier[0].system"
    )]
    [InlineData(
        """{"resourceType":"Patient","identifier":[{"system":"urn:uuid:0a08fbc4"}]}""",
        "error value at Patient.identifier[0].system"
    )]
    [InlineData("""{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.03"}]}""", "error value at Patient.identifier[0].system")]
    [InlineData("""{"resourceType":"Patient","identifier":[{"system":"oid:1.2.3"}]}""", "error value at Patient.identifier[0].system")]
    [InlineData("""{"resourceType":"Basic","code":{"coding":[{"system":"http://hl7.org/fhir/resource-types","code":"Patient"}]}}""", null)]
    [InlineData(
        """{"resourceType":"Basic","code":{"coding":[{"system":"http://hl7.org/fhir/resource-types","code":"Patent"}]}}""",
        "error code-invalid at Basic.code.coding[0]"
    )]
    [InlineData(
        """{"resourceType":"Basic","code":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"later"}]}}""",
        "warning code-invalid at Basic.code.coding[0]"
    )]
    [InlineData(
        """{"resourceType":"Basic","code":{"coding":[{"system":"http://hl7.org/fhir/ValueSet/resource-types","code":"Patient"}]}}""",
        "error value at Basic.code.coding[0]"
    )]
    [InlineData(
        """{"resourceType":"Basic","code":{"coding":[{"system":"resource-types","code":"Patient"}]}}""",
        "error value at Basic.code.coding[0]"
    )]
    [InlineData("""{"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"Patient/1/_history/2"}}""", null)]
    [InlineData("""{"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"Patent/1"}}""", "error value at Basic.subject")]
    [InlineData("""{"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"1"}}""", "error value at Basic.subject")]
    [InlineData(
        """
            {"resourceType":"Patient","managingOrganization":{"reference":"#a"},"contained":[{"resourceType":"Organization","id":"a",
            "name":"a"},{"resourceType":"Organization","id":"a","name":"b"}]}
            """,
        "error duplicate at Patient.contained[1]"
    )]
    public void Value_IsHeldAgainstTheText(string resource, string? told) => Told(resource).ShouldBe(told is null ? [] : [told]);

    // type of the Bundle | entries | what is told
    [Theory]
    [InlineData("collection", $$$$"""{"fullUrl":"{{{{Uuid}}}}","resource":{"resourceType":"Patient","active":true}}""", null)]
    [InlineData("collection", """{"fullUrl":"https://a.org/Patient/1","resource":{"resourceType":"Patient","id":"1"}}""", null)]
    [InlineData(
        "collection",
        """{"fullUrl":"https://a.org/Patient/1","resource":{"resourceType":"Patient","id":"2"}}""",
        "error value at Bundle.entry[0]"
    )]
    [InlineData(
        "collection",
        """{"fullUrl":"https://a.org/Patient/1","resource":{"resourceType":"Patient","active":true}}""",
        "error required at Bundle.entry[0]"
    )]
    [InlineData(
        "collection",
        """{"fullUrl":"Patient/1","resource":{"resourceType":"Patient","id":"1"}}""",
        "error value at Bundle.entry[0]"
    )]
    [InlineData("collection", """{"resource":{"resourceType":"Patient","id":"1"}}""", "error required at Bundle.entry[0]")]
    [InlineData(
        "transaction",
        """{"resource":{"resourceType":"Patient","active":true},"request":{"method":"POST","url":"Patient"}}""",
        null
    )]
    [InlineData(
        "searchset",
        """{"fullUrl":"https://a.org/x","resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid"}]}}""",
        null
    )]
    [InlineData(
        "searchset",
        $$$$"""{"fullUrl":"{{{{Uuid}}}}","resource":{"resourceType":"Patient","active":true}}""",
        "error required at Bundle.entry[0]"
    )]
    public void Entry_HasAnIdentity(string type, string entry, string? told) =>
        Told($$$$"""{"resourceType":"Bundle","type":"{{{{type}}}}","entry":[{{{{entry}}}}]}""").ShouldBe(told is null ? [] : [told]);

    [Theory]
    [InlineData("https://a.org/Patient?name=x", null)]
    [InlineData("https://a.org/Observation?code=x", "error value at Bundle.entry[0]")]
    [InlineData("https://a.org?_type=Patient", null)]
    public void WhatMatchesASearch_IsOfTheTypeThatWasSearched(string self, string? told) =>
        Told(
                $$$$"""
                {"resourceType":"Bundle","type":"searchset","link":[{"relation":"self","url":"{{{{self}}}}"}],
                 "entry":[{"fullUrl":"https://a.org/Patient/1","search":{"mode":"match"},"resource":{"resourceType":"Patient","id":"1"}}]}
                """
            )
            .ShouldBe(told is null ? [] : [told]);

    [Theory]
    [InlineData("Observation/o/_history/2", null)]
    [InlineData("Observation/o/_history/3", "error not-found at Bundle.entry[0].resource.section[0].entry[0]")]
    [InlineData("Observation/o", "error multiple-matches at Bundle.entry[0].resource.section[0].entry[0]")]
    [InlineData("Observation/other", "error not-found at Bundle.entry[0].resource.section[0].entry[0]")]
    [InlineData("https://a.org/Patient/1", null)]
    public void Document_HoldsWhatItsCompositionPointsTo(string target, string? told) =>
        Told(
                $$$$"""
                {"resourceType":"Bundle","type":"document","identifier":{"system":"urn:ietf:rfc:3986","value":"{{{{Uuid}}}}"},
                 "timestamp":"2026-11-27T10:00:00Z","entry":[
                 {"fullUrl":"https://a.org/Composition/c","resource":{"resourceType":"Composition","id":"c","status":"final",
                  "date":"2026-11-27","title":"x",
                   "type":{"text":"x"},"author":[{"reference":"Patient/1"}],"subject":{"reference":"Patient/1"},
                   "section":[{"entry":[{"reference":"{{{{target}}}}"}]}]} },
                 {"fullUrl":"https://a.org/Patient/1","resource":{"resourceType":"Patient","id":"1"} },
                 {{{{Observation("1")}}}},{{{{Observation("2")}}}}]}
                """
            )
            .ShouldBe(told is null ? [] : [told]);

    [Theory]
    [InlineData("https://a.org/StructureDefinition/b", "identifier", "system", null)]
    [InlineData("https://a.org/StructureDefinition/a", "identifier", "system", "error invalid at StructureDefinition")]
    [InlineData("https://a.org/StructureDefinition/b", "extension", "type", "error invalid at StructureDefinition.differential.element[1]")]
    [InlineData("https://a.org/StructureDefinition/b", "extension", "value.ofType(Identifier).type", null)]
    [InlineData("https://a.org/StructureDefinition/b", "generalPractitioner", "resolve()", null)]
    [InlineData("https://a.org/StructureDefinition/b", "contained", "birthDate", null)]
    public void Definition_LeadsToR4AndTellsItsSlicesApart(string parent, string element, string discriminator, string? told) =>
        Told(
                $$$$"""
                {"resourceType":"StructureDefinition","url":"https://a.org/StructureDefinition/a","name":"A","status":"draft",
                 "kind":"resource","abstract":false,
                 "type":"Patient","baseDefinition":"{{{{(
                    parent.EndsWith('b') ? "http://hl7.org/fhir/StructureDefinition/Patient" : parent
                )}}}}","derivation":"constraint",
                 "differential":{"element":[{"id":"Patient","path":"Patient"},{"id":"Patient.{{{{element}}}}",
                  "path":"Patient.{{{{element}}}}",
                 "slicing":{"discriminator":[{"type":"value","path":"{{{{discriminator}}}}"}],"rules":"open"} }]} }
                """
            )
            .ShouldBe(told is null ? [] : [told]);

    [Fact]
    public void AtTheDoor_NoneOfItIsAsked()
    {
        var (document, _) = FhirJson.Read(
            """{"resourceType":"Patient","identifier":[{"system":"nhs"}],"extension":[{"url":"urn:x","valueCode":"a"}]}"""u8.ToArray()
        );

        using (document)
        {
            FhirStructure.Check(document!).ShouldBeEmpty();
            new FhirValidator(DefinitionSet.None).CheckProfiles(document!, tellGaps: false).ShouldBeEmpty();
        }
    }

    static string Observation(string version) =>
        $$$$"""
            {"fullUrl":"https://a.org/Observation/o","resource":{"resourceType":"Observation","id":"o",
             "meta":{"versionId":"{{{{version}}}}"},"status":"final","code":{"text":"x"} } }
            """;

    static List<string> Told(string resource)
    {
        var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(resource));
        problem.ShouldBeNull();
        using (document)
        {
            FhirStructure.Check(document!).ShouldBeEmpty("the example must be right in structure");
            return
            [
                .. new FhirValidator(DefinitionSet.None)
                    .Check(document!)
                    .Where(i => i.Severity != FhirSeverity.Information)
                    .Select(i => $"{i.Severity.ToString().ToLowerInvariant()} {i.Code} at {i.Expression}"),
            ];
        }
    }
}
