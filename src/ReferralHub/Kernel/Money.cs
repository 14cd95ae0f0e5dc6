using System.Globalization;

namespace ReferralHub.Kernel;

/// <summary>An amount of pounds sterling in whole pence. Sums that overflow throw; nothing is ever rounded silently.</summary>
public readonly record struct Money(long Pence) : IComparable<Money>
{
    public static readonly Money Zero;

    public static Money operator +(Money a, Money b) => new(checked(a.Pence + b.Pence));

    public static Money operator -(Money a, Money b) => new(checked(a.Pence - b.Pence));

    public static Money operator -(Money a) => new(checked(-a.Pence));

    public static Money operator *(Money a, long times) => new(checked(a.Pence * times));

    public static bool operator <(Money a, Money b) => a.Pence < b.Pence;

    public static bool operator >(Money a, Money b) => a.Pence > b.Pence;

    public static bool operator <=(Money a, Money b) => a.Pence <= b.Pence;

    public static bool operator >=(Money a, Money b) => a.Pence >= b.Pence;

    /// <summary>The share <paramref name="numerator"/>/<paramref name="denominator"/>, halves to even, in 128-bit arithmetic.</summary>
    public Money Share(long numerator, long denominator)
    {
        if (denominator <= 0)
            throw new ArgumentOutOfRangeException(nameof(denominator), "A share needs a denominator above zero.");
        var product = (Int128)Pence * numerator;
        var (quotient, remainder) = Int128.DivRem(product, denominator);
        var doubled = Int128.Abs(remainder) * 2;
        if (doubled > denominator || (doubled == denominator && quotient % 2 != 0))
            quotient += product < 0 ? -1 : 1;
        return new(checked((long)quotient));
    }

    /// <summary>Reads "1234.56", "£1,234.56" or "1234"; false when there are fractions of a penny or other text.</summary>
    public static bool TryParse(string? text, out Money money)
    {
        money = default;
        if (!decimal.TryParse(text?.Trim().TrimStart('£'), NumberStyles.Number, CultureInfo.InvariantCulture, out var pounds))
            return false;
        var pence = pounds * 100;
        if (pence != decimal.Truncate(pence) || pence is > long.MaxValue or < long.MinValue)
            return false;
        money = new((long)pence);
        return true;
    }

    public int CompareTo(Money other) => Pence.CompareTo(other.Pence);

    public override string ToString() =>
        (Pence < 0 ? "−£" : "£") + (Math.Abs((decimal)Pence) / 100).ToString("N2", CultureInfo.InvariantCulture);
}
