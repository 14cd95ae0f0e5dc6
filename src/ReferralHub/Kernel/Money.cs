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

    /// <summary>
    /// Splits a total by weights so that the parts add up to it exactly (largest remainder method): each part is its share rounded
    /// towards zero, and the pennies that are left go one each to the largest remainders, equal ones by the order of their ids.
    /// A part never lies a penny or more from its share, and the order in which the weights are given makes no difference.
    /// <list type="bullet">
    /// <item>A negative total is split as the positive one, with the sign changed.</item>
    /// <item>A weight of zero gets nothing while any other is above zero; when all are zero, all count the same.</item>
    /// <item>Without weights only zero can be split. That, and a weight below zero, is a fault of the caller and throws.</item>
    /// </list>
    /// </summary>
    public static IReadOnlyDictionary<string, Money> Split(Money total, IReadOnlyDictionary<string, long> weights)
    {
        if (weights.Count == 0 && total != Zero)
            throw new ArgumentException("There is nobody to split an amount among.", nameof(weights));
        Int128 sum = 0;
        foreach (var weight in weights.Values)
            sum += weight >= 0 ? weight : throw new ArgumentOutOfRangeException(nameof(weights), weight, "A weight is never below zero.");
        var allCountTheSame = sum == 0;
        if (allCountTheSame)
            sum = weights.Count;
        var pence = Int128.Abs(total.Pence);
        var left = pence;
        var parts = new Dictionary<string, Money>(weights.Count, StringComparer.Ordinal);
        var remainders = new List<(string Id, Int128 Pence)>(weights.Count);
        foreach (var (id, weight) in weights)
        {
            var (whole, remainder) = Int128.DivRem(pence * (allCountTheSame ? 1 : weight), sum);
            left -= whole;
            parts[id] = new(checked((long)(total.Pence < 0 ? -whole : whole)));
            remainders.Add((id, remainder));
        }

        var penny = new Money(total.Pence < 0 ? -1 : 1);
        var largestFirst = remainders.OrderByDescending(r => r.Pence).ThenBy(r => r.Id, StringComparer.Ordinal);
        foreach (var (id, _) in largestFirst.Take((int)left))
            parts[id] += penny;
        return parts;
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
