using System.Text.Json;
using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.Profiles;

/// <summary>Comparison of values with <c>fixed[x]</c> and <c>pattern[x]</c> (R4 §ElementDefinition 2.26.0.8).</summary>
static class FixedValues
{
    /// <summary>Exactly the same, without regard to the order of properties.</summary>
    public static bool IsSame(JsonElement value, JsonElement wanted) =>
        value.ValueKind != JsonValueKind.Undefined && JsonElement.DeepEquals(value, wanted);

    /// <summary>Everything in the pattern is in the value; each item of an array is matched by some item.</summary>
    public static bool Holds(JsonElement value, JsonElement pattern)
    {
        if (pattern.ValueKind == JsonValueKind.Object)
        {
            if (value.ValueKind != JsonValueKind.Object)
                return false;
            foreach (var property in pattern.EnumerateObject())
                if (!value.TryGetProperty(property.Name, out var found) || !Holds(found, property.Value))
                    return false;
            return true;
        }

        if (pattern.ValueKind != JsonValueKind.Array)
            return IsSame(value, pattern);
        if (value.ValueKind != JsonValueKind.Array)
            return false;
        foreach (var item in pattern.EnumerateArray())
            if (!value.EnumerateArray().Any(v => Holds(v, item)))
                return false;
        return true;
    }

    /// <summary>Compares numbers and, by their text, days and times of the same form; null when the two cannot be compared.</summary>
    public static int? Compare(JsonElement value, JsonElement bound) =>
        (value.ValueKind, bound.ValueKind) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) when value.TryGetDecimal(out var left) && bound.TryGetDecimal(out var right) =>
                left.CompareTo(right),
            (JsonValueKind.String, JsonValueKind.String) => CompareTimes(value.GetString()!, bound.GetString()!),
            (JsonValueKind.Object, JsonValueKind.Object)
                when value.TryGetProperty("value", out var left)
                    && bound.TryGetProperty("value", out var right)
                    && SameUnit(value, bound) => Compare(left, right),
            _ => null,
        };

    static int? CompareTimes(string value, string bound) =>
        (PathTime.ParseDateTime(value), PathTime.ParseDateTime(bound)) is ({ } left, { } right) ? PathTime.Compare(left, right) : null;

    static bool SameUnit(JsonElement value, JsonElement bound) =>
        Text(value, "code") == Text(bound, "code") && Text(value, "system") == Text(bound, "system");

    static string? Text(JsonElement quantity, string name) =>
        quantity.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
