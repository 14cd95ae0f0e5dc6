using ReferralHub.Fhir;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>What surrounds the request: who sends it, under which id, to do what.</summary>
sealed record Envelope
{
    public FhirNode Request { get; init; }

    public FhirNode Header { get; init; }

    public SubmissionKind Kind { get; init; }

    public string? MessageId { get; init; }

    public string? BundleId { get; init; }

    public string? SenderOds { get; init; }

    public string? SourceEndpoint { get; init; }

    public string? FullUrl { get; init; }
}

static class EnvelopeReader
{
    const string ReferralEvent = "servicerequest-request";

    /// <param name="now">Tells which of a sender's codes holds.</param>
    public static Envelope Read(FhirDocument document, DateTime now, List<Problem> problems)
    {
        var root = document.Root;
        if (root.ResourceType == "ServiceRequest")
            return new()
            {
                Request = root,
                Kind = ReadKind(root, null, problems),
                MessageId = null,
            };
        if (root.ResourceType != "Bundle")
        {
            problems.Add(ReadingProblems.ResourceNotTaken with { Expression = "resourceType" });
            return new();
        }

        switch (root["type"].Text)
        {
            case "message":
                return ReadMessage(document, now, problems);
            case "transaction" or "collection":
                return WithRequest(document, now, problems, default);
            default:
                problems.Add(ReadingProblems.BundleTypeNotTaken);
                return new();
        }
    }

    /// <summary>The code of a message's event; null when the first entry is no MessageHeader or has none.</summary>
    public static string? ReadEvent(FhirDocument document) => FindHeader(document)["eventCoding"]["code"].Text;

    public static FhirNode FindHeader(FhirDocument document) =>
        document.Entries.Count > 0 && document.Entries[0].ResourceType == "MessageHeader" ? document.Entries[0].Resource : default;

    /// <summary>ODS code of the organisation that a message's header names as its sender; null when it names none.</summary>
    public static string? FindSender(FhirDocument document, DateTime now)
    {
        var sender = FindHeader(document)["sender"];
        return FactsReader.FindOds(document.Resolve(sender, FindHeader(document)), now)
            ?? (Kernel.OdsCode.TryParse(sender["identifier"]["value"].Text, out var code) ? code.Value : null);
    }

    static Envelope ReadMessage(FhirDocument document, DateTime now, List<Problem> problems)
    {
        var header = FindHeader(document);
        if (!header.Exists)
        {
            problems.Add(ReadingProblems.NoMessageHeader);
            return new();
        }

        if (!header["eventCoding"].Exists)
        {
            problems.Add(ReadingProblems.NoEvent.At(header));
            return new();
        }

        if (
            !header["eventCoding"]["code"].Is(ReferralEvent)
            || !IdentifierSystem.Same(header["eventCoding"]["system"].Text, FhirSystems.MessageEvents)
        )
        {
            problems.Add(ReadingProblems.EventNotTaken(header["eventCoding"]["code"].Text).At(header["eventCoding"]));
            return new();
        }

        return WithRequest(document, now, problems, header);
    }

    static Envelope WithRequest(FhirDocument document, DateTime now, List<Problem> problems, FhirNode header)
    {
        var (request, fullUrl, count) = default((FhirNode, string?, int));
        foreach (var entry in document.Entries)
        {
            if (entry.ResourceType != "ServiceRequest")
                continue;
            if (++count == 1)
                (request, fullUrl) = (entry.Resource, entry.FullUrl);
            else if (count == 2)
                problems.Add(
                    ReadingProblems.ManyServiceRequests(document.Entries.Count(e => e.ResourceType == "ServiceRequest")).At(entry.Resource)
                );
        }

        if (count == 0)
            problems.Add(ReadingProblems.NoServiceRequest);
        if (count != 1)
            return new();

        var root = document.Root;
        return new()
        {
            Request = request,
            Header = header,
            FullUrl = fullUrl,
            Kind = ReadKind(request, header, problems),
            MessageId = root["identifier"]["value"].Text ?? root["id"].Text ?? header["id"].Text,
            BundleId = root["id"].Text ?? root["identifier"]["value"].Text,
            SenderOds = FindSender(document, now),
            SourceEndpoint = header["source"]["endpoint"].Text,
        };
    }

    /// <summary>
    /// New, amendment or withdrawal, from reason and status together: BaRS examples withdraw with reason update as well
    /// as delete, and amend with reason update and status active.
    /// </summary>
    static SubmissionKind ReadKind(FhirNode request, FhirNode? header, List<Problem> problems)
    {
        var status = request["status"].Text;
        var reason = header is { Exists: true } h ? ReadReason(h, problems) : null;
        var kind = status switch
        {
            "active" when reason is "update" => SubmissionKind.Amendment,
            "active" when reason is "delete" => SubmissionKind.Cancellation,
            "active" => SubmissionKind.New,
            "revoked" => SubmissionKind.Cancellation,
            "entered-in-error" => SubmissionKind.EnteredInError,
            _ => (SubmissionKind?)null,
        };
        if (kind is null)
            problems.Add(
                status is null
                    ? ReadingProblems.StatusNotTaken(status).At(request)
                    : ReadingProblems.StatusNotTaken(status).At(request["status"])
            );
        else if (reason is "new" && kind != SubmissionKind.New)
            problems.Add(ReadingProblems.StatusAndReason.At(request["status"]));
        return kind ?? SubmissionKind.New;
    }

    static string? ReadReason(FhirNode header, List<Problem> problems)
    {
        if (!header["reason"].Exists)
            return null;
        foreach (var coding in header["reason"].Items("coding"))
        {
            if (!IdentifierSystem.Same(coding["system"].Text, FhirSystems.MessageReason))
                continue;
            if (coding["code"].Text is "new" or "update" or "delete")
                return coding["code"].Text;
            break;
        }

        problems.Add(ReadingProblems.ReasonUnknown.At(header["reason"]));
        return null;
    }
}
