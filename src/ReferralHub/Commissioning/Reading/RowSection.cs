using ReferralHub.Commissioning.Model;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>
/// A mapping of a YAML file, as a row or a part of one. It gives values by their keys and collects what is wrong with them; a value
/// that is wrong comes back as nothing, so that the rest of the row can still be looked at. Keys nobody asked for are refused.
/// </summary>
sealed partial class RowSection
{
    const int ItemsMax = 20_000;
    const int NameCharactersMax = 60;
    readonly string file;
    readonly List<ConfigurationFault> faults;
    readonly YamlMappingNode node;
    readonly Dictionary<string, (YamlNode Key, YamlNode Value)> values = new(StringComparer.Ordinal);
    readonly HashSet<string> asked = new(StringComparer.Ordinal);
    readonly int faultsBefore;

    /// <param name="row">Id of the row it belongs to, as faults name it.</param>
    public RowSection(string file, List<ConfigurationFault> faults, YamlMappingNode node, string? row)
    {
        (this.file, this.faults, this.node, Row) = (file, faults, node, row);
        faultsBefore = faults.Count;
        foreach (var (key, value) in node.Children)
            values[((YamlScalarNode)key).Value ?? ""] = (key, value);
    }

    /// <summary>Id of the row it belongs to.</summary>
    public string? Row { get; }

    /// <summary>The line on which it begins.</summary>
    public RowPlace Place => PlaceAt(node);

    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>Something is wrong with what stands at a key.</summary>
    public void Fault(string key, string text) => faults.AddError(values.TryGetValue(key, out var at) ? PlaceAt(at.Key) : Place, Row, text);

    /// <summary>The row, once all its values were asked for; null when anything is wrong with it.</summary>
    public T? Finish<T>(Func<T> make)
        where T : class
    {
        RefuseOtherKeys();
        return faults.Count == faultsBefore ? make() : null;
    }

    /// <summary>The rows of a list that may be missing.</summary>
    /// <param name="idKeys">Keys whose values name a row in faults; none when they are parts of this row.</param>
    public IEnumerable<RowSection> Rows(string key, params string[] idKeys)
    {
        if (Find(key) is not { } found)
            yield break;
        if (found is not YamlSequenceNode list)
        {
            Fault(key, $"{key} must be a list; begin each row of it with a hyphen");
            yield break;
        }

        if (list.Children.Count > ItemsMax)
        {
            Fault(key, FormattableString.Invariant($"{key} has more than {ItemsMax:N0} rows; write them into several files"));
            yield break;
        }

        foreach (var child in list.Children)
            if (child is YamlMappingNode row)
                yield return new(file, faults, row, idKeys.Length == 0 ? Row : FindName(row, idKeys));
            else
                Fault(child, $"a row of {key} must be keys with values, such as {{ id: …, … }}");
    }

    /// <summary>A part of this row; null when it is missing or wrong.</summary>
    public RowSection? Part(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMappingNode part:
                return new(file, faults, part, Row);
            default:
                Fault(key, $"{key} must be keys with values, such as {{ … }}");
                return null;
        }
    }

    /// <summary>As <see cref="Part"/>, and missing is a fault.</summary>
    public RowSection? NeededPart(string key)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add it");
        return Part(key);
    }

    /// <summary>Whether a list stands at a key.</summary>
    public bool IsList(string key) => values.TryGetValue(key, out var found) && found.Value is YamlSequenceNode;

    /// <summary>Makes a fault of each key that nobody has asked for.</summary>
    public void RefuseOtherKeys()
    {
        foreach (var (name, (key, _)) in values)
            if (!asked.Contains(name))
                Fault(
                    key,
                    $"the key {Shown.Short(name)} is not known here{NearWord.Hint(name, asked)} Known are "
                        + $"{string.Join(", ", asked.Order(StringComparer.Ordinal))}."
                );
    }

    /// <summary>What names a row, as far as it can be read before anything is checked.</summary>
    static string? FindName(YamlMappingNode row, string[] idKeys)
    {
        var names = idKeys
            .Select(k => row.Children.TryGetValue(new YamlScalarNode(k), out var found) ? (found as YamlScalarNode)?.Value : null)
            .Where(n => !string.IsNullOrWhiteSpace(n))
            .Select(n => n!.Length <= NameCharactersMax ? n : n[..NameCharactersMax])
            .ToList();
        return names.Count == 0 ? null : Shown.Short(string.Join('/', names));
    }

    void Fault(YamlNode at, string text) => faults.AddError(PlaceAt(at), Row, text);

    YamlNode? Find(string key)
    {
        asked.Add(key);
        return values.TryGetValue(key, out var found) ? found.Value : null;
    }

    RowPlace PlaceAt(YamlNode at) => new(file, ConfigurationYaml.ToLine(at.Start));
}
