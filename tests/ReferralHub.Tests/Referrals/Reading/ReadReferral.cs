using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Intake;
using ReferralHub.Referrals;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>Reads a routine referral with more resources, the way intake does.</summary>
static class ReadReferral
{
    static readonly DateTime Now = new(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc);

    /// <param name="resources">Further entries as JSON.</param>
    public static ReferralFacts With(params IEnumerable<string> resources)
    {
        var referral = TestReferral.Routine();
        foreach (var resource in resources)
            referral.Entries.Add(new JsonObject { ["resource"] = JsonNode.Parse(resource) });
        return From(referral);
    }

    public static ReferralFacts From(TestReferral referral) => From(referral.Bytes());

    public static ReferralFacts From(byte[] bytes)
    {
        var (submission, problems) = ParsedSubmission.Parse(bytes, IntakeFace.ProcessMessage, null, null, Now);
        var facts = (submission ?? throw new InvalidOperationException(string.Join('\n', problems))).Facts;
        // What is stored is what later stages see.
        return ReferralFacts.Read(facts.Write());
    }

    /// <summary>Label, text and standing as one line: <c>Allergy: Penicillin [refuted]</c>.</summary>
    public static List<string> WriteLines(ReferralFacts facts) =>
        [.. facts.Clinical.Select(c => $"{c.Label}: {c.Text}{(c.Standing is null ? "" : $" [{c.Standing}]")}")];

    public static string Attach(string contentType, byte[] data, string title = "letter") =>
        $$$"""
            {"resourceType":"DocumentReference","status":"current","content":[{"attachment":
              {"contentType":"{{{contentType}}}","title":"{{{title}}}","data":"{{{Convert.ToBase64String(data)}}}"}}]}
            """;

    public static string Attach(string contentType, string text) => Attach(contentType, Encoding.UTF8.GetBytes(text));
}
