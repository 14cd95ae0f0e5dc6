using System.Text.Json;
using ReferralHub.Fhir;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Dispatch;

/// <summary>What the provider is told.</summary>
public enum ProviderNotice
{
    Referral,
    Amendment,
    Withdrawal,
}

/// <summary>
/// Makes the message to a provider from the document that came: every resource is copied as it stands, the header is
/// the hub's own, and the ServiceRequest carries our reference and what a clinician may have changed.
/// </summary>
static class ProviderMessage
{
    /// <summary>Version of the BaRS message definitions, which the standard wants as the Bundle's version.</summary>
    const string MessageVersion = "1.1.0";

    const string MalwareNote =
        "From the referral management centre: its scanner found malware in a file of this message. The message is passed on as the "
        + "referrer sent it; do not open its files before your own scanner has looked through them.";

    public static byte[] Write(
        Guid messageId,
        ReferralJourney journey,
        FhirDocument document,
        string provider,
        string endpoint,
        ProviderNotice notice,
        OrganisationSettings hub,
        DateTime now
    )
    {
        var request = document.FirstOfType("ServiceRequest");
        var requestUrl =
            document.Entries.Where(e => e.ResourceType == "ServiceRequest").Select(e => e.FullUrl).FirstOrDefault()
            ?? $"urn:uuid:{journey.Id}";
        var header = EntityId.FromName($"{messageId:N}|header");
        var bundle = new R4.Bundle
        {
            Id = messageId.ToString(),
            Type = R4.Bundle.BundleType.Message,
            TimestampElement = R4Values.Instant(now),
            Entry =
            [
                new() { FullUrl = $"urn:uuid:{header}", Resource = CreateHeader(header, requestUrl, provider, endpoint, notice, hub) },
            ],
        }.WithMeta(MessageVersion, now);
        if (document.Root.ResourceType == "ServiceRequest")
            bundle.Entry.Add(new() { FullUrl = requestUrl, Resource = CreateServiceRequest(request, journey, notice) });
        foreach (var entry in document.Entries)
        {
            if (entry.ResourceType is null or "MessageHeader")
                continue;
            var passed = new R4.Bundle.EntryComponent { FullUrl = entry.FullUrl };
            if (entry.ResourceType == "ServiceRequest")
                passed.Resource = CreateServiceRequest(entry.Resource, journey, notice);
            else
                passed.Copy("resource", new(entry.Resource.Json));
            bundle.Entry.Add(passed);
        }

        return R4Json.Write(bundle);
    }

    static R4.MessageHeader CreateHeader(
        Guid id,
        string requestUrl,
        string provider,
        string endpoint,
        ProviderNotice notice,
        OrganisationSettings hub
    ) =>
        new()
        {
            Id = id.ToString(),
            Event = R4Values.Coding(FhirSystems.MessageEvents, "servicerequest-request"),
            Destination = [new() { Endpoint = endpoint, Receiver = R4Values.Organization(provider) }],
            Sender = R4Values.Organization(hub.OdsCode, hub.Name),
            Source = new()
            {
                Name = hub.Name,
                Software = "ReferralHub",
                Endpoint = $"{FhirSystems.OdsOrganisation}|{hub.OdsCode}",
            },
            Reason = R4Values.Concept(FhirSystems.MessageReason, notice == ProviderNotice.Referral ? "new" : "update"),
            Focus = [new(requestUrl)],
        };

    /// <summary>What the referrer wrote, as it came, but for what the hub and its clinicians have settled.</summary>
    static R4.ServiceRequest CreateServiceRequest(FhirNode original, ReferralJourney journey, ProviderNotice notice)
    {
        var request = new R4.ServiceRequest
        {
            Status =
                notice != ProviderNotice.Withdrawal ? R4.RequestStatus.Active
                : journey.Stage == Stage.EnteredInError ? R4.RequestStatus.EnteredInError
                : R4.RequestStatus.Revoked,
            Priority = R4Values.Code<R4.RequestPriority>(journey.Priority.ToCode()),
            PerformerType = journey.Specialty is { } specialty
                ? R4Values.Concept(FhirSystems.PracticeSetting, specialty, TreatmentFunction.FindName(specialty))
                : null,
        };
        foreach (var (name, value) in original.Properties())
            if (
                name
                is not ("resourceType" or "note" or "identifier" or "status" or "_status" or "priority" or "_priority" or "performerType")
            )
                request.Copy(name, new(value.Json));
        if (journey.Has(Flags.AttachmentInfected))
            request.Copy("note", RawJson.Join(new R4.Annotation { Text = MalwareNote }, ListItems(original, "note")));
        else if (original["note"].Exists)
            request.Copy("note", new(original["note"].Json));
        return request.Copy(
            "identifier",
            RawJson.Join(new R4.Identifier(FhirSystems.Reference, journey.Reference), ListItems(original, "identifier"))
        );
    }

    static List<JsonElement> ListItems(FhirNode original, string name)
    {
        var items = new List<JsonElement>();
        foreach (var item in original.Items(name))
            items.Add(item.Json);
        return items;
    }
}
