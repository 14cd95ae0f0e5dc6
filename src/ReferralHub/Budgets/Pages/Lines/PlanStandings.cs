using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>Reads from the log how far the parties of plans have come.</summary>
public sealed class PlanStandings(HubDatabase database, TimeProvider time)
{
    /// <summary>One query; lines of which nothing was said are left out. All is about this financial year.</summary>
    /// <param name="lines">Only those that the caller may read: what is about the books belongs to no narrow scope.</param>
    public async Task<IReadOnlyDictionary<string, PlanStanding>> ReadAsync(
        IReadOnlyCollection<HeldLine> lines,
        CancellationToken cancellationToken
    )
    {
        if (lines.Count == 0)
            return new Dictionary<string, PlanStanding>();
        var bySubject = lines.ToDictionary(l => BookSubjects.FindPlanLine(l.Line.Set.Id, l.Holder), l => l.Id);
        var subjects = bySubject.Keys.ToList();
        var year = FinancialYear.FromDate(WorkingDays.LocalDate(time.UtcNow()));
        await using var db = database.OpenRead(AccessScope.System("the caller may read each of these lines"));
        var events = await db
            .Log.Where(e => subjects.Contains(e.Referral) && e.Type.StartsWith(LogSubjects.PlanPrefix))
            .OrderBy(e => e.Referral)
            .ThenBy(e => e.Version)
            .Select(e => new
            {
                e.Referral,
                e.Type,
                e.At,
                e.Data,
            })
            .ToListAsync(cancellationToken);
        return events
            .GroupBy(e => e.Referral)
            .ToDictionary(
                g => bySubject[g.Key],
                g => PlanStanding.Read(g.Select(e => new PlanStep(e.Type, e.At, BookEventData.Read(e.Data))), year),
                StringComparer.Ordinal
            );
    }
}
