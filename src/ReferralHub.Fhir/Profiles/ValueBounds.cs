using System.Text.Json;
using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.Profiles;

/// <summary>Comparison of values with <c>minValue[x]</c> and <c>maxValue[x]</c> (R4, ElementDefinition).</summary>
static class ValueBounds
{
    /// <summary>
    /// Compares numbers, days and times, and quantities in any units that measure the same. A duration as the bound of a day
    /// or time is counted from now: back for the least and forward for the greatest. Null when the two cannot be compared.
    /// </summary>
    public static int? Compare(JsonElement value, JsonElement bound, DateTimeOffset? now, bool isLeast) =>
        (value.ValueKind, bound.ValueKind) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) when value.TryGetDecimal(out var left) && bound.TryGetDecimal(out var right) =>
                left.CompareTo(right),
            (JsonValueKind.String, JsonValueKind.String) => CompareTimes(Time(value), Time(bound)),
            (JsonValueKind.Object, JsonValueKind.Object) => CompareQuantities(value, bound),
            (JsonValueKind.String, JsonValueKind.Object) when now is { } moment => CompareTimes(Time(value), Moved(moment, bound, isLeast)),
            _ => null,
        };

    static PathTime? Time(JsonElement text) => PathTime.ParseDateTime(text.GetString()!) ?? PathTime.ParseTime(text.GetString()!);

    static int? CompareTimes(PathTime? value, PathTime? bound) =>
        value is null || bound is null || value.Kind == PathTimeKind.Time != (bound.Kind == PathTimeKind.Time)
            ? null
            : PathTime.Compare(value, bound);

    static PathTime? Moved(DateTimeOffset now, JsonElement duration, bool isBack)
    {
        if (Quantity(duration) is not { } length)
            return null;
        var unit = length.Unit switch
        {
            "a" => "year",
            "mo" => "month",
            _ => length.Calendar,
        };
        return unit is null ? null : PathTime.FromInstant(now).Add(isBack ? -length.Value : length.Value, unit);
    }

    static int? CompareQuantities(JsonElement value, JsonElement bound)
    {
        if (Quantity(value) is not { } left || Quantity(bound) is not { } right || Text(value, "system") != Text(bound, "system"))
            return null;
        return PathQuantity.Align(left, right) is ({ } a, { } b) ? a.CompareTo(b) : null;
    }

    static PathQuantity? Quantity(JsonElement json) =>
        json.TryGetProperty("value", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetDecimal(out var amount)
            ? new(amount, Text(json, "code") ?? "1")
            : null;

    static string? Text(JsonElement quantity, string name) =>
        quantity.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
