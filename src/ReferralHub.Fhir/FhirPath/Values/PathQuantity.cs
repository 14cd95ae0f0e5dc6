using System.Globalization;

namespace ReferralHub.Fhir.FhirPath.Values;

/// <summary>A System.Quantity.</summary>
/// <param name="Unit">UCUM code, or a word of time as written when <paramref name="IsCalendar"/>.</param>
public sealed record PathQuantity(decimal Value, string Unit, bool IsCalendar = false)
{
    /// <summary>A number without a unit, as a quantity.</summary>
    public static PathQuantity FromNumber(decimal value) => new(value, "1");

    /// <summary>Reads <c>4 'mg'</c>, <c>4 days</c> or <c>4</c>; null when it is none of them.</summary>
    public static PathQuantity? Parse(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] == '.' || (end == 0 && trimmed[end] is '+' or '-')))
            end++;
        if (!PathText.TryDecimal(trimmed[..end], out var value))
            return null;
        var unit = trimmed[end..].TrimStart();
        if (unit.Length == 0)
            return FromNumber(value);
        if (unit.Length > 2 && unit[0] == '\'' && unit[^1] == '\'')
            return new(value, unit[1..^1].ToString());
        return CalendarUnit.Find(unit.ToString()) is null ? null : new(value, unit.ToString(), IsCalendar: true);
    }

    public override string ToString() => $"{Value.ToString(CultureInfo.InvariantCulture)} {(IsCalendar ? Unit : $"'{Unit}'")}";

    /// <summary>The unit as a word of time; null when it is none, or one of a fixed length that dates cannot be counted in.</summary>
    internal string? Calendar => CalendarUnit.Find(Unit) ?? (IsCalendar ? null : CalendarUnit.OfUcum(Unit));

    /// <summary>
    /// Both values in one unit, that of the coarser of the two. Null when the units do not measure the same thing, or when a
    /// calendar year or month meets a fixed length and <paramref name="nearly"/> is not enough.
    /// </summary>
    internal static (decimal Left, decimal Right)? Align(PathQuantity left, PathQuantity right, bool nearly = false)
    {
        if (left.Unit == right.Unit)
            return (left.Value, right.Value);
        if (Months(left) is { } leftMonths && Months(right) is { } rightMonths)
            return (leftMonths, rightMonths);
        if (Ucum(left, nearly) is not { } a || Ucum(right, nearly) is not { } b || !a.Measures(b))
            return null;
        try
        {
            return a.Factor >= b.Factor ? (left.Value, a.FromBase(b.ToBase(right.Value))) : (b.FromBase(a.ToBase(left.Value)), right.Value);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    static decimal? Months(PathQuantity quantity) =>
        !quantity.IsCalendar
            ? null
            : CalendarUnit.Find(quantity.Unit) switch
            {
                "year" => quantity.Value * 12,
                "month" => quantity.Value,
                _ => null,
            };

    static UcumUnit? Ucum(PathQuantity quantity, bool nearly)
    {
        if (!quantity.IsCalendar)
            return UcumUnit.Parse(quantity.Unit);
        var name = CalendarUnit.Find(quantity.Unit)!;
        return (nearly ? CalendarUnit.NearUcum(name) : CalendarUnit.FixedUcum(name)) is { } code ? UcumUnit.Parse(code) : null;
    }
}
