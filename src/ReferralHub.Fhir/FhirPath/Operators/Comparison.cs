using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Operators;

/// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> (FHIRPath N1 §6.2).</summary>
static class Comparison
{
    /// <summary>Less than 0, 0 or more; null when a side is empty or it cannot be said.</summary>
    public static int? Compare(in PathItems left, in PathItems right, int position)
    {
        if (left.IsEmpty || right.IsEmpty)
            return null;
        return Compare(
            Singleton.Item(left, "The left side of a comparison", position)!,
            Singleton.Item(right, "The right side of a comparison", position)!,
            position
        );
    }

    public static int? Compare(object a, object b, int position)
    {
        switch (a, b)
        {
            case (string x, string y):
                return string.CompareOrdinal(x, y);
            case (long x, long y):
                return x.CompareTo(y);
            case (long or decimal, long or decimal):
                return Singleton.Number(a).CompareTo(Singleton.Number(b));
            case (PathTime x, PathTime y) when x.Kind == PathTimeKind.Time == (y.Kind == PathTimeKind.Time):
                return PathTime.Compare(x, y);
            case (PathQuantity x, PathQuantity y):
                return Compare(x, y);
            case (PathQuantity x, long or decimal):
                return Compare(x, PathQuantity.FromNumber(Singleton.Number(b)));
            case (long or decimal, PathQuantity y):
                return Compare(PathQuantity.FromNumber(Singleton.Number(a)), y);
            default:
                throw new PathException($"{Capital(Singleton.Name(a))} and {Singleton.Name(b)} cannot be compared.", position);
        }
    }

    static int? Compare(PathQuantity x, PathQuantity y) =>
        PathQuantity.Align(x, y) is { } aligned ? aligned.Left.CompareTo(aligned.Right) : null;

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
