using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Triage;

/// <summary>
/// Every few hours, tells the owner of a rule that clinicians override more than half the time.
/// </summary>
public sealed class RuleOverrides(RuleMeasures measures, RulePacks packs, HubDatabase database, TimeProvider time) : IScheduledCheck
{
    public const string Kind = "rule-overridden";
    const int DaysLookedBack = 90;
    const int DaysQuiet = 30;
    const int OpposedMin = 20;
    const int DueWorkingDays = 10;
    const double ShareMax = 0.5;
    static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Every = TimeSpan.FromHours(6);
    readonly DateTime started = time.UtcNow();
    DateTime? lookedAt;

    public async Task RunAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        // Not right after a start, when there is enough to do.
        if (now - (lookedAt ?? started) < (lookedAt is null ? FirstAfter : Every))
            return;
        lookedAt = now;
        var today = WorkingDays.LocalDate(now);
        await TellAsync(await measures.CountAsync(today.AddDays(-DaysLookedBack), today, cancellationToken), fence, now, cancellationToken);
    }

    /// <summary>Raises a work item for each rule that is overridden too often and has none open.</summary>
    internal async Task TellAsync(IReadOnlyList<RuleMeasure> counted, LeaseFence fence, DateTime now, CancellationToken cancellationToken)
    {
        var overridden = counted.Where(m => m.Opposed >= OpposedMin && m.OverrideShare > ShareMax).ToList();
        if (overridden.Count == 0)
            return;
        await database.WriteAsync(
            async (db, token) =>
            {
                await fence.HoldAsync(database, db, token);
                // An owner who has looked at it is not told again at once: what was decided in those days still counts.
                var quiet = now.AddDays(-DaysQuiet);
                var told = await db
                    .WorkItems.Where(w => w.Kind == Kind && (w.Settled == null || w.Raised > quiet))
                    .Select(w => w.Sender)
                    .ToListAsync(token);
                foreach (var rule in overridden.Where(r => !told.Contains($"{r.Pack}/{r.Rule}")))
                {
                    db.WorkItems.Add(
                        new()
                        {
                            Id = EntityId.New(now),
                            Kind = Kind,
                            Sender = $"{rule.Pack}/{rule.Rule}",
                            Text =
                                $"For {packs.All.LastOrDefault(p => p.Id == rule.Pack)?.Owner ?? "the owner of the pack"}: "
                                + $"clinicians accepted {rule.Overridden} of {rule.Opposed} referrals that the rule "
                                + $"{rule.Pack}/{rule.Rule} spoke against in the last {DaysLookedBack} days. Look whether it "
                                + "should be changed or withdrawn.",
                            Raised = now,
                            Due = WorkingDays.Deadline(now, DueWorkingDays),
                        }
                    );
                }
            },
            cancellationToken
        );
    }
}
