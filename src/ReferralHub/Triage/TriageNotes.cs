using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Platform.Data;

namespace ReferralHub.Triage;

/// <summary>The questions that rules put to the practice.</summary>
sealed class TriageNotes : IReferralNotes
{
    public async Task<IReadOnlyList<ReferralNote>> OfAsync(HubDbContext db, Guid referral, CancellationToken cancellationToken)
    {
        var runs = await db.TriageRuns.Where(t => t.Referral == referral && t.Outcome == RuleOutcome.Ask).ToListAsync(cancellationToken);
        return
        [
            .. from run in runs
               from rule in run.ReadFired()
               where rule.Outcome == RuleOutcome.Ask
               from question in rule.Questions
               select new ReferralNote($"Rule {rule.Rule} of {rule.Pack} {rule.PackVersion}", run.At, $"{question} ({rule.Reason})"),
        ];
    }
}
