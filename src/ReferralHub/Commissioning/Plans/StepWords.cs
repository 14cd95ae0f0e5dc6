using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Plans;

/// <summary>Figures of plans in words.</summary>
static class StepWords
{
    /// <summary>27 per mille is 2.7 %, 20 is 2 %.</summary>
    public static string FormatPerMille(long perMille)
    {
        var (whole, tenths) = (perMille / 10, Math.Abs(perMille % 10));
        return tenths == 0 ? $"{whole:N0} %" : $"{whole:N0}.{tenths} %";
    }

    /// <summary>How far an amount lies from the share that need gives, in percent of the share.</summary>
    public static string DescribeDistance(Money amount, Money share)
    {
        if (amount == share)
            return "on it";
        if (share <= Money.Zero)
            return $"{amount} above it";
        var hundredths = (Int128)(amount.Pence - share.Pence) * 10_000;
        var (whole, rest) = Int128.DivRem(Int128.Abs(hundredths), share.Pence);
        // Halves to even, as all shares of money.
        if (rest * 2 > share.Pence || (rest * 2 == share.Pence && whole % 2 != 0))
            whole++;
        var percent = $"{whole / 100:N0}.{(long)(whole % 100):00} %";
        return $"{percent} {(amount > share ? "above" : "below")} it";
    }
}
