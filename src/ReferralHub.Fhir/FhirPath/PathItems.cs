using System.Collections;

namespace ReferralHub.Fhir.FhirPath;

/// <summary>
/// A collection of FHIRPath: in order, of nodes (<see cref="PathNode"/>) and System values (bool, long for Integer, decimal,
/// string, PathTime, PathQuantity, PathTypeInfo). One item costs no list, because most collections have one.
/// </summary>
public readonly struct PathItems : IReadOnlyList<object>
{
    readonly object? content;

    PathItems(object? content) => this.content = content;

    public static PathItems Empty => default;

    public int Count =>
        content is null ? 0
        : content is ItemList list ? list.Count
        : 1;

    public bool IsEmpty => content is null;

    public object this[int index] =>
        content is ItemList list ? list[index]
        : index == 0 && content is not null ? content
        : throw new ArgumentOutOfRangeException(nameof(index));

    public static PathItems One(object? item) => new(item);

    internal static PathItems FromList(ItemList list) =>
        list.Count switch
        {
            0 => default,
            1 => new(list[0]),
            _ => new(list),
        };

    /// <summary>A collection of these; of one or none without a list.</summary>
    public static PathItems From(IEnumerable<object> items) => FromList([.. items]);

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<object> IEnumerable<object>.GetEnumerator() =>
        content is ItemList list ? list.GetEnumerator() : (content is null ? Enumerable.Empty<object>() : [content]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<object>)this).GetEnumerator();

    /// <summary>Enumerates without allocating.</summary>
    public struct Enumerator(PathItems items)
    {
        readonly int count = items.Count;
        int at = -1;

        public readonly object Current => items[at];

        public bool MoveNext() => ++at < count;
    }
}

/// <summary>A list of items. A type of its own, so that a collection can tell it from an item.</summary>
sealed class ItemList : List<object>;
