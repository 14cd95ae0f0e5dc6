using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Triage.Reading;

/// <summary>A pack that cannot be used: file, line, column and a sentence. Nothing of it takes effect.</summary>
public sealed class RulePackException(string file, Mark at, string reason)
    : Exception($"{file}, line {at.Line}, column {at.Column}: {reason}")
{
    public Mark At => at;
}

/// <summary>A YAML mapping that remembers which keys were asked for, so that what nobody asks for is refused.</summary>
sealed class PackSection
{
    const int DepthMax = 20;
    const int ItemsMax = 2_000;
    readonly string file;
    readonly YamlMappingNode node;
    readonly HashSet<string> asked = [];
    readonly int depth;

    public PackSection(string file, YamlNode node, int depth = 0)
    {
        this.file = file;
        this.depth = depth;
        if (depth > DepthMax)
            throw new RulePackException(file, node.Start, $"this is nested more than {DepthMax} levels deep; does it contain itself?");
        this.node = node as YamlMappingNode ?? throw new RulePackException(file, node.Start, "a mapping (key: value) was expected here");
    }

    public string File => file;

    public RulePackException Fault(string reason) => new(file, node.Start, reason);

    /// <summary>A fault of what stands at a key; of the mapping when the key is not there.</summary>
    public RulePackException FaultAt(string key, string reason) => new(file, Find(key)?.Start ?? node.Start, reason);

    /// <summary>A fault within a text that stands at a key, at a character of it.</summary>
    public RulePackException FaultWithin(string key, int character, string reason)
    {
        var value = Find(key) as YamlScalarNode;
        var isOneLine = value is not null && value.End.Line == value.Start.Line;
        var quote = value?.Style is ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted ? 1 : 0;
        return new(
            file,
            isOneLine ? new Mark(0, value!.Start.Line, value.Start.Column + quote + character) : value?.Start ?? node.Start,
            reason
        );
    }

    public bool Has(string key) => node.Children.ContainsKey(new YamlScalarNode(key));

    public string Text(string key) => Optional(key) is { Length: > 0 } text ? text : throw Fault($"{key} is missing");

    public string? Optional(string key) =>
        Find(key) switch
        {
            null => null,
            YamlScalarNode scalar => scalar.Value,
            var other => throw new RulePackException(file, other.Start, $"{key} must be a text"),
        };

    public bool Flag(string key) =>
        Optional(key) switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw FaultAt(key, $"{key} must be true or false"),
        };

    public int? Number(string key) =>
        Optional(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw FaultAt(key, $"{key} must be a whole number");

    public double? Decimal(string key) =>
        Optional(key) is not { } text ? null
        : double.TryParse(
            text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
        : throw FaultAt(key, $"{key} must be a number");

    public DateOnly Date(string key) => OptionalDate(key) ?? throw Fault($"{key} is missing");

    public DateOnly? OptionalDate(string key) =>
        Optional(key) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw FaultAt(key, $"{key} must be a date, YYYY-MM-DD");

    public PackSection Child(string key) => new(file, Find(key) ?? throw Fault($"{key} is missing"), depth + 1);

    public PackSection? OptionalChild(string key) => Find(key) is { } child ? new(file, child, depth + 1) : null;

    public YamlNode? Node(string key) => Find(key);

    public List<string> ReadWords(string key) =>
        Find(key) switch
        {
            null => [],
            YamlScalarNode { Value: { } single } => [single],
            YamlSequenceNode sequence =>
            [
                .. sequence.Children.Select(c =>
                    (c as YamlScalarNode)?.Value ?? throw new RulePackException(file, c.Start, $"{key} must be a list of words")
                ),
            ],
            var other => throw new RulePackException(file, other.Start, $"{key} must be a list of words"),
        };

    public List<PackSection> List(string key) =>
        Find(key) switch
        {
            YamlSequenceNode sequence when sequence.Children.Count <= ItemsMax =>
            [
                .. sequence.Children.Select(c => new PackSection(file, c, depth + 1)),
            ],
            YamlSequenceNode => throw FaultAt(key, $"{key} has more than {ItemsMax} items"),
            null => throw Fault($"{key} is missing"),
            _ => throw FaultAt(key, $"{key} must be a list"),
        };

    public List<PackSection> OptionalList(string key) => Has(key) ? List(key) : [];

    /// <summary>Keys and what stands there, for mappings whose keys are names.</summary>
    public IEnumerable<(string Key, PackSection Value)> Named()
    {
        foreach (var (key, value) in node.Children)
            yield return (((YamlScalarNode)key).Value!, new(file, value, depth + 1));
    }

    /// <summary>Keys and the words that stand there, for mappings whose keys are names.</summary>
    public IEnumerable<(string Key, IReadOnlyList<string> Words)> Words()
    {
        foreach (var (key, _) in node.Children)
            yield return key is YamlScalarNode { Value: { } name }
                ? (name, ReadWords(name))
                : throw new RulePackException(file, key.Start, "a key must be a word");
    }

    public void NothingElse()
    {
        foreach (var key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name })
                throw new RulePackException(file, key.Start, "a key must be a word");
            if (!asked.Contains(name))
                throw new RulePackException(
                    file,
                    key.Start,
                    $"the key {name} is not known here; known are {string.Join(", ", asked.Order(StringComparer.Ordinal))}"
                );
        }
    }

    YamlNode? Find(string key)
    {
        asked.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
    }
}
