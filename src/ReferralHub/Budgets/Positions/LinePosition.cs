using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>How a plan line stands in a financial year.</summary>
/// <param name="Authority">What it may spend: agreed, less what it gave to pools.</param>
/// <param name="Spent">Reported, or estimated at the last close.</param>
/// <param name="Estimated">How much of what is spent nobody has reported.</param>
/// <param name="Disputed">How much of it is questioned.</param>
/// <param name="Committed">Chosen, and not reported.</param>
/// <param name="CarriedToNextYear">How much of that is expected after the year has ended.</param>
/// <param name="Free">Below zero where more is spent and committed than there is.</param>
/// <param name="Unpriced">Parts of expected care that are committed at nothing because they have no price.</param>
public sealed record LinePosition(
    string Line,
    FinancialYear Year,
    DateOnly On,
    Money Authority,
    Money Spent,
    Money Estimated,
    Money Disputed,
    Money Committed,
    Money CarriedToNextYear,
    Money Free,
    Money Awarded,
    int Unpriced,
    Forecast Forecast
)
{
    /// <summary>How many referrals of the last 91 days the forecast goes by.</summary>
    public long RecentReferrals { get; init; }

    /// <summary>What would be left at the end of the year; below zero where it would be overspent.</summary>
    public Money ForecastHeadroom => Authority - Awarded - Forecast.Expected;

    /// <summary>
    /// Money that was committed in an earlier year and is still open stands in this year's position, though its posting belongs to the
    /// other: it is this year's care. So what is free is worked out from what is open, and not read from the account.
    /// </summary>
    /// <param name="balances">Sum of the line's postings that belong to the months of the year.</param>
    /// <param name="open">What is open of all commitments of the line today, whenever they were chosen.</param>
    public static LinePosition Calculate(
        string line,
        DateOnly on,
        AccountBalances balances,
        OpenCommitments open,
        IReadOnlyList<ProviderFlow> flows,
        int rateDays = Forecast.RateDays
    ) =>
        new(
            line,
            FinancialYear.FromDate(on),
            on,
            balances.Authority,
            balances.Spent,
            balances.Estimated,
            balances.Disputed,
            open.DueThisYear + open.DueLater,
            open.DueLater,
            balances.Authority - balances.Spent - open.DueThisYear - open.DueLater - balances.Award,
            balances.Award,
            open.Unpriced,
            Forecast.Calculate(on, balances.Spent, open.DueThisYear, flows, rateDays)
        )
        {
            RecentReferrals = flows.Sum(f => f.Recent.Count),
        };

    /// <summary>
    /// How a line stands whose plan has ended. Care of patients who were referred while it ran is its own business until it is reported, in
    /// whatever year that is. The few of them who have still to choose are in no forecast of it: in that of the line after it they are.
    /// </summary>
    /// <param name="last">The last financial year of the plan.</param>
    /// <param name="balances">Sum of all the line's postings.</param>
    public static LinePosition CalculateEnded(
        string line,
        FinancialYear last,
        DateOnly on,
        AccountBalances balances,
        OpenCommitments open
    ) => Calculate(line, on, balances, new(open.DueThisYear + open.DueLater, Money.Zero, open.Unpriced), []) with { Year = last };
}

/// <summary>What is open of a line's commitments.</summary>
/// <param name="DueThisYear">Expected by 31 March, or nobody can say when.</param>
/// <param name="DueLater">Expected after it.</param>
/// <param name="Unpriced">Parts that have no price.</param>
public readonly record struct OpenCommitments(Money DueThisYear, Money DueLater, int Unpriced)
{
    /// <summary>With one more component.</summary>
    /// <param name="yearEnd">31 March.</param>
    public OpenCommitments Add(ComponentState part, DateOnly yearEnd) =>
        part.ExpectedOn > yearEnd
            ? this with
            {
                DueLater = DueLater + part.Open,
                Unpriced = Unpriced + (part.IsUnpriced ? 1 : 0),
            }
            : this with
            {
                DueThisYear = DueThisYear + part.Open,
                Unpriced = Unpriced + (part.IsUnpriced ? 1 : 0),
            };
}
