using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>What a line will have cost at the end of the financial year.</summary>
/// <param name="Remaining">What referrals that are still to come will add.</param>
/// <param name="Low">Nineteen years of twenty lie between this and <paramref name="High"/>.</param>
public readonly record struct Forecast(Money Expected, Money Low, Money High, Money Remaining)
{
    public const string Method =
        "Spent, plus what is committed and expected by 31 March, plus the commitments of the last 91 days (of fewer where the hub has not "
        + "received referrals for so long) at their daily rate for the days that remain, less each provider's mean wait. The range is what "
        + "chance alone does to the number and the cost of referrals.";

    /// <summary>How many days the rate is taken from, where there are so many.</summary>
    public const int RateDays = 91;

    /// <summary>The 97.5 % point of the normal distribution, in millionths.</summary>
    const long QuantilePpm = 1_959_964;
    const long Million = 1_000_000;

    /// <summary>How many of the last 91 days a hub has received referrals that began on a day: today is one of them.</summary>
    public static int CountRateDays(DateOnly first, DateOnly on) => Math.Clamp(on.DayNumber - first.DayNumber + 1, 1, RateDays);

    /// <summary>
    /// Referrals come by chance, each at its own cost (compound Poisson), and the rate itself is only known from 91 days of them: with r
    /// days to come and c the cost of each referral of those days, the variance is r/91 · Σc² · (1 + r/91). Providers are independent
    /// of each other, so their variances add. What is spent and committed does not become less by chance: the range ends there.
    /// </summary>
    /// <param name="rateDays">Of how many days <paramref name="flows"/> are: 91, or fewer where there are no more. At least 1.</param>
    public static Forecast Calculate(
        DateOnly on,
        Money spent,
        Money dueThisYear,
        IReadOnlyList<ProviderFlow> flows,
        int rateDays = RateDays
    )
    {
        var daysLeft = FinancialYear.FromDate(on).End.DayNumber - on.DayNumber;
        var remaining = Money.Zero;
        Int128 varianceTimesRateDaysSquared = 0;
        foreach (var flow in flows)
        {
            var days = Math.Max(0, daysLeft - flow.MeanWaitDays);
            remaining += flow.Recent.Sum.Share(days, rateDays);
            varianceTimesRateDaysSquared = checked(varianceTimesRateDaysSquared + (flow.Recent.SumOfSquares * days * (rateDays + days)));
        }

        var known = spent + dueThisYear;
        var half = FindHalfRange(varianceTimesRateDaysSquared, rateDays);
        var expected = known + remaining;
        return new(expected, half > remaining ? known : expected - half, expected + half, remaining);
    }

    /// <summary>√(variance) × 1.959964, to the nearest penny, without a fraction on the way.</summary>
    static Money FindHalfRange(Int128 varianceTimesRateDaysSquared, int rateDays)
    {
        // The square root is taken of a number that keeps six more binary digits of the result than a penny needs.
        const int scale = 64;
        var root = SquareRoot(checked(varianceTimesRateDaysSquared * scale * scale));
        Int128 divisor = (Int128)scale * rateDays * Million;
        return new(checked((long)(((root * QuantilePpm) + (divisor / 2)) / divisor)));
    }

    /// <summary>The whole part of a square root, by Newton's method from above.</summary>
    static Int128 SquareRoot(Int128 value)
    {
        if (value == 0)
            return 0;
        var root = Int128.One << ((int)((Int128.Log2(value) / 2) + 1));
        for (var next = (root + (value / root)) / 2; next < root; next = (root + (value / root)) / 2)
            root = next;
        return root;
    }
}

/// <summary>What patients chose at one provider of late, and how long they wait there.</summary>
/// <param name="MeanWaitDays">From choice to care: who chooses later than so long before the end of the year costs the next.</param>
public sealed record ProviderFlow(string Provider, int MeanWaitDays, RecentCommitments Recent);

/// <summary>
/// Commitments of the last 91 days, one for each referral, less what was taken back since: a referral's parts come together or not at
/// all, so that its whole cost is what varies.
/// </summary>
public readonly record struct RecentCommitments(long Count, Money Sum, Int128 SumOfSquares)
{
    public RecentCommitments Add(Money referral) =>
        referral == Money.Zero ? this : new(Count + 1, Sum + referral, checked(SumOfSquares + ((Int128)referral.Pence * referral.Pence)));
}
