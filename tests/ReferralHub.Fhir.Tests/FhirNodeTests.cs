using System.Text;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

public sealed class FhirNodeTests
{
    const string Bundle = """
        {
          "resourceType": "Bundle",
          "entry": [
            { "fullUrl": "urn:uuid:aaa", "resource": { "resourceType": "Patient", "id": "p1",
             "identifier": [ { "system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9434765919" } ] } },
            { "fullUrl": "https://server.example/fhir/Organization/o1", "resource": { "resourceType": "Organization", "id": "o1" } },
            { "resource": { "resourceType": "ServiceRequest",
                "contained": [ { "resourceType": "Practitioner", "id": "doc" } ],
                "subject": { "reference": "urn:uuid:AAA" },
                "requester": { "reference": "#doc" },
                "performer": [ { "reference": "Organization/o1" }, { "reference": "Organization/none" } ],
                "insurance": [ { "identifier": { "system": "http://fhir.nhs.uk/id/NHS-number", "value": "9434765919" } } ] } }
          ]
        }
        """;

    static FhirDocument Read(string json) => FhirJson.Read(Encoding.UTF8.GetBytes(json)).Document!;

    [Fact]
    public void Resolve_FollowsFullUrlContainedRelativeAndIdentifier()
    {
        using var document = Read(Bundle);
        var request = document.FirstOfType("ServiceRequest");
        document.Resolve(request["subject"], request)["id"].Text.ShouldBe("p1");
        document.Resolve(request["requester"], request).ResourceType.ShouldBe("Practitioner");
        document.Resolve(request["performer"], request)["id"].Text.ShouldBe("o1");
        document.Resolve(request["insurance"], request)["id"].Text.ShouldBe("p1");
    }

    [Fact]
    public void Resolve_Dangling_GivesANodeThatDoesNotExist()
    {
        using var document = Read(Bundle);
        var request = document.FirstOfType("ServiceRequest");
        var dangling = default(FhirNode);
        foreach (var performer in request.Items("performer"))
            dangling = performer;
        document.Resolve(dangling, request).Exists.ShouldBeFalse();
    }

    [Fact]
    public void Expression_AndPosition_AreThoseOfTheSource()
    {
        using var document = Read(Bundle);
        var request = document.FirstOfType("ServiceRequest");
        request["subject"]["reference"].Expression.ShouldBe("Bundle.entry[2].resource.subject.reference");
        request["subject"].Position!.Value.Line.ShouldBe(9);
        request["performer"].Expression.ShouldBe("Bundle.entry[2].resource.performer");
    }

    [Fact]
    public void MissingSteps_GiveNothingAndNeverThrow()
    {
        using var document = Read("{\"resourceType\":\"Patient\",\"name\":\"not an array\",\"birthDate\":5}");
        document.Root["name"]["family"].Text.ShouldBeNull();
        document.Root["birthDate"].Text.ShouldBeNull();
        document.Root["a"]["b"]["c"].Expression.ShouldBeNull();
        document.Root.Items("nothing").MoveNext().ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://fhir.nhs.uk/Id/ods-organization-code", "https://fhir.nhs.uk/id/ods-organization-code", true)]
    [InlineData("http://fhir.nhs.uk/Id/dos-service-id", "https://fhir.nhs.uk/Id/dos-service-id", true)]
    [InlineData("https://fhir.nhs.uk/Id/nhs-number", "https://fhir.nhs.uk/Id/ods-site-code", false)]
    [InlineData(null, null, false)]
    public void IdentifierSystem_ComparesWithoutCaseAndScheme(string? a, string? b, bool same) =>
        IdentifierSystem.Same(a, b).ShouldBe(same);

    [Theory]
    [InlineData("2024-08-20T11:30:00+00:00", true)]
    [InlineData("2024-08-20T11:30:00.259Z", true)]
    [InlineData("2023-05-18T17:50:00+07:00", true)]
    [InlineData("2024-08-20", true)]
    [InlineData("2026-02-30", false)]
    [InlineData("2024-08-20T11:30:00", false)]
    [InlineData("2024-08", false)]
    [InlineData("0000-00-00", false)]
    [InlineData("20/08/2024", false)]
    [InlineData("2024-08-20T25:00:00Z", false)]
    [InlineData(null, false)]
    public void TryInstant_TakesRealInstantsOnly(string? text, bool expected) => FhirDateTime.TryInstant(text, out _).ShouldBe(expected);
}
