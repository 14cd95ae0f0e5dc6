using ReferralHub.Fhir.FhirPath.Operators;
using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1 §5.7, and <c>sum</c>, <c>min</c>, <c>max</c>, <c>avg</c>. What has no answer in numbers is empty.</summary>
static class MathFunctions
{
    static readonly StaticType Number = StaticType.Any;
    static readonly StaticType Decimal = StaticType.OfSystem("Decimal");

    public static PathFunction[] All { get; } =
    [
        OnNumber(
            "abs",
            0,
            Number,
            (value, _) =>
                value switch
                {
                    long n => Math.Abs(n),
                    decimal n => Math.Abs(n),
                    PathQuantity q => q with { Value = Math.Abs(q.Value) },
                    _ => null,
                }
        ),
        OnNumber("ceiling", 0, StaticType.Integer, (value, _) => Whole(value, decimal.Ceiling)),
        OnNumber("floor", 0, StaticType.Integer, (value, _) => Whole(value, decimal.Floor)),
        OnNumber("truncate", 0, StaticType.Integer, (value, _) => Whole(value, decimal.Truncate)),
        OnNumber("round", 1, Number, Round),
        OnNumber("exp", 0, Decimal, (value, _) => Real(value, Math.Exp)),
        OnNumber("ln", 0, Decimal, (value, _) => Real(value, Math.Log)),
        OnNumber("sqrt", 0, Decimal, (value, _) => Real(value, Math.Sqrt)),
        OnNumber(
            "log",
            1,
            Decimal,
            (value, call) => call.Decimal(0) is { } radix ? Real(value, n => Math.Log(n) / Math.Log((double)radix)) : null,
            least: 1
        ),
        OnNumber("power", 1, Number, Power, least: 1),
        PathFunction.Plain("sum", 0, 0, Number, Sum),
        Extreme("min", order => order < 0),
        Extreme("max", order => order > 0),
        PathFunction.Plain(
            "avg",
            0,
            0,
            Number,
            call => Arithmetic.Compute("/", Sum(call), PathItems.One((decimal)call.Input.Count), call.Position)
        ),
    ];

    static PathFunction OnNumber(string name, int arguments, StaticType result, Func<object, PlainCall, object?> body, int least = 0) =>
        PathFunction.Plain(
            name,
            least,
            arguments,
            result,
            call =>
            {
                switch (call.InputItem())
                {
                    case null:
                        return PathItems.Empty;
                    case (long or decimal or PathQuantity) and var value:
                        try
                        {
                            return PathItems.One(body(value, call) ?? (value is PathQuantity ? throw call.Wrong(value, "a number") : null));
                        }
                        catch (OverflowException)
                        {
                            return PathItems.Empty;
                        }

                    case var other:
                        throw call.Wrong(other, "a number");
                }
            }
        );

    static object? Whole(object value, Func<decimal, decimal> round) =>
        value switch
        {
            long => value,
            decimal n => round(n) is >= int.MinValue and <= int.MaxValue and var whole ? (long)whole : null,
            _ => null,
        };

    static object? Round(object value, PlainCall call)
    {
        var places = call.Integer(0) ?? 0;
        if (places is < 0 or > 28)
            throw new PathException("round takes 0 to 28 places.", call.Position);
        return value switch
        {
            long n => (decimal)n,
            decimal n => decimal.Round(n, (int)places, MidpointRounding.AwayFromZero),
            _ => null,
        };
    }

    static object? Real(object value, Func<double, double> function)
    {
        if (value is PathQuantity)
            return null;
        var result = function((double)Singleton.Number(value));
        return double.IsFinite(result) ? (decimal)result : null;
    }

    static object? Power(object value, PlainCall call)
    {
        if (value is PathQuantity || call.Decimal(0) is not { } exponent)
            return null;
        if (value is long whole && exponent >= 0 && Singleton.Value(call.Arguments[0][0]) is long)
        {
            var exact = Math.Pow(whole, (double)exponent);
            return Math.Abs(exact) <= int.MaxValue ? (long)exact : null;
        }

        // By multiplication where it is exact, so that 2.5 to the 2 is 6.25 and not nearly so.
        if (exponent is >= 0 and <= 100 && decimal.Truncate(exponent) == exponent)
        {
            var (product, factor) = (1m, Singleton.Number(value));
            for (var i = 0; i < exponent; i++)
                product *= factor;
            return product;
        }

        return Real(value, number => Math.Pow(number, (double)exponent));
    }

    static PathItems Sum(PlainCall call)
    {
        if (call.Input.IsEmpty)
            return PathItems.Empty;
        var total = PathItems.One(call.Input[0]);
        for (var i = 1; i < call.Input.Count; i++)
            total = Arithmetic.Compute("+", total, PathItems.One(call.Input[i]), call.Position);
        return total.IsEmpty ? total : PathItems.One(Singleton.Value(total[0]));
    }

    static PathFunction Extreme(string name, Func<int, bool> isBetter) =>
        PathFunction.Plain(
            name,
            0,
            0,
            input => input,
            call =>
            {
                if (call.Input.IsEmpty)
                    return PathItems.Empty;
                var best = call.Input[0];
                foreach (var item in call.Input)
                {
                    if (Comparison.Compare(Singleton.Value(item), Singleton.Value(best), call.Position) is not { } order)
                        return PathItems.Empty;
                    if (isBetter(order))
                        best = item;
                }

                return PathItems.One(best);
            }
        );
}
