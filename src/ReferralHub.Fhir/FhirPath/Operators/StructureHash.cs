using System.Text.Json;

namespace ReferralHub.Fhir.FhirPath.Operators;

/// <summary>A number that is the same for elements that are equal, in whatever order their properties stand.</summary>
static class StructureHash
{
    public static int Compute(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var sum = 17;
                foreach (var property in element.EnumerateObject())
                    unchecked
                    {
                        sum += HashCode.Combine(property.Name.GetHashCode(StringComparison.Ordinal), Compute(property.Value));
                    }

                return sum;
            case JsonValueKind.Array:
                var hash = new HashCode();
                foreach (var item in element.EnumerateArray())
                    hash.Add(Compute(item));
                return hash.ToHashCode();
            case JsonValueKind.String:
                return element.GetString()!.GetHashCode(StringComparison.Ordinal);
            case JsonValueKind.Number:
                // Written in several ways, and one number all the same.
                return element.TryGetDecimal(out var number) ? number.GetHashCode() : 3;
            default:
                return (int)element.ValueKind;
        }
    }
}
