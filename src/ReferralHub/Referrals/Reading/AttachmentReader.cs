using System.Buffers.Text;
using ReferralHub.Fhir;
using ReferralHub.Platform;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Documents.Scanning;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// Attachments wherever they stand, one for each content: an attachment that points to a Binary of the same message is that Binary, and
/// a Binary that several point to is one. What can be read is read as text; of everything else a person is told why not.
/// </summary>
sealed class AttachmentReader(ClinicalContent content, MessageTargets targets, List<Problem> problems)
{
    // By where the data starts in the document, which tells one Binary from another.
    readonly Dictionary<int, int?> known = [];

    /// <summary>Bytes of base64 in the message, which do not count as text.</summary>
    public long EncodedBytes { get; private set; }

    public void Read(FhirNode attachment, string element, EntryPlace place, string? standing)
    {
        var title = attachment["title"].Text;
        var type = attachment["contentType"].Text;
        var target = attachment["data"].Exists ? attachment : targets.Find(attachment["url"].Text, place);
        if (title is not null)
            content.Add(new(AttachmentLabels.Title, title) { Element = element, Standing = standing }, attachment);
        if (target["data"].Exists)
        {
            ReadData(target["data"], title, type ?? target["contentType"].Text, element, standing);
            return;
        }

        var isLink = attachment["url"].Exists;
        if (!isLink)
            Report(ReadingProblems.AttachmentEmpty, attachment);
        if (content.AddAttachment(new(title, type, 0, isLink, ""), attachment))
            content.AddUnread(
                $"{Describe(title, type)}: {(isLink ? "only a link came, which the hub does not follow" : "it has no content")}",
                attachment
            );
    }

    /// <summary>Reads a Binary unless an attachment brought it already; call it when all else is read.</summary>
    public void ReadBinary(FhirNode binary)
    {
        var data = binary["data"];
        if (data.Exists && !known.ContainsKey(data.Offset))
            ReadData(data, null, binary["contentType"].Text, "Binary.data", null);
    }

    void ReadData(FhirNode data, string? title, string? contentType, string element, string? standing)
    {
        if (known.TryGetValue(data.Offset, out var number))
        {
            if (number is { } n && title is not null)
                Rename(n, title);
            return;
        }

        var raw = data.RawBytes;
        var encoded = raw.Length >= 2 ? raw[1..^1] : raw;
        EncodedBytes += encoded.Length;
        // A slash may be written as \/ in JSON, so the escaped form is looked at only when the plain one does not fit.
        var isReadable = Base64.IsValid(encoded, out var bytes) || Base64.IsValid(data.Text, out bytes);
        if (!isReadable)
            Report(ReadingProblems.AttachmentUnreadable(null), data);
        else if (bytes > FactsReader.AttachmentBytesMax)
            Report(ReadingProblems.AttachmentTooLarge(null), data);
        var decoded = isReadable && bytes <= FactsReader.AttachmentBytesMax ? AttachmentContent.Decode(data.Text) : null;
        var hash = decoded is { Length: > 0 } ? OfferedAttachments.Hash(decoded) : null;
        var isTaken = content.AddAttachment(new(title, contentType, bytes, false, "") { Sha256 = hash }, data);
        known.Add(data.Offset, isTaken ? content.Attachments.Count - 1 : null);
        if (isTaken && isReadable && bytes <= FactsReader.AttachmentBytesMax)
            ReadText(decoded ?? [], data, title, contentType, element, standing);
    }

    void ReadText(byte[] decoded, FhirNode data, string? title, string? contentType, string element, string? standing)
    {
        var (text, unread) = AttachmentText.Read(decoded, contentType);
        if (unread is not null)
            content.AddUnread($"{Describe(title, contentType)}: {unread}", data);
        if (text is not null)
            content.Add(
                new(AttachmentLabels.Text, text)
                {
                    Element = element,
                    Standing = standing,
                    Attachment = content.Attachments.Count - 1,
                },
                data
            );
    }

    void Rename(int number, string title)
    {
        var earlier = content.Attachments[number];
        if (earlier.Title?.Contains(title, StringComparison.OrdinalIgnoreCase) != true)
            content.Attachments[number] = earlier with { Title = ValueText.Join(" / ", earlier.Title, title) };
    }

    /// <summary>Once for each kind: finding the place of every one of thousands would cost more than it tells.</summary>
    void Report(Problem problem, FhirNode source)
    {
        if (!problems.Exists(p => p.Code == problem.Code))
            problems.Add(problem.At(source));
    }

    internal static string Describe(string? title, string? type) =>
        title is null ? $"Attachment without a title ({type ?? "type not stated"})" : $"Attachment {title}";
}
