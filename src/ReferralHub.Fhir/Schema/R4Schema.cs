using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ReferralHub.Fhir.Schema;

/// <summary>
/// What FHIR R4 (4.0.1) says of its types: elements, cardinality, choices, reference targets, required bindings with their
/// codes, formats and invariants. Read from a table that a tool makes from the official definitions (Schema/README.md). A
/// type is worked out when it is first asked for, so that a start pays for nothing it does not use.
/// </summary>
public sealed class R4Schema
{
    const string ResourceName = "ReferralHub.Fhir.Schema.r4.txt";
    static readonly Lazy<R4Schema> Shared = new(Load);

    readonly string[] lines;
    readonly FrozenDictionary<string, (int From, int To)> typeLines;
    readonly FrozenDictionary<string, (int From, int To)> setLines;
    readonly ConcurrentDictionary<string, SchemaType> types = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, SchemaValueSet> sets = new(StringComparer.Ordinal);

    readonly Lazy<FrozenDictionary<string, string>> setNames;

    R4Schema(string[] lines)
    {
        setNames = new(() => setLines!.ToFrozenDictionary(s => Field(lines[s.Value.From], 2), s => s.Key, StringComparer.Ordinal));
        this.lines = lines;
        typeLines = Index(lines, 'T');
        setLines = Index(lines, 'V');
    }

    /// <summary>The schema of R4; made once for each process.</summary>
    public static R4Schema R4 => Shared.Value;

    /// <summary>
    /// Names of all types: primitives, data types, resources, and backbone elements by their path (<c>Patient.contact</c>).
    /// </summary>
    public IEnumerable<string> TypeNames => typeLines.Keys;

    /// <summary>The type with this name; null when R4 has none.</summary>
    public SchemaType? Find(string name) =>
        types.TryGetValue(name, out var known) ? known
        : typeLines.ContainsKey(name) ? types.GetOrAdd(name, ReadType)
        : null;

    /// <summary>The value set with this canonical URL, when a required binding of R4 names it; else null.</summary>
    public SchemaValueSet? FindSet(string url) => setNames.Value.TryGetValue(url, out var name) ? GetSet(name) : null;

    internal SchemaType Get(string name) =>
        Find(name) ?? throw new InvalidDataException($"The schema table names a type {name} that it does not hold.");

    internal SchemaValueSet GetSet(string name) => sets.GetOrAdd(name, ReadSet);

    static R4Schema Load()
    {
        using var stream =
            typeof(R4Schema).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    static FrozenDictionary<string, (int, int)> Index(string[] lines, char kind)
    {
        var found = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        string? name = null;
        var from = 0;
        for (var i = 0; i <= lines.Length; i++)
        {
            var starts = i == lines.Length || lines[i][0] is 'T' or 'V';
            if (!starts)
                continue;
            if (name is not null)
                found[name] = (from, i);
            name = i < lines.Length && lines[i][0] == kind ? Field(lines[i], 1) : null;
            from = i;
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    SchemaType ReadType(string name)
    {
        var (from, to) = typeLines[name];
        var head = lines[from].Split('\t');
        var kind = head[2] switch
        {
            "primitive" => SchemaKind.Primitive,
            "resource" => SchemaKind.Resource,
            "backbone" => SchemaKind.Backbone,
            _ => SchemaKind.Complex,
        };
        var parent = head.Length > 3 && head[3].Length > 0 ? Get(head[3]) : null;
        var elements = new List<SchemaElement>();
        var own = new List<SchemaConstraint>();
        string? regex = null;
        foreach (var line in lines.AsSpan(from + 1, to - from - 1))
        {
            var fields = line.Split('\t');
            switch (fields[0])
            {
                case "R":
                    regex = fields[1];
                    break;
                case "E":
                    elements.Add(ReadElement(fields));
                    break;
                case "C" when elements.Count == 0:
                    own.Add(Constraint(fields));
                    break;
                case "C":
                    elements[^1].Constraints.Add(Constraint(fields));
                    break;
            }
        }

        return new(this, name, kind, head.Length > 4 && head[4] == "abstract", parent, regex, elements, own);
    }

    static SchemaElement ReadElement(string[] fields)
    {
        var types = new List<SchemaTypeUse>();
        foreach (var type in fields[4].Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var open = type.IndexOf('(', StringComparison.Ordinal);
            types.Add(open < 0 ? new(type.TrimStart('#'), []) : new(type[..open], type[(open + 1)..^1].Split(',')));
        }

        return new()
        {
            Name = fields[1].EndsWith("[x]", StringComparison.Ordinal) ? fields[1][..^3] : fields[1],
            IsChoice = fields[1].EndsWith("[x]", StringComparison.Ordinal),
            Min = int.Parse(fields[2], CultureInfo.InvariantCulture),
            Max = fields[3] == "*" ? int.MaxValue : int.Parse(fields[3], CultureInfo.InvariantCulture),
            Types = types,
            Binding = fields.Length > 5 && fields[5].Length > 0 ? fields[5] : null,
            IsSummary = fields.Length > 6 && fields[6] == "s",
        };
    }

    static SchemaConstraint Constraint(string[] fields) => new(fields[1], fields[2] == "error", fields[3], fields[4]);

    SchemaValueSet ReadSet(string name)
    {
        var (from, to) = setLines[name];
        var head = lines[from].Split('\t');
        var codes = new List<(string, string)>();
        foreach (var line in lines.AsSpan(from + 1, to - from - 1))
        {
            var fields = line.Split('\t');
            codes.AddRange(fields[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => (fields[1], code)));
        }

        return new(head[2], head.Length > 3 && head[3] == "open", codes);
    }

    static string Field(string line, int index) => line.Split('\t', index + 2)[index];
}
