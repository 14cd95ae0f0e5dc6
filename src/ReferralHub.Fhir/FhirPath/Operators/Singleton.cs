using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Operators;

/// <summary>Turning a collection into the one value that is wanted (FHIRPath N1 §4.5, "Singleton Evaluation of Collections").</summary>
static class Singleton
{
    /// <summary>The System value behind an item: of a primitive its value, of anything else the item itself.</summary>
    public static object Value(object item) => item is PathNode node ? node.Value ?? node : item;

    /// <summary>An Integer or Decimal as the decimal it is.</summary>
    public static decimal Number(object value) => value is long whole ? whole : (decimal)value;

    /// <summary>The only item; null of none. More than one is an error.</summary>
    public static object? Item(in PathItems items, string what, int position) =>
        items.Count switch
        {
            0 => null,
            1 => Value(items[0]),
            _ => throw new PathException($"{what} must be one value, and there are {items.Count}.", position),
        };

    /// <summary>True or false; null of none. One item that is no boolean counts as true.</summary>
    public static bool? Boolean(in PathItems items, string what, int position) =>
        Item(items, what, position) switch
        {
            null => null,
            bool b => b,
            _ => true,
        };

    public static string? Text(in PathItems items, string what, int position) =>
        Item(items, what, position) switch
        {
            null => null,
            string text => text,
            // A FHIR date that was not one, and primitives without value, have no text.
            var other => throw Wrong(other, "text", what, position),
        };

    public static long? Integer(in PathItems items, string what, int position) =>
        Item(items, what, position) switch
        {
            null => null,
            long n => n,
            var other => throw Wrong(other, "a whole number", what, position),
        };

    public static decimal? Decimal(in PathItems items, string what, int position) =>
        Item(items, what, position) switch
        {
            null => null,
            long n => n,
            decimal n => n,
            var other => throw Wrong(other, "a number", what, position),
        };

    public static PathException Wrong(object item, string wanted, string what, int position) =>
        new($"{what} must be {wanted}, not {Name(item)}.", position);

    /// <summary>The type in words, for messages; never the value.</summary>
    public static string Name(object item) =>
        item switch
        {
            PathNode node => $"an element of type {node.TypeName}",
            bool => "true or false",
            long => "a whole number",
            decimal => "a decimal",
            string => "text",
            PathTime time => $"a {time.Kind}",
            PathQuantity => "a Quantity",
            _ => "a type",
        };
}
