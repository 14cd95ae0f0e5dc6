using System.Collections.Concurrent;
using System.Collections.Frozen;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Referrals.Reading;

/// <summary>What the reader does with an element; the ways are explained at the head of the list.</summary>
enum ElementWay
{
    No,
    Head,
    Value,
    Part,
    Line,
    Each,
    In,
    File,
    When,
    Standing,
    Absent,
    Low,
    High,
    Answer,
    Question,
    Timing,
    Narrative,
    Contained,
    Extension,
    Unread,
}

/// <summary>One row of the list.</summary>
/// <param name="Label">What a reader sees before the text, or why there is none; null when nothing is to be said.</param>
sealed record ElementRow(string Path, ElementWay Way, string? Label);

/// <summary>
/// The one list of what is read: which element of which R4 type is read as a text, shown as unread, or is no clinical text, and why
/// (clinical-elements.tsv beside this file). A type that the list does not name is read by its data types alone, and shown as unread.
/// </summary>
static class ElementList
{
    const string ResourceName = "clinical-elements.tsv";
    static readonly FrozenDictionary<string, ElementRow> Rows = Load();
    static readonly FrozenSet<string> Listed = Rows.Keys.Select(k => k.Split('.')[0]).ToFrozenSet(StringComparer.Ordinal);
    static readonly ConcurrentDictionary<string, ReadingType?> Types = new(StringComparer.Ordinal);

    /// <summary>The row of an element: its own, that of its name in every type, or that of the whole type.</summary>
    public static ElementRow? Find(string path)
    {
        if (Rows.TryGetValue(path, out var own))
            return own;
        var dot = path.LastIndexOf('.');
        return Rows.GetValueOrDefault($"*{path[dot..]}") ?? Rows.GetValueOrDefault(path.Split('.')[0]);
    }

    /// <summary>The row that stands for a type as a whole; null when its elements have rows of their own.</summary>
    public static ElementRow? FindWhole(string type) => Rows.GetValueOrDefault(type);

    /// <summary>Whether the list says anything of this type.</summary>
    public static bool Holds(string type) => Listed.Contains(type);

    /// <summary>How to read an object of this type; null when R4 has no such type.</summary>
    public static ReadingType? FindType(string name) =>
        Types.GetOrAdd(name, static n => R4Schema.R4.Find(n) is { } type ? new ReadingType(type) : null);

    /// <summary>All rows, for those who check the list.</summary>
    public static IEnumerable<ElementRow> All => Rows.Values;

    static FrozenDictionary<string, ElementRow> Load()
    {
        using var stream =
            typeof(ElementList).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var rows = new Dictionary<string, ElementRow>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var fields = line.Split('\t');
            rows.Add(fields[0], new(fields[0], Enum.Parse<ElementWay>(fields[1], ignoreCase: true), fields.ElementAtOrDefault(2)));
        }

        return rows.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
