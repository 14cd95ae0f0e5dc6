using System.Text;
using ReferralHub.Commissioning.Model;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>The row as it stands in the file.</summary>
sealed partial class RowSection
{
    const string CorrectsKey = "corrects";

    /// <summary>What may be added to a row that is in force, without making it another one.</summary>
    static readonly HashSet<string> AddedLater = new(["to", "agreed", CorrectsKey], StringComparer.Ordinal);

    /// <summary>What the row says of its having been changed.</summary>
    public RowCorrection? CorrectionOrNull()
    {
        if (Part(CorrectsKey) is not { } part)
            return null;
        var correction = new RowCorrection(part.Text("reason"), part.Text("by"));
        return part.Finish(() => correction);
    }

    /// <summary>Its keys, sorted, and their values; however it was laid out, the same row gives the same text.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var (key, (_, value)) in values.Where(v => !AddedLater.Contains(v.Key)).OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            AddWord(text, key);
            AddNode(text, value);
        }

        return text.ToString();
    }

    /// <summary>No deeper than files may be.</summary>
    static void AddNode(StringBuilder text, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                text.Append('{');
                foreach (var (key, value) in mapping.Children.OrderBy(c => ((YamlScalarNode)c.Key).Value, StringComparer.Ordinal))
                {
                    AddNode(text, key);
                    AddNode(text, value);
                }

                text.Append('}');
                break;
            case YamlSequenceNode list:
                text.Append('[');
                foreach (var child in list.Children)
                    AddNode(text, child);
                text.Append(']');
                break;
            case YamlScalarNode scalar:
                AddWord(text, scalar.Value?.Trim() ?? "");
                break;
        }
    }

    /// <summary>With its length before it, so that no two rows run together to the same text.</summary>
    static void AddWord(StringBuilder text, string word) => text.Append(word.Length).Append(':').Append(word);
}
