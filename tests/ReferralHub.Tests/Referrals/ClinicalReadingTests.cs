using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Intake;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals;

/// <summary>What a clinician reads of the clinical content, and that what was withdrawn or denied is not read as if it were so.</summary>
public sealed class ClinicalReadingTests
{
    static readonly DateTime Now = new(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc);

    static List<string> Read(params string[] resources)
    {
        var referral = TestReferral.Routine();
        foreach (var resource in resources)
            referral.Entries.Add(new JsonObject { ["resource"] = JsonNode.Parse(resource) });
        var (submission, problems) = ParsedSubmission.Parse(
            Encoding.UTF8.GetBytes(referral.Json.ToJsonString()),
            IntakeFace.ProcessMessage,
            null,
            null,
            Now
        );
        return (submission ?? throw new InvalidOperationException(string.Join('\n', problems)))
            .Facts.Clinical.Select(c => $"{c.Label}: {c.Text}")
            .ToList();
    }

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
    [InlineData("refuted", "Allergy (refuted): Penicillin")]
    [InlineData("unconfirmed", "Allergy (unconfirmed): Penicillin")]
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
    public void EnteredInError_IsNotRead() =>
        Read(
                Coded("AllergyIntolerance", "Aspirin", Verified("entered-in-error")),
                Coded("Observation", "Weight", "\"status\":\"entered-in-error\"")
            )
            .ShouldNotContain(t => t.Contains("Aspirin", StringComparison.Ordinal) || t.Contains("Weight", StringComparison.Ordinal));

    [Theory]
    [InlineData("not-done", "Procedure (not done): Hip replacement")]
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
            .ShouldContain("Medication (stopped): Warfarin 3 mg");

    [Fact]
    public void MoreThanTheListHolds_IsSaid() =>
        Read([.. Enumerable.Range(0, 100).Select(i => Coded("Observation", $"Finding {i}", "\"status\":\"final\""))])[^1]
            .ShouldStartWith("Not shown here: The message has more clinical content");
}
