using System.Text;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

public sealed class StructureTests
{
    internal const string Good = """
        {"resourceType":"Patient","id":"p1","active":true,"birthDate":"1980-02-29","gender":"female",
         "name":[{"family":"Example","given":["A",null],"_given":[null,{"extension":[{"url":"http://example.org/x","valueString":"y"}]}]}],
         "_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime",
          "valueDateTime":"1980-02-29T10:00:00.5+01:00"}]},
         "multipleBirthInteger":2,"photo":[{"contentType":"image/png","data":"aGk=","size":2}],
         "contained":[{"resourceType":"Organization","id":"o1","name":"Org"}],"managingOrganization":{"reference":"#o1"},
         "link":[{"other":{"reference":"Patient/2"},"type":"seealso"}],"text":{"status":"generated",
          "div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"}}
        """;

    static IReadOnlyList<FhirIssue> Check(string json)
    {
        var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(json));
        problem.ShouldBeNull();
        using (document)
            return FhirStructure.Check(document!);
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient","name":[{"period":{"start":"2026-01-05","end":"2026-01-05T12:00:00Z"}}]}""")]
    [InlineData(
        """
            {"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x","partOf":{"reference":"#"}}],
            "managingOrganization":{"reference":"#o"}}
            """
    )]
    [InlineData(
        """
            {"resourceType":"Patient","text":{"status":"generated",
             "div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a&nbsp;b &amp; c</div>"}}
            """
    )]
    public void Check_WhatNoInvariantForbids_FindsNothing(string json) => Check(json).ShouldBeEmpty();

    [Fact]
    public void Check_GoodResource_FindsNothing() => Check(Good).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"resourceType":"Patient","nmae":[]}""", "structure", "Patient.nmae", "did you mean \"name\"?")]
    [InlineData("""{"resourceType":"Patient","colour":"red"}""", "structure", "Patient.colour", "belongs into an extension")]
    [InlineData("""{"resourceType":"Patient","contact":[{"gender":"male"}]}""", "invariant", "Patient.contact[0]", "pat-1")]
    [InlineData(
        """{"resourceType":"Patient","managingOrganization":{"reference":"#o"}}""",
        "invariant",
        "Patient.managingOrganization",
        "ref-1"
    )]
    [InlineData(
        """{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}]}""",
        "invariant",
        "Patient",
        "dom-3"
    )]
    [InlineData(
        """{"resourceType":"Patient","name":[{"period":{"start":"2026-02","end":"2026-01"}}]}""",
        "invariant",
        "Patient.name[0].period",
        "per-1"
    )]
    [InlineData(
        """{"resourceType":"Patient","extension":[{"url":"http://example.org/x"}]}""",
        "invariant",
        "Patient.extension[0]",
        "ext-1"
    )]
    [InlineData(
        """
            {"resourceType":"Patient","text":{"status":"generated",
            "div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><script>x</script></div>"}}
            """,
        "invariant",
        "Patient.text.div",
        "txt-1"
    )]
    [InlineData("""{"resourceType":"Organization","active":true}""", "invariant", "Organization", "org-1")]
    [InlineData(
        """{"resourceType":"Bundle","type":"message","entry":[{"resource":{"resourceType":"Patient"}}]}""",
        "invariant",
        "Bundle",
        "bdl-12"
    )]
    [InlineData("""{"resourceType":"Bundle","type":"collection","total":1}""", "invariant", "Bundle", "bdl-1")]
    [InlineData(
        """{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"code":"kg"}}""",
        "invariant",
        "Observation.valueQuantity",
        "qty-3"
    )]
    [InlineData("""{"resourceType":"patient"}""", "structure", "patient.resourceType", "no resource type")]
    [InlineData("""{"resourceType":"Resource"}""", "structure", "Resource.resourceType", "no resource type")]
    [InlineData("""{"resourceType":"Patient","name":{"family":"x"}}""", "structure", "Patient.name", "must be an array")]
    [InlineData("""{"resourceType":"Patient","birthDate":["1980"]}""", "structure", "Patient.birthDate", "must not be an array")]
    [InlineData("""{"resourceType":"Patient","name":[]}""", "structure", "Patient.name", "empty array")]
    [InlineData("""{"resourceType":"Patient","name":[{}]}""", "structure", "Patient.name[0]", "empty")]
    [InlineData("""{"resourceType":"Patient","name":[null]}""", "structure", "Patient.name[0]", "null")]
    [InlineData("""{"resourceType":"Patient","active":null}""", "structure", "Patient.active", "null")]
    [InlineData(
        """{"resourceType":"Patient","name":[{"given":["a",null]}]}""",
        "structure",
        "Patient.name[0].given[1]",
        "partner in _given"
    )]
    [InlineData(
        """{"resourceType":"Patient","name":[{"given":["a"],"_given":[null,{"id":"x"}]}]}""",
        "structure",
        "Patient.name[0].given",
        "same number"
    )]
    [InlineData("""{"resourceType":"Patient","_name":[{"id":"x"}]}""", "structure", "Patient._name", "only primitives")]
    [InlineData("""{"resourceType":"Patient","active":"true"}""", "structure", "Patient.active", "true or false, not a string")]
    [InlineData("""{"resourceType":"Patient","birthDate":1980}""", "structure", "Patient.birthDate", "a JSON string, not a number")]
    [InlineData(
        """{"resourceType":"Patient","maritalStatus":"M"}""",
        "structure",
        "Patient.maritalStatus",
        "object of type CodeableConcept"
    )]
    [InlineData("""{"resourceType":"Patient","birthDate":""}""", "value", "Patient.birthDate", "empty text")]
    [InlineData("""{"resourceType":"Patient","birthDate":"2026-02-30"}""", "value", "Patient.birthDate", "day that exists")]
    [InlineData("""{"resourceType":"Patient","birthDate":"0000-00-00"}""", "value", "Patient.birthDate", "day that exists")]
    [InlineData("""{"resourceType":"Patient","birthDate":"01/02/1980"}""", "value", "Patient.birthDate", "YYYY-MM-DD")]
    [InlineData(
        """{"resourceType":"Patient","deceasedDateTime":"2026-01-01T10:00:00"}""",
        "value",
        "Patient.deceasedDateTime",
        "with a zone"
    )]
    [InlineData("""{"resourceType":"Patient","id":"a b"}""", "value", "Patient.id", "letters, digits")]
    [InlineData("""{"resourceType":"Patient","gender":"F"}""", "code-invalid", "Patient.gender", "male, female, other, unknown")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":1.5}""", "value", "Patient.multipleBirthInteger", "whole number")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":1e400}""", "value", "Patient.multipleBirthInteger", "whole number")]
    [InlineData("""{"resourceType":"Patient","telecom":[{"rank":0}]}""", "value", "Patient.telecom[0].rank", "at least 1")]
    [InlineData(
        """{"resourceType":"Patient","photo":[{"contentType":"image/png","data":"not base64!"}]}""",
        "value",
        "Patient.photo[0].data",
        "base64"
    )]
    [InlineData(
        """{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2026"}""",
        "structure",
        "Patient.deceasedDateTime",
        "only one of them"
    )]
    [InlineData(
        """{"resourceType":"Patient","managingOrganization":{"reference":"Practitioner/1"}}""",
        "structure",
        "Patient.managingOrganization",
        "may point to Organization"
    )]
    [InlineData(
        """{"resourceType":"Patient","managingOrganization":{"type":"Device","display":"x"}}""",
        "structure",
        "Patient.managingOrganization",
        "points to a Device"
    )]
    [InlineData(
        """{"resourceType":"Patient","link":[{"type":"seealso"}]}""",
        "required",
        "Patient.link[0]",
        "Patient.link.other is missing"
    )]
    [InlineData("""{"resourceType":"Patient","contained":["x"]}""", "structure", "Patient.contained[0]", "must be a JSON object")]
    [InlineData(
        """{"resourceType":"Patient","contained":[{"id":"x"}],"managingOrganization":{"reference":"#x"}}""",
        "structure",
        "Patient.contained[0]",
        "resourceType is missing"
    )]
    [InlineData(
        """{"resourceType":"Patient","contained":[{"resourceType":"Nonsense"}]}""",
        "structure",
        "Patient.contained[0].resourceType",
        "no resource type"
    )]
    [InlineData(
        """{"resourceType":"Patient","extension":[{"valueString":"x"}]}""",
        "required",
        "Patient.extension[0]",
        "Extension.url is missing"
    )]
    [InlineData(
        """{"resourceType":"ServiceRequest","status":"active","intent":"order"}""",
        "required",
        "ServiceRequest",
        "ServiceRequest.subject is missing"
    )]
    public void Check_OneFault_SaysWhatAndWhere(string json, string code, string expression, string text)
    {
        var issue = Check(json).ShouldHaveSingleItem();
        (issue.Code, issue.Expression, issue.Severity).ShouldBe((code, expression, FhirSeverity.Error));
        issue.Text.ShouldContain(text);
        issue.Text.ShouldMatch(@"[.?]\z");
    }

    [Fact]
    public void Check_ManyFaults_AreAllToldAtOnce_InOrder_WithLineAndColumn()
    {
        var issues = Check(
            "{\"resourceType\":\"ServiceRequest\",\n \"status\":\"on\",\n \"intent\":5,\n "
                + "\"subject\":{\"reference\":\"Practitioner/1\"},\n \"extra\":1}"
        );
        issues
            .Select(i => (i.Expression, i.Line))
            .ShouldBe([
                ("ServiceRequest.status", 2),
                ("ServiceRequest.intent", 3),
                ("ServiceRequest.subject", 4),
                ("ServiceRequest.extra", 5),
            ]);
        issues[0].Column.ShouldBe(11);
        Check($$"""{"resourceType":"Patient",{{string.Join(",", Enumerable.Range(0, 500).Select(i => $"\"x{i}\":1"))}}}""")
            .Count.ShouldBe(FhirStructure.IssuesMax);
    }
}
