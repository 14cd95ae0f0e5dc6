using System.Globalization;
using ReferralHub.Fhir;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// What is found of a message while it is read, within bounds: what goes beyond them is not dropped but named as unread, so that a
/// person opens the original.
/// </summary>
sealed class ClinicalContent
{
    const int TextsMax = 2_000;
    const int CharactersPerTextMax = 100_000;
    const int CharactersMax = 600_000;
    const int CodesMax = 2_000;
    const int UnreadMax = 200;
    const int AttachmentsMax = 500;
    const string TooManyCodes = "The message has more codes than rules look at; the rest is in the original message";

    readonly FhirDocument document;
    readonly HashSet<(string, string, string?)> known = [];
    readonly List<(string What, int Offset)> unread = [];
    readonly List<int> attachmentOffsets = [];
    int characters;
    bool isFull;
    bool hasTooManyCodes;

    public ClinicalContent(FhirDocument document) => this.document = document;

    public List<ClinicalText> Texts { get; } = [];

    public List<CodedContent> Codes { get; } = [];

    public List<AttachmentFacts> Attachments { get; } = [];

    public IReadOnlyList<UnreadContent> Unread { get; private set; } = [];

    /// <summary>Takes a text; the same text under the same label and standing is taken once.</summary>
    /// <param name="source">Where it stands, for when it is too long to be taken whole.</param>
    public void Add(ClinicalText text, FhirNode source)
    {
        var clean = text.Text.Replace("\\n", "\n", StringComparison.Ordinal).Trim();
        if (clean.Length == 0 || !known.Add((text.Label, clean, text.Standing)))
            return;
        if (clean.Length > CharactersPerTextMax)
        {
            AddUnread(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{text.Label}: longer than {CharactersPerTextMax:N0} characters; the rest is in the original message"
                ),
                source
            );
            clean = clean[..CharactersPerTextMax] + " […]";
        }

        if (Texts.Count >= TextsMax || characters + clean.Length > CharactersMax)
        {
            if (!isFull)
                AddUnread("The message has more clinical content than is shown here; the rest is in the original message", source);
            isFull = true;
            return;
        }

        characters += clean.Length;
        Texts.Add(text with { Text = clean });
    }

    public void AddCode(CodedContent code, FhirNode source)
    {
        if (Codes.Count < CodesMax)
        {
            Codes.Add(code);
            return;
        }

        if (!hasTooManyCodes)
            AddUnread(TooManyCodes, source);
        hasTooManyCodes = true;
    }

    /// <summary>Takes an attachment; false when the message has too many, which is then said.</summary>
    /// <param name="source">Its data, or the attachment itself when it has none.</param>
    public bool AddAttachment(AttachmentFacts attachment, FhirNode source)
    {
        if (Attachments.Count == AttachmentsMax)
        {
            AddUnread("The message has more attachments than are shown here; the rest is in the original message", source);
            return false;
        }

        Attachments.Add(attachment);
        attachmentOffsets.Add(source.Offset);
        return true;
    }

    /// <summary>Notes what a person must read because no rule can.</summary>
    public void AddUnread(string what, FhirNode source)
    {
        if (unread.Count < UnreadMax)
            unread.Add((what, source.Offset));
        else if (unread.Count == UnreadMax)
            unread.Add(("More content that no rule reads is in the original message", source.Offset));
    }

    /// <summary>Finds where all of it stands, in one walk over the document.</summary>
    public void Locate()
    {
        if (unread.Count + attachmentOffsets.Count == 0)
            return;
        var places = ElementPlaces.Find(document, [.. unread.Select(u => u.Offset), .. attachmentOffsets]);
        Unread = [.. unread.Select(u => new UnreadContent(u.What, places.GetValueOrDefault(u.Offset, "")))];
        for (var i = 0; i < Attachments.Count; i++)
            Attachments[i] = Attachments[i] with { Expression = places.GetValueOrDefault(attachmentOffsets[i], "") };
    }
}
