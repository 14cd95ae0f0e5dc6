using ReferralHub.Fhir;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Referrals.Reading;

namespace ReferralHub.Referrals.Documents.Pdf;

/// <summary>A PDF that a message brought.</summary>
/// <param name="Attachment">Its number among the attachments, 0 for the first.</param>
public sealed record PdfAttachment(int Attachment, byte[] Content);

/// <summary>Adds what stands in the PDFs of a referral to its facts.</summary>
public static class PdfAttachments
{
    static readonly PdfText Malware = new("", "it was not read, because it holds malware");

    /// <summary>The PDFs among the attachments; hardly any message has one.</summary>
    internal static IReadOnlyList<PdfAttachment> Find(FhirDocument document, ReferralFacts facts)
    {
        List<PdfAttachment>? found = null;
        for (var number = 0; number < facts.Attachments.Count; number++)
        {
            var attachment = facts.Attachments[number];
            if (attachment.Bytes == 0 || facts.Clinical.Any(c => c.Attachment == number))
                continue;
            var data = ElementPlaces.Follow(document, attachment.Expression);
            if (AttachmentContent.Decode(data.Text) is { } content && content.AsSpan().IndexOf("%PDF"u8) is >= 0 and < 1024)
                (found ??= []).Add(new(number, content));
        }

        return found ?? [];
    }

    /// <summary>The facts with the words of these PDFs; of what could not be read they say why.</summary>
    public static async Task<ReferralFacts> ReadAsync(
        ReferralFacts facts,
        IReadOnlyList<PdfAttachment> pdfs,
        PdfReader reader,
        AttachmentVerdicts verdicts,
        CancellationToken cancellationToken
    )
    {
        foreach (var pdf in pdfs)
        {
            // The scanner is not waited for: what nobody has looked at yet is read by a process that can do no harm.
            var isMalware = (await verdicts.FindAsync(pdf.Content, cancellationToken)).IsInfected;
            facts = Add(facts, pdf.Attachment, isMalware ? Malware : await reader.ReadAsync(pdf.Content, cancellationToken));
        }

        return facts;
    }

    internal static ReferralFacts Add(ReferralFacts facts, int number, PdfText read)
    {
        var attachment = facts.Attachments[number];
        var clinical = facts.Clinical.ToList();
        if (read.Text.Length > 0)
            clinical.Add(new(AttachmentLabels.Text, read.Text) { Element = "Attachment.data", Attachment = number });
        var unread = facts.Unread.Where(u => u.Expression != attachment.Expression).ToList();
        if ((read.Unread ?? (read.Text.Length == 0 ? AttachmentText.NoText : null)) is { } why)
            unread.Add(new($"{AttachmentReader.Describe(attachment.Title, attachment.ContentType)}: {why}", attachment.Expression));
        return facts with { Clinical = clinical, Unread = unread };
    }
}
