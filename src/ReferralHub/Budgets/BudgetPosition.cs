using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets;

/// <summary>How a practice stands against its indicative budget on a date.</summary>
/// <param name="Budget">For the whole financial year; null when none is set.</param>
/// <param name="Committed">
/// First attendances chosen since April at their prices, less what was taken back since, whenever that had been chosen.
/// </param>
/// <param name="Forecast">For the whole year, by <see cref="Method"/>.</param>
public sealed record BudgetPosition(
    string Practice,
    FinancialYear Year,
    DateOnly On,
    Money? Budget,
    string? BudgetSource,
    Money Committed,
    Money Last13Weeks,
    Money Forecast
)
{
    public const string Method =
        "Committed so far, plus the daily rate of the last 13 weeks for the days that remain of the financial year.";

    /// <summary>How many referrals are behind what is committed: what is told of it depends on that.</summary>
    public int CommittedReferrals { get; init; }

    /// <summary>How many of them were chosen in the last 13 weeks.</summary>
    public int RecentReferrals { get; init; }

    /// <summary>Budget less what is committed; negative when overspent.</summary>
    public Money? Headroom => Budget - Committed;

    /// <summary>Budget less the forecast.</summary>
    public Money? ForecastHeadroom => Budget - Forecast;

    public static BudgetPosition Calculate(string practice, DateOnly on, Money? budget, string? source, Money committed, Money last13Weeks)
    {
        const int RunRateDays = 91;
        var year = FinancialYear.FromDate(on);
        var remaining = year.End.DayNumber - on.DayNumber;
        return new(practice, year, on, budget, source, committed, last13Weeks, committed + last13Weeks.Share(remaining, RunRateDays));
    }
}

/// <summary>Reads positions from the activity projection.</summary>
public sealed class BudgetReader(HubDatabase database, CurrentScope callerScope, TimeProvider time)
{
    const int RunRateDays = 91;

    public async Task<BudgetPosition> ReadAsync(string practice, CancellationToken cancellationToken) =>
        (await ReadAllAsync([practice], cancellationToken))[practice];

    /// <summary>Positions of several practices in three queries.</summary>
    public async Task<IReadOnlyDictionary<string, BudgetPosition>> ReadAllAsync(
        IReadOnlyCollection<string> practices,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.OpenRead(callerScope.Read());
        var on = WorkingDays.LocalDate(time.UtcNow());
        var year = FinancialYear.FromDate(on);
        // By the day of each choice that stands: a take-back is an entry of its own day, and may belong to the year before.
        var (first, end) = (WorkingDays.ToStartOfDay(year.Start), WorkingDays.ToStartOfDay(year.End.AddDays(1)));
        var since = WorkingDays.ToStartOfDay(on.AddDays(1 - RunRateDays));
        var budgets = await db
            .Budgets.Where(b => practices.Contains(b.Practice) && b.YearStarting == year.Starting)
            .ToDictionaryAsync(b => b.Practice, cancellationToken);
        var referrals = db.ActivityReferrals.Where(r => practices.Contains(r.Practice));
        var committed = await SumAsync(referrals.Where(r => r.ChosenAt >= first && r.ChosenAt < end), cancellationToken);
        var recent = await SumAsync(referrals.Where(r => r.ChosenAt >= since), cancellationToken);
        return practices.ToDictionary(
            p => p,
            p =>
            {
                var budget = budgets.GetValueOrDefault(p);
                return BudgetPosition.Calculate(
                    p,
                    on,
                    budget is null ? null : new Money(budget.Pence),
                    budget?.Source,
                    new(committed.GetValueOrDefault(p).Pence),
                    new(recent.GetValueOrDefault(p).Pence)
                ) with
                {
                    CommittedReferrals = committed.GetValueOrDefault(p).Referrals,
                    RecentReferrals = recent.GetValueOrDefault(p).Referrals,
                };
            }
        );
    }

    /// <summary>By practice, what referrals commit, and how many of them commit anything.</summary>
    static Task<Dictionary<string, (long Pence, int Referrals)>> SumAsync(
        IQueryable<ActivityReferral> referrals,
        CancellationToken cancellationToken
    ) =>
        referrals
            .GroupBy(r => r.Practice)
            .Select(g => new
            {
                g.Key,
                Pence = g.Sum(r => r.CommittedPence),
                Referrals = g.Sum(r => r.CommittedPence != 0 ? 1 : 0),
            })
            .ToDictionaryAsync(g => g.Key, g => (g.Pence, g.Referrals), cancellationToken);
}
