using System.Text;
using ReferralHub.Referrals;
using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage;

/// <summary>Where in the text of a referral one of its places begins.</summary>
/// <param name="Start">Its first character, in UTF-16.</param>
/// <param name="Label">As the page shows it; null for the reason for referral.</param>
/// <param name="IsOfFamily">Whether all of it is said of relatives.</param>
public readonly record struct TextSection(int Start, string? Label, bool IsOfFamily);

/// <summary>The text of a referral that rules read: the reason and every clinical entry that holds now.</summary>
static class TriageText
{
    const string Between = "\n\n";
    const string FamilyResource = "FamilyMemberHistory";

    public static (string Text, IReadOnlyList<TextSection> Sections) Join(ReferralFacts facts)
    {
        var text = new StringBuilder();
        var sections = new List<TextSection>();
        if (!string.IsNullOrWhiteSpace(facts.Request.Reason))
        {
            sections.Add(new(0, null, false));
            text.Append(facts.Request.Reason);
        }

        foreach (var entry in facts.Clinical)
        {
            // What does not hold now is not read, and the reason stands there already.
            if (
                entry.Standing is not null
                || entry.Label.Contains("(refuted)", StringComparison.Ordinal)
                || entry.Text == facts.Request.Reason
            )
                continue;
            if (text.Length > 0)
                text.Append(Between);
            sections.Add(new(text.Length, entry.Label, IsOfFamily(entry.Element)));
            text.Append(entry.Text);
        }

        return (text.ToString(), sections);
    }

    /// <summary>Whether an element says something of relatives.</summary>
    public static bool IsOfFamily(string? element) => element?.StartsWith(FamilyResource, StringComparison.Ordinal) is true;

    public static ScannedText Scan(TriageFacts facts, Vocabulary vocabulary)
    {
        var scanned = TextScanner.Scan(facts.Text, vocabulary);
        for (var i = 0; i < facts.Sections.Count; i++)
            if (facts.Sections[i].IsOfFamily)
                scanned.MarkOfFamily(
                    facts.Sections[i].Start,
                    i + 1 < facts.Sections.Count ? facts.Sections[i + 1].Start : facts.Text.Length
                );
        return scanned;
    }
}
