using System.Globalization;
using ReferralHub.Fhir.FhirPath.Operators;
using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1 §5.5: <c>iif</c>, <c>toX</c> and <c>convertsToX</c>.</summary>
static class ConversionFunctions
{
    public static PathFunction[] All { get; } =
    [
        new("iif", 2, 3, Iif),
        .. Pair("Boolean", (value, _) => ToBoolean(value)),
        .. Pair("Integer", (value, _) => ToInteger(value)),
        .. Pair("Decimal", (value, _) => ToDecimal(value)),
        .. Pair("String", (value, _) => ToText(value)),
        .. Pair(
            "Date",
            (value, _) =>
                value is string text ? PathTime.ParseDate(text) ?? PathTime.ParseDateTime(text)?.ToDate()
                : value is PathTime { Kind: not PathTimeKind.Time } time ? time.ToDate()
                : null
        ),
        .. Pair(
            "DateTime",
            (value, _) =>
                value is string text ? PathTime.ParseDateTime(text)
                : value is PathTime { Kind: not PathTimeKind.Time } time ? time.ToDateTime()
                : null
        ),
        .. Pair(
            "Time",
            (value, _) =>
                value is string text ? PathTime.ParseTime(text.StartsWith('T') ? text.AsSpan(1) : text)
                : value is PathTime { Kind: PathTimeKind.Time } ? value
                : null
        ),
        .. Pair("Quantity", ToQuantity, most: 1),
    ];

    /// <summary>The value as text; null when it has none.</summary>
    public static string? ToText(object value) =>
        value switch
        {
            string text => text,
            bool b => b ? "true" : "false",
            long n => n.ToString(CultureInfo.InvariantCulture),
            decimal n => n.ToString(CultureInfo.InvariantCulture),
            PathTime or PathQuantity => value.ToString(),
            _ => null,
        };

    /// <summary>Only the branch that is taken is worked out.</summary>
    static Compiled Iif(CallSite site)
    {
        var (input, position) = (site.Input, site.Call.Position);
        var hasTarget = site.Call.Target is not null;
        var condition = site.Lambda(0, hasTarget ? input.Type : site.Context);
        if (site.Compiler.IsStrict && condition.Type.System is not (null or "Boolean"))
            throw new PathException($"The condition of iif must be true or false, not {condition.Type}.", position);
        var whenTrue = site.Lambda(1, hasTarget ? input.Type : site.Context);
        var otherwise =
            site.Count > 2 ? site.Lambda(2, hasTarget ? input.Type : site.Context) : new(static (in _) => PathItems.Empty, whenTrue.Type);
        return new(
            (in scope) =>
            {
                var inner = scope;
                if (hasTarget)
                {
                    var items = input.Run(scope);
                    if (items.Count > 1)
                        throw new PathException($"The input of iif must be one value, and there are {items.Count}.", position);
                    inner = scope with { This = items };
                }

                var decision = Singleton.Item(condition.Run(inner), "The condition of iif", position) switch
                {
                    null => false,
                    bool b => b,
                    var other => throw Singleton.Wrong(other, "true or false", "The condition of iif", position),
                };
                return decision ? whenTrue.Run(inner) : otherwise.Run(inner);
            },
            StaticType.Either(whenTrue.Type, otherwise.Type)
        );
    }

    static PathFunction[] Pair(string type, Func<object, PlainCall, object?> convert, int most = 0) =>
        [
            PathFunction.Plain(
                $"to{type}",
                0,
                most,
                StaticType.OfSystem(type),
                call => call.InputItem() is { } value ? PathItems.One(convert(value, call)) : PathItems.Empty
            ),
            PathFunction.Plain(
                $"convertsTo{type}",
                0,
                most,
                StaticType.Boolean,
                call => call.InputItem() is { } value ? PathOperators.FromBoolean(convert(value, call) is not null) : PathItems.Empty
            ),
        ];

    static object? ToBoolean(object value) =>
        value switch
        {
            bool => value,
            1L or 1.0m => true,
            0L or 0.0m => false,
            string text => text.ToLowerInvariant() switch
            {
                "true" or "t" or "yes" or "y" or "1" or "1.0" => true,
                "false" or "f" or "no" or "n" or "0" or "0.0" => false,
                _ => null,
            },
            _ => null,
        };

    static object? ToInteger(object value) =>
        value switch
        {
            long => value,
            bool b => b ? 1L : 0L,
            string text => PathText.TryInteger(text, out var number) ? number : null,
            _ => null,
        };

    static object? ToDecimal(object value) =>
        value switch
        {
            decimal => value,
            long n => (decimal)n,
            bool b => b ? 1.0m : 0.0m,
            string text => PathText.TryDecimal(text, out var number) ? number : null,
            _ => null,
        };

    static object? ToQuantity(object value, PlainCall call)
    {
        var quantity = value switch
        {
            PathQuantity q => q,
            long n => PathQuantity.FromNumber(n),
            decimal n => PathQuantity.FromNumber(n),
            bool b => PathQuantity.FromNumber(b ? 1.0m : 0.0m),
            string text => PathQuantity.Parse(text),
            _ => null,
        };
        if (quantity is null || call.Text(0) is not { } unit)
            return quantity;
        return
            PathQuantity.Align(quantity, new(1, unit)) is null
            || UcumUnit.Parse(quantity.Unit) is not { } from
            || UcumUnit.Parse(unit) is not { } to
            ? null
            : new PathQuantity(to.FromBase(from.ToBase(quantity.Value)), unit);
    }
}
