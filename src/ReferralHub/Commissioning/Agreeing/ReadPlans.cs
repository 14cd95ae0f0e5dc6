using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Explaining;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>Reads lines of plans as pages and other software are shown them, and says who may see which.</summary>
public sealed class ReadPlans(HubDatabase database, CommissioningStore store, TimeProvider time)
{
    volatile Lookups? lookups;

    /// <summary>The lines that pay for a practice's care: those that run first, then those to come, then those that are over.</summary>
    public async Task<IReadOnlyList<PlanLine>> ListAsync(string practice, CancellationToken cancellationToken)
    {
        var found = await FindLookupsAsync(cancellationToken);
        return PlanYears.FindLines(found.Configuration, found.Attribution, practice, Today);
    }

    /// <summary>A line by its set and holder; null when no plan in force has it.</summary>
    public async Task<PlanLine?> FindAsync(string set, string holder, CancellationToken cancellationToken)
    {
        var found = await FindLookupsAsync(cancellationToken);
        var row = found.Configuration.PlanSets.FirstOrDefault(s => s.Id == set && !s.IsExample);
        return row is not null && row.Holders.Contains(holder) ? new(row, holder) : null;
    }

    /// <summary>
    /// Whether a caller may see a line: the centre all, everybody else those to which their organisation is a party, and those that pay
    /// for the practices whose figures are theirs.
    /// </summary>
    public async Task<bool> MayReadAsync(Caller caller, PlanLine line, CancellationToken cancellationToken)
    {
        if (caller.Scope is { IsAll: true })
            return true;
        var found = await FindLookupsAsync(cancellationToken);
        return PlanParties.FindOwn(line.Set, line.Holder, found.Memberships, caller.Organisations, Today).Count > 0
            || caller.Scope.Practices.Any(p =>
                PlanYears.FindLines(found.Configuration, found.Attribution, p, Today).Any(l => l.Id == line.Id)
            );
    }

    /// <summary>The parties of a line for which somebody of these organisations speaks; who gives the money first.</summary>
    public async Task<IReadOnlyList<string>> FindPartiesAsync(
        PlanLine line,
        IReadOnlyCollection<string> organisations,
        CancellationToken cancellationToken
    )
    {
        var found = await FindLookupsAsync(cancellationToken);
        return PlanParties.FindOwn(line.Set, line.Holder, found.Memberships, organisations, Today);
    }

    /// <param name="year">Calendar year in which the financial year begins; null for the one that is meant today.</param>
    /// <returns>Null when the plan does not have the year.</returns>
    public async Task<PlanView?> ReadAsync(PlanLine line, int? year, CancellationToken cancellationToken)
    {
        var found = await FindLookupsAsync(cancellationToken);
        var (set, holder, id, starting) = (line.Set, line.Holder, line.Id, year ?? PlanYears.Choose(line.Set, Today));
        await using var db = database.OpenRead(AccessScope.System("whoever asks has been found to be a party"));
        var row = await db.PlanLines.FirstOrDefaultAsync(l => l.Line == id && l.YearStarting == starting, cancellationToken);
        if (row is null || row.IsGone)
            return null;
        var acts = await db.PlanActs.Where(a => a.Line == id && a.YearStarting == starting).ToListAsync(cancellationToken);
        return new(set, holder, row, PlanStanding.Compute(row, acts), PlanSetting.Calculate(set))
        {
            HolderName = found.Memberships.FindName(holder, Today),
            CommissionerName = found.Memberships.FindName(set.Commissioner, Today),
            Care = found.Configuration.Scopes.FirstOrDefault(s => s.Id == set.Scope)?.Words ?? set.Scope,
            MoneyWords = found.Words.DescribeMoney(set, Today),
            Decisions =
            [
                .. found
                    .Words.DescribeDecisions(set, Today)
                    .Where(d =>
                        PlanParties.IsParty(set, holder, d.Who) || found.Memberships.FindAbove(holder, Today).Any(a => a.Id == d.Who)
                    )
                    .Select(PlanStepWords.DescribeDecision),
            ],
            FindName = id => found.Memberships.FindName(id, Today),
            Contact = found.Memberships.FindBody(set.Commissioner, Today)?.Contact,
            Years = [.. PlanYears.List(set)],
        };
    }

    /// <summary>What care a line pays for, in words.</summary>
    public async Task<string> DescribeCareAsync(PlanLine line, CancellationToken cancellationToken)
    {
        var found = await FindLookupsAsync(cancellationToken);
        return found.Configuration.Scopes.FirstOrDefault(s => s.Id == line.Set.Scope)?.Words ?? line.Set.Scope;
    }

    DateOnly Today => WorkingDays.LocalDate(time.UtcNow());

    /// <summary>Made once for each load of the arrangements.</summary>
    async Task<Lookups> FindLookupsAsync(CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        var configuration = store.Current;
        if (lookups is { } made && ReferenceEquals(made.Configuration, configuration))
            return made;
        var memberships = new Memberships(configuration);
        return lookups = new(configuration, memberships, new(configuration, memberships), new(configuration, memberships));
    }

    sealed record Lookups(Configuration Configuration, Memberships Memberships, Attribution Attribution, ArrangementWords Words);
}
