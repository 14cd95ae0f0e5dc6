using ReferralHub.Triage.Approval;

namespace ReferralHub.Triage;

/// <summary>A rule pack as other software is told of it.</summary>
/// <param name="Pack">Its id.</param>
/// <param name="Status">Where it stands today, e.g. InForce.</param>
/// <param name="Words">The same in words.</param>
/// <param name="EffectiveTo">Last day; null while it has none.</param>
/// <param name="Rules">How many rules it has.</param>
/// <param name="Hash">SHA-256 of its text.</param>
/// <param name="RaisesAttentionOnly">It decides nothing in a clinician's stead, and so is in force without an approval.</param>
/// <param name="IsFromStore">It decides from the text the hub kept, because its file was changed or removed.</param>
sealed record PackStanding(
    string Pack,
    string Version,
    string Title,
    string Owner,
    string Status,
    string Words,
    DateOnly EffectiveFrom,
    DateOnly? EffectiveTo,
    int Rules,
    string Hash,
    bool RaisesAttentionOnly,
    bool IsFromStore,
    PackApproval? Approval
)
{
    public static PackStanding Create(RulePack pack, DateOnly today) =>
        new(
            pack.Id,
            pack.Version,
            pack.Title,
            pack.Owner,
            pack.StatusOn(today).ToString(),
            StandingWords.Describe(pack, today),
            pack.EffectiveFrom,
            pack.EffectiveTo,
            pack.Rules.Count,
            pack.Hash,
            pack.RaisesAttentionOnly,
            pack.IsFromStore,
            pack.Approval
        );
}
