using ReferralHub.Tests.Referrals.Reading;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals;

/// <summary>What a clinician reads of the clinical content, and that what was withdrawn or denied is not read as if it were so.</summary>
public sealed class ClinicalReadingTests
{
    static List<string> Read(params string[] resources) => ReadReferral.WriteLines(ReadReferral.With(resources));

    static string Coded(string type, string text, string rest) =>
        $$"""{"resourceType":"{{type}}","code":{"text":"{{text}}"},"subject":{"display":"x"},"patient":{"display":"x"},{{rest}}}""".Replace(
            type == "AllergyIntolerance" ? "\"subject\":{\"display\":\"x\"}," : "\"patient\":{\"display\":\"x\"},",
            "",
            StringComparison.Ordinal
        );

    static string Verified(string code) => $"\"verificationStatus\":{Coded("allergyintolerance-verification", code)}";

    static string Coded(string system, string code) =>
        $$"""{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/{{system}}","code":"{{code}}"}]}""";

    [Theory]
    [InlineData("refuted", "Allergy: Penicillin [refuted]")]
    [InlineData("unconfirmed", "Allergy: Penicillin (unconfirmed)")]
    [InlineData("confirmed", "Allergy: Penicillin")]
    public void Allergy_SaysWhetherItIsOne(string verification, string read) =>
        Read(
                Coded(
                    "AllergyIntolerance",
                    "Penicillin",
                    Verified(verification) + $",\"clinicalStatus\":{Coded("allergyintolerance-clinical", "active")}"
                )
            )
            .ShouldContain(read);

    [Fact]
    public void EnteredInError_NothingOfIt_IsReadAsIfItWereSo()
    {
        var facts = ReadReferral.With(
            Coded("AllergyIntolerance", "Aspirin", Verified("entered-in-error")),
            Coded("Observation", "Weight", "\"status\":\"entered-in-error\",\"note\":[{\"text\":\"Weight of a twin\"}]")
        );

        facts
            .Clinical.Where(c =>
                c.Text.Contains("Aspirin", StringComparison.Ordinal) || c.Text.Contains("Weight", StringComparison.Ordinal)
            )
            .Select(c => c.Standing)
            .ShouldBe(["entered in error", "entered in error", "entered in error"]);
    }

    [Theory]
    [InlineData("not-done", "Procedure: Hip replacement [not done]")]
    [InlineData("completed", "Procedure: Hip replacement")]
    public void Procedure_SaysWhetherItWasDone(string status, string read) =>
        Read(Coded("Procedure", "Hip replacement", $"\"status\":\"{status}\"")).ShouldContain(read);

    [Fact]
    public void Medication_IsFollowedByItsReference_AndSaysWhenItWasStopped() =>
        Read(
                """
                {
                  "resourceType": "MedicationStatement",
                  "status": "stopped",
                  "subject": { "display": "x" },
                  "contained": [ { "resourceType": "Medication", "id": "m", "code": { "text": "Warfarin 3 mg" } } ],
                  "medicationReference": { "reference": "#m" }
                }
                """
            )
            .ShouldContain("Medication: Warfarin 3 mg [stopped]");

    [Fact]
    public void MoreThanTheListHolds_IsSaidAmongWhatNobodyRead()
    {
        var findings = Enumerable.Range(0, 900).Select(i => Coded("Observation", $"Finding {i}", $"\"status\":\"final\",{Notes(i)}"));

        var facts = ReadReferral.With(findings);

        facts.Clinical.Count.ShouldBe(2_000);
        facts.Unread.ShouldContain(u =>
            u.What.StartsWith("The message has more clinical content than is shown here", StringComparison.Ordinal)
        );
    }

    static string Notes(int i) => $"\"note\":[{{\"text\":\"a {i}\"}},{{\"text\":\"b {i}\"}}]";
}
