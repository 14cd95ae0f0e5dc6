using System.Text.Json;
using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Operators;

/// <summary><c>=</c> and <c>~</c> (FHIRPath N1 §6.1).</summary>
static class Equality
{
    /// <summary>Null when it cannot be said.</summary>
    public static bool? Equal(in PathItems left, in PathItems right)
    {
        if (left.IsEmpty || right.IsEmpty)
            return null;
        if (left.Count != right.Count)
            return false;
        bool? all = true;
        for (var i = 0; i < left.Count; i++)
        {
            switch (Equal(left[i], right[i]))
            {
                case false:
                    return false;
                case null:
                    all = null;
                    break;
            }
        }

        return all;
    }

    public static bool? Equal(object left, object right)
    {
        var (a, b) = (Singleton.Value(left), Singleton.Value(right));
        switch (a, b)
        {
            case (string x, string y):
                return string.Equals(x, y, StringComparison.Ordinal);
            case (bool x, bool y):
                return x == y;
            case (long x, long y):
                return x == y;
            case (long or decimal, long or decimal):
                return Singleton.Number(a) == Singleton.Number(b);
            case (PathTime x, PathTime y):
                return x.Kind == PathTimeKind.Time != (y.Kind == PathTimeKind.Time) ? false
                    : PathTime.Compare(x, y) is { } order ? order == 0
                    : null;
            case (PathQuantity x, PathQuantity y):
                return Equal(x, y);
            case (PathQuantity x, long or decimal):
                return Equal(x, PathQuantity.FromNumber(Singleton.Number(b)));
            case (long or decimal, PathQuantity y):
                return Equal(PathQuantity.FromNumber(Singleton.Number(a)), y);
            case (PathNode x, PathNode y):
                return Deep(x.Json, y.Json, isOrdered: true);
            case (PathTypeInfo x, PathTypeInfo y):
                return x == y;
            default:
                return false;
        }
    }

    public static bool Equivalent(in PathItems left, in PathItems right)
    {
        if (left.Count != right.Count)
            return false;
        if (left.Count == 1)
            return Equivalent(left[0], right[0]);
        var rest = new List<object>(right);
        foreach (var item in left)
        {
            var found = rest.FindIndex(other => Equivalent(item, other));
            if (found < 0)
                return false;
            rest.RemoveAt(found);
        }

        return true;
    }

    public static bool Equivalent(object left, object right)
    {
        var (a, b) = (Singleton.Value(left), Singleton.Value(right));
        switch (a, b)
        {
            case (string x, string y):
                return string.Equals(Normal(x), Normal(y), StringComparison.OrdinalIgnoreCase);
            case (long or decimal, long or decimal):
                return Near(Singleton.Number(a), Singleton.Number(b));
            case (PathTime x, PathTime y):
                return x.Precision == y.Precision
                    && x.Kind == PathTimeKind.Time == (y.Kind == PathTimeKind.Time)
                    && PathTime.Compare(x, y) == 0;
            case (PathQuantity x, PathQuantity y):
                return PathQuantity.Align(x, y, nearly: true) is { } aligned && Near(aligned.Left, aligned.Right);
            case (PathNode x, PathNode y):
                return Deep(x.Json, y.Json, isOrdered: false);
            default:
                return Equal(a, b) == true;
        }
    }

    /// <summary>Whether an equal item is among these.</summary>
    public static bool Holds(in PathItems items, object item)
    {
        foreach (var other in items)
            if (Equal(other, item) == true)
                return true;
        return false;
    }

    static bool? Equal(PathQuantity x, PathQuantity y)
    {
        if (PathQuantity.Align(x, y) is { } aligned)
            return aligned.Left == aligned.Right;
        // A calendar month and 30 days may or may not be as long; metres and grams are not.
        return
            x.Calendar is not null && y.Calendar is not null
            || (x.IsCalendar || y.IsCalendar) && PathQuantity.Align(x, y, nearly: true) is not null
            ? null
            : false;
    }

    static bool Near(decimal a, decimal b)
    {
        var scale = Math.Min(PathText.SignificantScale(a), PathText.SignificantScale(b));
        return decimal.Round(a, scale, MidpointRounding.AwayFromZero) == decimal.Round(b, scale, MidpointRounding.AwayFromZero);
    }

    static string Normal(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Complex elements are equal when all they hold is; the order of properties is no part of JSON.</summary>
    static bool Deep(JsonElement a, JsonElement b, bool isOrdered)
    {
        if (a.ValueKind != b.ValueKind)
            return false;
        switch (a.ValueKind)
        {
            case JsonValueKind.Object:
                var count = 0;
                foreach (var property in a.EnumerateObject())
                {
                    count++;
                    if (!b.TryGetProperty(property.Name, out var other) || !Deep(property.Value, other, isOrdered))
                        return false;
                }

                return b.GetPropertyCount() == count;
            case JsonValueKind.Array:
                return a.GetArrayLength() == b.GetArrayLength() && (isOrdered ? InOrder(a, b) : InAnyOrder(a, b));
            case JsonValueKind.String:
                return a.ValueEquals(b.GetString());
            case JsonValueKind.Number:
                return a.TryGetDecimal(out var x) && b.TryGetDecimal(out var y) ? x == y : a.GetRawText() == b.GetRawText();
            default:
                return true;
        }
    }

    static bool InOrder(JsonElement a, JsonElement b)
    {
        var other = b.EnumerateArray();
        foreach (var item in a.EnumerateArray())
            if (!other.MoveNext() || !Deep(item, other.Current, isOrdered: true))
                return false;
        return true;
    }

    static bool InAnyOrder(JsonElement a, JsonElement b)
    {
        var rest = b.EnumerateArray().ToList();
        foreach (var item in a.EnumerateArray())
        {
            var found = rest.FindIndex(other => Deep(item, other, isOrdered: false));
            if (found < 0)
                return false;
            rest.RemoveAt(found);
        }

        return true;
    }
}
