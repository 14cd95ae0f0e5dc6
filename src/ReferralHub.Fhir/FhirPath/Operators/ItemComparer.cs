using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Operators;

/// <summary>Equality by <c>=</c> for sets; what cannot be compared is not the same.</summary>
sealed class ItemComparer : IEqualityComparer<object>
{
    public static ItemComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y) =>
        x is not null && y is not null && (ReferenceEquals(x, y) || Equality.Equal(x, y) == true);

    public int GetHashCode(object item) =>
        Singleton.Value(item) switch
        {
            string text => text.GetHashCode(StringComparison.Ordinal),
            bool b => b ? 1 : 2,
            long n => ((decimal)n).GetHashCode(),
            decimal n => n.GetHashCode(),
            // Values that are equal can be written differently, so these share a place each.
            PathTime time => time.Kind == PathTimeKind.Time ? 3 : 4,
            PathQuantity => 5,
            PathNode node => HashCode.Combine(
                6,
                node.Json.ValueKind == System.Text.Json.JsonValueKind.Object ? node.Json.GetPropertyCount() : 0
            ),
            _ => 7,
        };
}
