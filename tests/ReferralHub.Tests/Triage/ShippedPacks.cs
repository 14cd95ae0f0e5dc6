using ReferralHub.Triage;
using ReferralHub.Triage.Approval;

namespace ReferralHub.Tests.Triage;

/// <summary>The packs that ship, for tests of what rules say: as if two people had approved them.</summary>
static class ShippedPacks
{
    static readonly DateTime Then = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    public static readonly PackApproval Approval = new("Test Author", "Test role", Then, "Test Approver", "Test role", Then);

    public static readonly IReadOnlyList<RulePack> Approved = Read(Path.Combine(AppContext.BaseDirectory, "packs"));

    /// <summary>With the pathway of the tests, which accepts what <see cref="TestReferral"/> makes.</summary>
    public static readonly IReadOnlyList<RulePack> WithPathway = Read(TestHub.PacksFolder);

    static List<RulePack> Read(string folder) => [.. PackFolder.Read(folder).Select(p => p with { Approval = Approval })];
}
