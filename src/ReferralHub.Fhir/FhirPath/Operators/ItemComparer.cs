using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Operators;

/// <summary>
/// Equality by <c>=</c> for sets; what cannot be compared is not the same. Each comparison is a step of the evaluation, because
/// items of some kinds share a place and are compared with one another.
/// </summary>
sealed class ItemComparer(Evaluation evaluation, int position) : IEqualityComparer<object>
{
    public new bool Equals(object? x, object? y)
    {
        evaluation.Step(position);
        return x is not null && y is not null && AreSame(x, y);
    }

    public static bool AreSame(object x, object y) => ReferenceEquals(x, y) || Equality.Equal(x, y) == true;

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
            PathNode node => StructureHash.Compute(node.Json),
            _ => 7,
        };
}
