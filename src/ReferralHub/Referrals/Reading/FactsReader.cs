using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>What a caller adds to a message that the message does not carry itself.</summary>
/// <param name="FallbackMessageId">Identifies a message that has no id of its own: X-Request-Id, or the content hash.</param>
sealed record ReadingContext(string FallbackMessageId, DateTime Now);

/// <summary>
/// The one place that turns a document into <see cref="ReferralFacts"/>, from a BaRS message Bundle, a transaction or
/// collection Bundle, or a ServiceRequest with contained resources. Finds all problems in one pass; errors refuse the
/// document, warnings go back to the sender and become flags.
/// </summary>
static class FactsReader
{
    public const int AttachmentBytesMax = 5 * 1024 * 1024;
    public const int TextBytesMax = 1024 * 1024;

    public static (ReferralFacts? Facts, List<Problem> Problems) Read(FhirDocument document, ReadingContext context)
    {
        var problems = new List<Problem>();
        var envelope = EnvelopeReader.Read(document, context.Now, problems);
        var request = envelope.Request;
        if (!request.Exists)
            return (null, problems);

        var kind = envelope.Kind;
        var patient = PatientReader.Read(document, request, kind, context.Now, problems);
        var requester = RequesterReader.Read(document, request, kind, context.Now, problems);
        var requestFacts = RequestReader.Read(document, envelope, context.Now, problems);
        ModifierReader.Read(document, request, problems);
        var clinical = ClinicalReader.Read(document, request, problems);
        if (problems.Exists(p => p.IsError))
            return (null, problems);

        var practice = requester.OrganisationOds ?? patient.PracticeOds;
        var facts = new ReferralFacts
        {
            Message = new(
                kind,
                envelope.MessageId ?? context.FallbackMessageId,
                envelope.SenderOds ?? envelope.SourceEndpoint ?? practice ?? "unknown",
                envelope.BundleId,
                envelope.SourceEndpoint,
                envelope.Header.Exists
            ),
            Request = requestFacts,
            Patient = patient,
            Requester = requester,
            Clinical = clinical.Texts,
            Codes = clinical.Codes,
            Attachments = clinical.Attachments,
            Unread = clinical.Unread,
        };
        if (practice is null && kind is SubmissionKind.New)
            problems.Add(ReadingProblems.PracticeMissing);
        return (facts, problems);
    }

    /// <summary>The ODS code that an organisation or site has now, in capitals; null when there is none of the right form.</summary>
    public static string? FindOds(FhirNode resource, DateTime now) =>
        OdsCode.TryParse(
            CurrentFirst.FindIdentifier(resource, FhirSystems.OdsOrganisation, now)
                ?? CurrentFirst.FindIdentifier(resource, FhirSystems.OdsSite, now),
            out var code
        )
            ? code.Value
            : null;
}
