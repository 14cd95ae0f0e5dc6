using ReferralHub.Fhir;
using ReferralHub.Referrals.Reading.Plain;

namespace ReferralHub.Referrals.Reading;

/// <summary>The narrative of a resource as plain text, when it says anything that the resource does not say elsewhere.</summary>
static class NarrativeText
{
    public const string Label = "Narrative";

    /// <summary>The narrative; null when there is none, or when every word of it stands in the resource as well.</summary>
    public static string? ReadNew(FhirNode resource, FhirNode narrative)
    {
        if (narrative["div"].Text is not { } div || MarkupText.Read(div) is not { Length: > 0 } text)
            return null;
        var said = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in resource.Properties())
            if (name is not ("text" or "contained"))
                Collect(value, said);
        return FindWords(text).All(said.Contains) ? null : text;
    }

    static void Collect(FhirNode node, HashSet<string> said)
    {
        if (node.IsArray)
            foreach (var item in node.Items())
                Collect(item, said);
        else if (node.IsObject)
            foreach (var (_, value) in node.Properties())
                Collect(value, said);
        else
            said.UnionWith(FindWords(node.Text ?? System.Text.Encoding.UTF8.GetString(node.RawBytes)));
    }

    static IEnumerable<string> FindWords(string text)
    {
        var from = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isWord = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (isWord && from < 0)
                from = i;
            else if (!isWord && from >= 0)
            {
                yield return text[from..i];
                from = -1;
            }
        }
    }
}
