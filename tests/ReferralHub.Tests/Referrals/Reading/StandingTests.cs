using ReferralHub.Referrals;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>What does not hold now is not read as if it did; what is only suspected counts as said.</summary>
public sealed class StandingTests
{
    [Theory]
    [InlineData("refuted", null, "refuted")]
    [InlineData("confirmed", "inactive", "inactive")]
    [InlineData("confirmed", "resolved", "resolved")]
    [InlineData("confirmed", "remission", "remission")]
    [InlineData("confirmed", "active", null)]
    [InlineData("provisional", "active", null)]
    [InlineData("differential", "active", null)]
    [InlineData("entered-in-error", null, "entered in error")]
    public void Condition_HoldsOrDoesNot(string verification, string? clinical, string? standing)
    {
        var facts = ReadReferral.With(
            $$"""
            {"resourceType":"Condition","subject":{"display":"x"},
             "code":{"coding":[{"system":"http://snomed.info/sct","code":"254637007","display":"Lung cancer"}]},
             "verificationStatus":{{Code("condition-ver-status", verification)}}
             {{(clinical is null ? "" : $",\"clinicalStatus\":{Code("condition-clinical", clinical)}")}} }
            """
        );

        facts.Clinical.Single(c => c.Label == "Condition").Standing.ShouldBe(standing);
        facts
            .Codes!.Single(c => c.Code == "254637007")
            .ShouldBe(new("http://snomed.info/sct", "254637007", "Lung cancer", "Condition.code", standing));
    }

    [Fact]
    public void NoteOnWhatDoesNotHold_Holds()
    {
        var facts = ReadReferral.With(
            """
            {"resourceType":"MedicationStatement","status":"stopped","subject":{"display":"x"},
             "medicationCodeableConcept":{"text":"Warfarin"},"note":[{"text":"stopped because of haemoptysis"}]}
            """
        );

        facts.Clinical.Single(c => c.Label == "Medication").Standing.ShouldBe("stopped");
        facts.Clinical.Single(c => c.Label == "Medication note").Standing.ShouldBeNull();
    }

    [Fact]
    public void CodeAnsweredNo_DoesNotHold() =>
        ReadReferral
            .With(
                """
                {"resourceType":"Observation","status":"final","valueBoolean":false,
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"66857006","display":"Haemoptysis"}]}}
                """
            )
            .Codes!.Single(c => c.Code == "66857006")
            .Standing.ShouldBe("answered no");

    [Fact]
    public void CodeWithoutWords_IsShownWithItsSystem_AndKeptForRules()
    {
        var facts = ReadReferral.With(
            """
            {"resourceType":"Procedure","status":"completed","subject":{"display":"x"},
             "code":{"coding":[{"system":"http://snomed.info/sct","code":"173422009"}]}}
            """
        );

        facts.Clinical.Single(c => c.Label == "Procedure").Text.ShouldBe("SNOMED CT 173422009");
        facts.Codes!.ShouldContain(new CodedContent("http://snomed.info/sct", "173422009", null, "Procedure.code", null));
    }

    [Fact]
    public void FactsOfAnEarlierBuild_AreReadable()
    {
        var facts = ReferralFacts.Read(
            """
            {"message":{"kind":"New","messageId":"m","sender":"s","isMessage":true},
             "request":{"intent":"order"},"patient":{},"requester":{},
             "clinical":[{"label":"Allergy (refuted)","text":"Penicillin"}],
             "attachments":[{"title":"x","contentType":"text/plain","bytes":3,"linked":false,"expression":"Bundle.entry[1].resource"}]}
            """u8.ToArray()
        );

        facts.Unread.ShouldBeEmpty();
        facts.Codes.ShouldBeNull();
        facts.Clinical.Single().Attachment.ShouldBeNull();
    }

    static string Code(string system, string code) =>
        $$"""{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/{{system}}","code":"{{code}}"}]}""";
}
