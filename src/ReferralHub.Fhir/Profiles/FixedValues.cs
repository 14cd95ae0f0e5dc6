using System.Text.Json;

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
}
