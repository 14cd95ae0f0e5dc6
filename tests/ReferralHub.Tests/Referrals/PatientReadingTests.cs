using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Reading;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals;

/// <summary>Of several names, numbers, addresses and telephones the current one wins, wherever it stands.</summary>
public sealed class PatientReadingTests
{
    static readonly DateTime Now = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("""[{"family":"Ended","period":{"end":"2010-01-01"}},{"use":"official","family":"Now"}]""", "Now")]
    [InlineData("""[{"use":"official","family":"Ended","period":{"end":"2020"}},{"family":"Now"}]""", "Now")]
    [InlineData("""[{"use":"old","family":"Old"},{"use":"maiden","family":"Maiden"}]""", "Maiden")]
    [InlineData("""[{"use":"nickname","family":"Nick"},{"use":"temp","family":"Temp"},{"use":"usual","family":"Now"}]""", "Now")]
    [InlineData("""[{"use":"official","family":"Later","period":{"start":"2027-01-01"}},{"use":"maiden","family":"Now"}]""", "Now")]
    [InlineData("""[{"use":"official","family":"Now","period":{"end":"2026-11-23"}},{"use":"usual","family":"Other"}]""", "Now")]
    [InlineData("""[{"use":"official","family":"Over","period":{"end":"2026-11-23T08:59:00Z"}},{"use":"temp","family":"Now"}]""", "Now")]
    [InlineData("""[{"use":"official","prefix":["Mrs"]},{"family":"Now"}]""", "Now")]
    [InlineData("""[{"use":"old","family":"Only"}]""", "Only")]
    [InlineData("""[{"text":"Mrs Edith Now"}]""", "Now")]
    [InlineData("""[{"text":"NOW, Edith (Mrs)"}]""", "NOW")]
    [InlineData("""[{"family":"Nu\u0308m"}]""", "Nüm")]
    public void Name_TheCurrentOneWins(string names, string family) => Read(p => p["name"] = Parse(names)).Family.ShouldBe(family);

    [Theory]
    [InlineData("""[{"use":"old","SYSTEM":1,"value":"9991756477"},{"SYSTEM":1,"value":"9996864553"}]""", "9996864553")]
    [InlineData("""[{"SYSTEM":1,"value":"9991756477","period":{"end":"2020-01-01"}},{"SYSTEM":1,"value":"9996864553"}]""", "9996864553")]
    [InlineData("""[{"SYSTEM":1,"value":"9999999999"},{"SYSTEM":1,"value":"999 686 4553"}]""", "9996864553")]
    [InlineData("""[{"SYSTEM":1,"value":"9996864554"},{"SYSTEM":1,"value":"999-686-4553"}]""", "9996864553")]
    [InlineData("""[{"SYSTEM":1,"value":"0000000000"}]""", null)]
    [InlineData("""[{"use":"old","SYSTEM":1,"value":"9996864553"}]""", "9996864553")]
    public void NhsNumber_TheCurrentOneWins_AndAPlaceholderIsNone(string identifiers, string? number) =>
        Read(p => p["identifier"] = Parse(identifiers.Replace("\"SYSTEM\":1", $"\"system\":\"{Nhs}\"", StringComparison.Ordinal)))
            .NhsNumber.ShouldBe(number);

    [Fact]
    public void NhsNumber_TwoOfNow_AreDoubtful()
    {
        var one = Identifier("9991756477");
        var other = Identifier("9996864553");

        Read(p => p["identifier"] = new JsonArray(one, other)).IsNumberDoubtful.ShouldBeTrue();
        Read(p => p["identifier"] = new JsonArray(Identifier("9991756477"), Identifier("999 175 6477"))).IsNumberDoubtful.ShouldBeFalse();
    }

    [Theory]
    [InlineData("01")]
    [InlineData("04")]
    public void NhsNumber_ItsTraceStatusIsKept(string status)
    {
        var identifier = Identifier("9996864553");
        identifier["extension"] = Parse(
            $$$"""
            [{"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",
              "valueCodeableConcept":{"coding":[{"code":"{{{status}}}"}]}}]
            """
        );

        Read(p => p["identifier"] = new JsonArray(identifier)).NhsNumberStatus.ShouldBe(status);
    }

    [Theory]
    [InlineData("""[{"system":"phone","use":"old","value":"1"},{"system":"phone","value":"2"}]""", "2")]
    [InlineData("""[{"system":"phone","value":"1","period":{"end":"2020"}},{"system":"phone","use":"work","value":"2"}]""", "2")]
    [InlineData("""[{"system":"phone","value":"1","rank":2},{"system":"phone","value":"2","rank":1}]""", "2")]
    [InlineData("""[{"system":"phone","value":"1"},{"system":"phone","value":"2","rank":1}]""", "2")]
    [InlineData("""[{"system":"email","value":"1"},{"system":"phone","use":"work","value":"3"},{"system":"phone","value":"2"}]""", "2")]
    public void Telephone_TheCurrentFirstRankedOneWins(string telecoms, string number) =>
        Read(p => p["telecom"] = Parse(telecoms)).Phone.ShouldBe(number);

    [Theory]
    [InlineData("""[{"use":"old","postalCode":"A"},{"use":"work","postalCode":"B"},{"postalCode":"C"}]""", "C")]
    [InlineData("""[{"use":"home","postalCode":"A","period":{"end":"2020-05"}},{"use":"temp","postalCode":"B"}]""", "B")]
    public void Address_TheCurrentOneWins(string addresses, string postcode) =>
        Read(p => p["address"] = Parse(addresses)).Postcode.ShouldBe(postcode);

    [Fact]
    public void Marks_RestrictionInterpreterLanguageAndConsent_AreRead()
    {
        var marked = ReadMessage(r =>
        {
            r.Patient["meta"] = Parse(
                """{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"V"}]}"""
            );
            r.Patient["extension"] = Parse(
                """[{"url":"http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired","valueBoolean":true}]"""
            );
            r.Patient["communication"] = Parse(
                """[{"language":{"text":"English"}},{"language":{"coding":[{"code":"pa"}],"text":"Punjabi"},"preferred":true}]"""
            );
            r.Entries.Add(
                Parse(
                    """
                    {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000009","resource":{"resourceType":"Consent","status":"active",
                     "scope":{"text":"x"},"category":[{"text":"x"}],"policyRule":{"text":"x"},"provision":{"type":"deny"}}}
                    """
                )
            );
        });

        (marked.IsRestricted, marked.NeedsInterpreter, marked.Language, marked.IsConsentRefused).ShouldBe((true, true, "Punjabi", true));
        var plain = ReadMessage(_ => { });
        (plain.IsRestricted, plain.NeedsInterpreter, plain.Language, plain.IsConsentRefused).ShouldBe((false, false, null, false));
    }

    [Fact]
    public void OdsCode_TheCurrentOneWins()
    {
        var ods = "https://fhir.nhs.uk/Id/ods-organization-code";
        var facts = Facts(r =>
            r.Resource("Organization")["identifier"] = Parse(
                $$"""[{"use":"old","system":"{{ods}}","value":"L81001"},{"system":"{{ods}}","value":"L81008"}]"""
            )
        );

        facts.Practice.ShouldBe("L81008");
    }

    const string Nhs = "https://fhir.nhs.uk/Id/nhs-number";

    static JsonObject Identifier(string value) => new() { ["system"] = Nhs, ["value"] = value };

    static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    static PatientFacts Read(Action<JsonObject> change) => ReadMessage(r => change(r.Patient));

    static PatientFacts ReadMessage(Action<TestReferral> change) => Facts(change).Patient;

    static ReferralFacts Facts(Action<TestReferral> change)
    {
        var (document, _) = FhirJson.Read(TestReferral.Routine().With(change).Bytes());
        using (document)
        {
            var (facts, problems) = FactsReader.Read(document!, new("test", Now));
            problems.ShouldNotContain(p => p.IsError);
            return facts!;
        }
    }
}
