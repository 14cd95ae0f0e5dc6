using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Triage;

/// <summary>The questions that rules put to the practice, and what they tell it.</summary>
sealed class TriageNotes : IReferralNotes
{
    public async Task<IReadOnlyList<(Guid Referral, ReferralNote Note)>> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    )
    {
        var runs = await db
            .TriageRuns.Where(t => referrals.Contains(t.Referral) && (t.Outcome == RuleOutcome.Ask || t.Outcome == RuleOutcome.Review))
            .ToListAsync(cancellationToken);
        return
        [
            .. from run in runs
            from rule in run.ReadFired()
            where run.Outcome == RuleOutcome.Ask && rule.Outcome == RuleOutcome.Ask
            from question in rule.Questions
            select (
                run.Referral,
                new ReferralNote(
                    NoteKind.Question,
                    $"Rule {rule.Rule} of {rule.Pack} {rule.PackVersion}",
                    run.At,
                    $"{question} ({rule.Reason})"
                )
            ),
            .. from run in runs
            from rule in run.ReadFired()
            where rule.Outcome == run.Outcome && rule.ForReferrer is not null
            select (
                run.Referral,
                new ReferralNote(NoteKind.Advice, $"Rule {rule.Rule} of {rule.Pack} {rule.PackVersion}", run.At, rule.ForReferrer!)
            ),
        ];
    }
}
