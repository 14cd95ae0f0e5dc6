using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Operators;

/// <summary><c>+ - * / div mod</c> (FHIRPath N1 §6.6). What overflows or divides by nought is empty.</summary>
static class Arithmetic
{
    public static PathItems Compute(string name, in PathItems left, in PathItems right, int position)
    {
        if (left.IsEmpty || right.IsEmpty)
            return PathItems.Empty;
        var a = Singleton.Item(left, $"The left side of {name}", position)!;
        var b = Singleton.Item(right, $"The right side of {name}", position)!;
        try
        {
            return PathItems.One(Compute(name, a, b, position));
        }
        catch (OverflowException)
        {
            return PathItems.Empty;
        }
    }

    public static object Negate(object value, int position) =>
        value switch
        {
            long n => -n,
            decimal n => -n,
            PathQuantity q => q with { Value = -q.Value },
            _ => throw Singleton.Wrong(value, "a number or a Quantity", "What follows a sign", position),
        };

    static object? Compute(string name, object a, object b, int position)
    {
        switch (a, b)
        {
            case (long x, long y) when name is not "/":
                return Whole(name, x, y);
            case (long or decimal, long or decimal):
                return Decimals(name, Singleton.Number(a), Singleton.Number(b));
            case (string x, string y) when name == "+":
                return x + y;
            case (PathTime time, PathQuantity by) when name is "+" or "-":
                return Shift(time, by, name == "-", position);
            case (PathQuantity x, PathQuantity y):
                return Quantities(name, x, y, position);
            case (PathQuantity x, long or decimal) when name is "*" or "/":
                return name == "*" ? x with { Value = x.Value * Singleton.Number(b) }
                    : Singleton.Number(b) == 0 ? null
                    : x with { Value = x.Value / Singleton.Number(b) };
            case (long or decimal, PathQuantity y) when name is "*":
                return y with { Value = Singleton.Number(a) * y.Value };
            default:
                throw new PathException($"{name} has no meaning between {Singleton.Name(a)} and {Singleton.Name(b)}.", position);
        }
    }

    static object? Whole(string name, long x, long y)
    {
        if (name is "div" or "mod" && y == 0)
            return null;
        var result = name switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "div" => x / y,
            _ => x % y,
        };
        // System.Integer has 32 bits; beyond them there is no answer rather than a wrong one.
        return result is < int.MinValue or > int.MaxValue ? null : result;
    }

    static object? Decimals(string name, decimal x, decimal y)
    {
        if (name is "/" or "div" or "mod" && y == 0)
            return null;
        return name switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / y,
            "div" => Div(x, y),
            _ => x % y,
        };
    }

    static object? Div(decimal x, decimal y)
    {
        var whole = decimal.Truncate(x / y);
        return whole is < int.MinValue or > int.MaxValue ? null : (long)whole;
    }

    static object? Shift(PathTime time, PathQuantity by, bool back, int position)
    {
        // A quantity in years or months of UCUM has a fixed length that no calendar keeps (FHIRPath N1 §6.6.7).
        if (by.Calendar is not { } unit)
            throw new PathException(
                "To a date or time may be added years, months, weeks, days, hours, minutes, seconds or milliseconds; of UCUM "
                    + "units only 'wk', 'd', 'h', 'min', 's' and 'ms'.",
                position
            );
        if (time.Kind == PathTimeKind.Time && unit is "year" or "month" or "week" or "day")
            throw new PathException($"To a Time no {unit}s can be added.", position);
        return time.Add(back ? -by.Value : by.Value, unit);
    }

    static object? Quantities(string name, PathQuantity x, PathQuantity y, int position)
    {
        if (name is "+" or "-")
        {
            if (PathQuantity.Align(x, y) is not { } aligned)
                return null;
            var unit = x.Unit == y.Unit || aligned.Left == x.Value ? x : y;
            return unit with { Value = name == "+" ? aligned.Left + aligned.Right : aligned.Left - aligned.Right };
        }

        if (name is not ("*" or "/"))
            throw new PathException($"{name} has no meaning between Quantities.", position);
        if (name == "/" && y.Value == 0)
            return null;
        if (y.Unit == "1")
            return x with { Value = name == "*" ? x.Value * y.Value : x.Value / y.Value };
        if (Unit(x) is not { } a || Unit(y) is not { } b)
            return null;
        var together = UcumUnit.Multiply(a, b, name == "*" ? 1 : -1);
        return new PathQuantity((name == "*" ? x.Value * y.Value : x.Value / y.Value) * together.Factor, together.BaseCode);
    }

    static UcumUnit? Unit(PathQuantity quantity) =>
        UcumUnit.Parse(quantity.IsCalendar ? CalendarUnit.FixedUcum(CalendarUnit.Find(quantity.Unit)!) ?? "" : quantity.Unit);
}
