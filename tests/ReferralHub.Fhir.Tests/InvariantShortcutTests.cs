using System.Text;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

/// <summary>Where an invariant surely holds without being evaluated, and that this is never claimed wrongly.</summary>
public sealed class InvariantShortcutTests
{
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
}
