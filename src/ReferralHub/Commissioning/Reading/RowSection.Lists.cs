using ReferralHub.Kernel;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Lists and tables of values by their keys.</summary>
sealed partial class RowSection
{
    /// <summary>A list of names that other rows have, each once; empty when it is missing.</summary>
    public IReadOnlyList<string> Ids(string key)
    {
        var ids = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, text) in ReadTexts(key))
            if (CheckId(at, $"a name in {key}", text))
            {
                if (!seen.Add(text))
                    Fault(at, $"{key} names {text} twice; take one of the two out");
                ids.Add(text);
            }

        return ids;
    }

    /// <summary>As <see cref="Ids"/>, and none is a fault.</summary>
    public IReadOnlyList<string> NeededIds(string key)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add a list such as [a, b]");
        else if (values[key].Value is YamlSequenceNode { Children.Count: 0 })
            Fault(key, $"{key} is empty; name one at least");
        return Ids(key);
    }

    /// <summary>A list of texts; empty when it is missing.</summary>
    public IReadOnlyList<string> Texts(string key) => ReadTexts(key).ConvertAll(t => t.Text);

    /// <summary>A list of words of a closed list; null when it is missing or says any.</summary>
    public IReadOnlyList<T>? ChoicesOrAny<T>(string key, IReadOnlyDictionary<string, T> words)
    {
        if (!Has(key))
            return null;
        var texts = ReadTexts(key);
        if (texts is [(_, "any")])
            return null;
        if (texts.Count == 0)
            Fault(key, $"{key} is empty, so nothing could ever match; name one at least, or leave the key out");
        var read = new List<T>();
        foreach (var (at, text) in texts)
            if (text == "any")
                Fault(at, $"{key} says any and others too; any stands alone");
            else if (words.TryGetValue(text, out var word))
                read.Add(word);
            else
                Fault(
                    at,
                    $"{key} has {Shown.Short(text)}, which is not known{NearWord.Hint(text, words.Keys)} Known are any, "
                        + $"{string.Join(", ", words.Keys)}."
                );
        return read;
    }

    /// <summary>Amounts by name; empty when it is missing.</summary>
    public IReadOnlyDictionary<string, Money> Amounts(string key) =>
        Table(key, IsId, (at, name, text) => ReadAmount(at, $"{key} of {name}", text, mayBeNegative: false));

    /// <summary>As <see cref="Amounts"/>, and missing is a fault.</summary>
    public IReadOnlyDictionary<string, Money> NeededAmounts(string key)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add an amount for each holder, such as {{ a: 1234.56 }}");
        return Amounts(key);
    }

    /// <summary>Whole numbers by name; empty when it is missing.</summary>
    /// <param name="isName">Whether a name has its form; that of an id where it is missing.</param>
    public IReadOnlyDictionary<string, long> Wholes(string key, long max, Func<string, bool>? isName = null) =>
        Table(key, isName ?? IsId, (at, name, text) => ReadWhole(at, $"{key} of {name}", text, 0, max));

    /// <summary>As <see cref="Wholes"/>, and missing is a fault.</summary>
    public IReadOnlyDictionary<string, long> NeededWholes(string key, long max)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add a whole number for each holder, such as {{ a: 5100 }}");
        return Wholes(key, max);
    }

    /// <summary>In the order of the file.</summary>
    Dictionary<string, T> Table<T>(string key, Func<string, bool> isName, Func<YamlNode, string, string, T?> read)
        where T : struct
    {
        var table = new Dictionary<string, T>(StringComparer.Ordinal);
        switch (Find(key))
        {
            case null:
                break;
            case YamlMappingNode mapping:
                foreach (var (at, value) in mapping.Children)
                {
                    var name = ((YamlScalarNode)at).Value ?? "";
                    if (!isName(name))
                        Fault(at, $"{key} has {Shown.Short(name)}, which is no name that fits here; put it right");
                    else if (ReadScalar(at, $"{key} of {name}", value) is { } text && read(at, name, text) is { } one)
                        table[name] = one;
                }

                break;
            default:
                Fault(key, $"{key} must be names with values, such as {{ a: 1, b: 2 }}");
                break;
        }

        return table;
    }

    List<(YamlNode At, string Text)> ReadTexts(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequenceNode list when list.Children.Count <= ItemsMax:
                var texts = new List<(YamlNode, string)>();
                foreach (var child in list.Children)
                    if (ReadScalar(child, $"a value of {key}", child) is { } text)
                        texts.Add((child, text));
                return texts;
            case YamlSequenceNode:
                Fault(key, FormattableString.Invariant($"{key} has more than {ItemsMax:N0} values; that many belong into a CSV file"));
                return [];
            default:
                Fault(key, $"{key} must be a list, such as [a, b]");
                return [];
        }
    }
}
