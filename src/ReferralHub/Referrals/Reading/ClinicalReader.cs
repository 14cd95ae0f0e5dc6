using ReferralHub.Fhir;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// All that a clinician can have written, wherever the sender put it, as labelled texts, codes and attachments; and what of it no rule
/// can read. What is read under which label stands in one list (<see cref="ElementList"/>).
/// </summary>
static class ClinicalReader
{
    public static ClinicalContent Read(FhirDocument document, FhirNode request, List<Problem> problems)
    {
        var content = new ClinicalContent(document);
        var targets = new MessageTargets(document);
        var attachments = new AttachmentReader(content, targets, problems);
        var resources = new ResourceReader(content, targets, attachments);
        // What the referral itself says comes before what comes along with it.
        resources.Read(request, new(request, "request"));
        for (var i = 0; i < document.Entries.Count; i++)
            resources.Read(document.Entries[i].Resource, new(document.Entries[i].Resource, $"{i}"));
        resources.ReadWaiting();
        foreach (var entry in document.Entries)
            ReadBinaries(entry.Resource, attachments);
        if (document.Entries.Count == 0)
            ReadBinaries(document.Root, attachments);
        if (document.Bytes.Length - attachments.EncodedBytes > FactsReader.TextBytesMax)
            problems.Add(ReadingProblems.TextTooLarge);
        content.Locate();
        return content;
    }

    static void ReadBinaries(FhirNode resource, AttachmentReader attachments)
    {
        if (resource.ResourceType == "Binary")
            attachments.ReadBinary(resource);
        foreach (var contained in resource.Items("contained"))
            if (contained.ResourceType == "Binary")
                attachments.ReadBinary(contained);
    }
}
