using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

public sealed class StructureTests
{
    const string Good = """
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

    [Theory]
    [InlineData(
        "Reference",
        """[{}, {"reference":"#"}, {"reference":"#a"}, {"reference":"Patient/1"}, {"display":"x"}, {"reference":"\u0023a"}]"""
    )]
    [InlineData(
        "Extension",
        """
            [{"url":"u"}, {"url":"u","valueString":"x"}, {"url":"u","extension":[{"url":"v","valueCode":"c"}]}, {"url":"u",
             "valueString":"x",
            "extension":[{"url":"v","valueCode":"c"}]}, {"url":"u","_valueString":{"id":"x"}}]
            """
    )]
    [InlineData("Period", """[{}, {"start":"2026"}, {"start":"2026","end":"2025"}, {"start":"2026","end":"2026-01"}]""")]
    [InlineData("Quantity", """[{}, {"code":"kg"}, {"code":"kg","system":"u"}]""")]
    [InlineData("ContactPoint", """[{"value":"x"}, {"value":"x","system":"phone"}]""")]
    [InlineData("Attachment", """[{"data":"eA=="}, {"data":"eA==","contentType":"a/b"}]""")]
    [InlineData(
        "Bundle",
        """
            [{"resourceType":"Bundle","type":"message","entry":[{"request":{"method":"GET","url":"x"}}]}, {"resourceType":"Bundle",
            "type":"collection","total":1}, {"resourceType":"Bundle","type":"searchset","entry":[{"search":{"mode":"match"}}]},
            {"resourceType":"Bundle","type":"collection","entry":[{"response":{"status":"200"}}]}, {"resourceType":"Bundle","type":"batch",
            "entry":[{"fullUrl":"x"}]}, {"resourceType":"Bundle","type":"document"}]
            """
    )]
    [InlineData(
        "Bundle",
        """
            [{"resourceType":"Bundle","type":"message","entry":[{"fullUrl":"a","resource":{"resourceType":"MessageHeader"}},{"fullUrl":"b",
            "resource":{"resourceType":"Patient"}}]}, {"resourceType":"Bundle","type":"message","entry":[{"fullUrl":"a",
            "resource":{"resourceType":"Patient"}},{"fullUrl":"a"}]}, {"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"a",
            "resource":{"resourceType":"Patient","meta":{"versionId":"bc"}}},{"fullUrl":"ab","resource":{"resourceType":"Patient",
            "meta":{"versionId":"c"}}}]}, {"resourceType":"Bundle","type":"message","entry":[]}]
            """
    )]
    [InlineData(
        "Organization",
        """
            [{"resourceType":"Organization"}, {"resourceType":"Organization","name":"x"}, {"resourceType":"Organization","identifier":[]},
            {"resourceType":"Organization","_name":{"id":"x"}}]
            """
    )]
    [InlineData("Patient.contact", """[{}, {"gender":"male"}, {"telecom":[{"value":"x"}]}, {"address":{"city":"x"}}]""")]
    [InlineData(
        "ServiceRequest",
        """
            [{"resourceType":"ServiceRequest"}, {"resourceType":"ServiceRequest","orderDetail":[{"text":"x"}]},
            {"resourceType":"ServiceRequest","orderDetail":[{"text":"x"}],"code":{"text":"y"}}]
            """
    )]
    [InlineData(
        "Condition",
        """
            [{"resourceType":"Condition"}, {"resourceType":"Condition","clinicalStatus":{"text":"x"},
            "verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status",
            "code":"entered-in-error"}]}}]
            """
    )]
    [InlineData(
        "Bundle.entry",
        """[{"fullUrl":"http://x/Patient/1/_history/2"}, {"fullUrl":"http://x/Patient/1"}, {"resource":{"resourceType":"Patient"}}, {}]"""
    )]
    [InlineData(
        "Patient",
        """[{"resourceType":"Patient"}, {"resourceType":"Patient","contained":[{"resourceType":"Patient","id":"x"}]}]"""
    )]
    public void SurelyHolds_IsNeverWhereTheExpressionIsFalse(string typeName, string cases)
    {
        var (schema, claimed) = (R4Schema.R4, 0);
        var bytes = Encoding.UTF8.GetBytes($$"""{"resourceType":"Basic","cases":{{cases}}}""");
        using var document = FhirJson.Read(bytes).Document!;
        var type = schema.Find(typeName)!;
        var uses = type
            .Constraints.Concat(
                schema
                    .TypeNames.Select(n => schema.Find(n)!)
                    .SelectMany(t => t.Elements)
                    .Where(e => e.Types.Any(u => u.Name == typeName))
                    .SelectMany(e => e.Constraints)
            )
            .Where(c => c.IsError)
            .DistinctBy(c => c.Key)
            .ToList();
        foreach (var item in document.Root["cases"].Json.EnumerateArray())
        {
            foreach (var constraint in uses.Where(c => Invariants.SurelyHolds(c.Key, item)))
            {
                claimed++;
                constraint
                    .Compiled.IsTrue(new PathNode(document, item, type, null))
                    .ShouldNotBe(false, $"{constraint.Key} on {item.GetRawText()}");
            }
        }

        claimed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void SurelyHolds_ClaimsNoKeyThatTwoInvariantsShare()
    {
        var schema = R4Schema.R4;
        using var empty = System.Text.Json.JsonDocument.Parse("{}");
        using var full = System.Text.Json.JsonDocument.Parse(
            """{"name":"x","code":"x","system":"x","resource":{},"reference":"x","valueString":"x"}"""
        );
        var all = schema
            .TypeNames.Select(n => schema.Find(n)!)
            .SelectMany(t => t.Constraints.Concat(t.Elements.SelectMany(e => e.Constraints)));
        var shared = all.Where(c => c.IsError)
            .GroupBy(c => c.Key)
            .Where(g => g.Select(c => c.Expression).Distinct().Count() > 1)
            .Select(g => g.Key)
            .ToList();
        shared.ShouldNotBeEmpty();
        shared.Where(k => Invariants.SurelyHolds(k, empty.RootElement) || Invariants.SurelyHolds(k, full.RootElement)).ShouldBeEmpty();
    }

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

    /// <summary>Whatever one thing is broken in a good resource is found, and found there.</summary>
    [Fact]
    public void Check_AnyElementBroken_IsFound()
    {
        var places = new List<List<object>>();
        Walk(JsonNode.Parse(Good)!, [], places);
        places.Count.ShouldBeGreaterThan(40);
        foreach (var place in places)
        {
            foreach (
                var broken in new JsonNode?[]
                {
                    JsonNode.Parse("[[1]]"),
                    JsonNode.Parse("{\"zzz\":1}"),
                    JsonNode.Parse("{}"),
                    JsonNode.Parse("[]"),
                    JsonValue.Create(""),
                }
            )
            {
                var copy = JsonNode.Parse(Good)!;
                Replace(copy, place, broken?.DeepClone());
                var json = copy.ToJsonString();
                var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(json));
                if (document is null)
                    problem.ShouldNotBeNull();
                else
                    using (document)
                        FhirStructure.Check(document).ShouldNotBeEmpty($"{string.Join('/', place)} as {broken?.ToJsonString()}");
            }
        }
    }

    static void Walk(JsonNode node, List<object> path, List<List<object>> places)
    {
        if (node is JsonObject o)
            foreach (var (name, value) in o)
            {
                places.Add([.. path, name]);
                if (value is not null)
                    Walk(value, [.. path, name], places);
            }

        if (node is not JsonArray a)
            return;
        for (var i = 0; i < a.Count; i++)
        {
            places.Add([.. path, i]);
            if (a[i] is { } item)
                Walk(item, [.. path, i], places);
        }
    }

    static void Replace(JsonNode root, List<object> path, JsonNode? with)
    {
        var at = path.Take(path.Count - 1)
            .Aggregate(root, (node, step) => step is int i ? node.AsArray()[i]! : node.AsObject()[(string)step]!);
        if (path[^1] is int index)
            at.AsArray()[index] = with;
        else
            at.AsObject()[(string)path[^1]] = with;
    }

    /// <summary>
    /// The formats by hand against the expressions of the definitions; ours may only be stricter, and only by days and code
    /// points the words of R4 exclude.
    /// </summary>
    [Fact]
    public void Formats_AgreeWithTheDefinitions()
    {
        string[] seeds =
        [
            "2026",
            "2026-02",
            "2026-02-28",
            "2026-02-28T23:59:60Z",
            "2026-02-28T10:00:00.123+14:00",
            "10:11:12.5",
            "urn:oid:1.2.840.0",
            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "a-b.C9",
            "code with spaces",
            "http://example.org/a?b=c",
            "-1",
            "0",
        ];
        var random = new Random(20261124);
        const string alphabet = "0123456789-:.TZ+ abcxF/urn\t";
        var compared = 0;
        foreach (var type in new[] { "date", "dateTime", "instant", "time", "oid", "uuid", "id", "code", "uri" })
        {
            var regex = new Regex($@"\A(?:{R4Schema.R4.Find(type)!.Regex})\z");
            foreach (var seed in seeds.SelectMany(s => Enumerable.Range(0, 400).Select(_ => Mutate(s))).Where(s => s.Length > 0))
            {
                var ours = PrimitiveFormat.Fault(type, Encoding.UTF8.GetBytes(seed)) is null;
                var theirs = regex.IsMatch(seed);
                compared++;
                if (ours)
                    theirs.ShouldBeTrue($"{type}: {seed}");
                else if (theirs)
                    (IsDayThatIsNot(seed) || seed.Contains('\t', StringComparison.Ordinal)).ShouldBeTrue($"{type}: {seed}");
            }
        }

        compared.ShouldBeGreaterThan(40_000);

        string Mutate(string text)
        {
            var characters = text.ToList();
            for (var edits = random.Next(3); edits > 0 && characters.Count > 0; edits--)
            {
                var at = random.Next(characters.Count);
                switch (random.Next(3))
                {
                    case 0:
                        characters[at] = alphabet[random.Next(alphabet.Length)];
                        break;
                    case 1:
                        characters.RemoveAt(at);
                        break;
                    default:
                        characters.Insert(at, alphabet[random.Next(alphabet.Length)]);
                        break;
                }
            }

            return new([.. characters]);
        }
    }

    static bool IsDayThatIsNot(string text) => text.Length >= 10 && !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", out _);
}
