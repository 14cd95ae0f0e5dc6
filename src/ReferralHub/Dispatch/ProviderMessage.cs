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
    /// <summary>The same referral, version and notice always give the same id, so that a provider can tell a repeat.</summary>
    public static Guid ComputeId(Guid referral, int version, ProviderNotice notice) =>
        EntityId.FromName($"{referral:N}|{version}|{notice}");

    /// <summary>
    /// Id of a notice to a provider that has an earlier version. When two notices arrive in the wrong order the newer one
    /// is told again, and must not be taken for a repeat.
    /// </summary>
    public static Guid ComputeId(Guid referral, int version, ProviderNotice notice, int after) =>
        EntityId.FromName($"{referral:N}|{version}|{notice}|{after}");

    public static byte[] Write(
        Guid messageId,
        ReferralJourney journey,
        FhirDocument document,
        string provider,
        string endpoint,
        ProviderNotice notice,
        OrganisationSettings hub,
        DateTime now
    ) =>
        FhirWriter.Write(writer =>
        {
            var request = document.FirstOfType("ServiceRequest");
            var requestUrl =
                document.Entries.Where(e => e.ResourceType == "ServiceRequest").Select(e => e.FullUrl).FirstOrDefault()
                ?? $"urn:uuid:{journey.Id}";
            writer.Resource("Bundle", messageId.ToString());
            writer.WriteStartObject("meta");
            writer.WriteString("versionId", "1.1.0");
            writer.WriteString("lastUpdated", FhirDateTime.Instant(now));
            writer.WriteEndObject();
            writer.WriteString("type", "message");
            writer.WriteString("timestamp", FhirDateTime.Instant(now));
            writer.WriteStartArray("entry");
            Entry(
                writer,
                $"urn:uuid:{EntityId.FromName($"{messageId:N}|header")}",
                () => Header(writer, messageId, requestUrl, provider, endpoint, notice, hub)
            );
            if (document.Root.ResourceType == "ServiceRequest")
                Entry(writer, requestUrl, () => ServiceRequest(writer, request, journey, notice));
            foreach (var entry in document.Entries)
            {
                if (entry.ResourceType is null or "MessageHeader")
                    continue;
                var resource = entry.Resource;
                var isRequest = entry.ResourceType == "ServiceRequest";
                Entry(
                    writer,
                    entry.FullUrl,
                    () =>
                    {
                        if (isRequest)
                            ServiceRequest(writer, resource, journey, notice);
                        else
                            writer.WriteRawValue(resource.RawBytes);
                    }
                );
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    static void Header(
        FhirWriter writer,
        Guid messageId,
        string requestUrl,
        string provider,
        string endpoint,
        ProviderNotice notice,
        OrganisationSettings hub
    )
    {
        writer.Resource("MessageHeader", EntityId.FromName($"{messageId:N}|header").ToString());
        writer.CodingElement("eventCoding", FhirSystems.MessageEvents, "servicerequest-request");
        writer.WriteStartArray("destination");
        writer.WriteStartObject();
        writer.WriteString("endpoint", endpoint);
        writer.LogicalReference("receiver", "Organization", FhirSystems.OdsOrganisation, provider);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.LogicalReference("sender", "Organization", FhirSystems.OdsOrganisation, hub.OdsCode, hub.Name);
        writer.WriteStartObject("source");
        writer.WriteString("name", hub.Name);
        writer.WriteString("software", "ReferralHub");
        writer.WriteString("endpoint", $"{FhirSystems.OdsOrganisation}|{hub.OdsCode}");
        writer.WriteEndObject();
        writer.CodeableConcept("reason", FhirSystems.MessageReason, notice == ProviderNotice.Referral ? "new" : "update");
        writer.WriteStartArray("focus");
        writer.WriteStartObject();
        writer.WriteString("reference", requestUrl);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void ServiceRequest(FhirWriter writer, FhirNode original, ReferralJourney journey, ProviderNotice notice)
    {
        writer.Resource("ServiceRequest");
        foreach (var (name, value) in original.Properties())
            if (name is not ("resourceType" or "identifier" or "status" or "_status" or "priority" or "_priority" or "performerType"))
                writer.WriteRaw(name, value.RawBytes);

        writer.WriteStartArray("identifier");
        writer.Identifier(FhirSystems.Reference, journey.Reference);
        foreach (var identifier in original.Items("identifier"))
            writer.WriteRawValue(identifier.RawBytes);
        writer.WriteEndArray();
        writer.WriteString(
            "status",
            notice != ProviderNotice.Withdrawal ? "active"
                : journey.Stage == Stage.EnteredInError ? "entered-in-error"
                : "revoked"
        );
        writer.WriteString("priority", journey.Priority.ToCode());
        if (journey.Specialty is not null)
            writer.CodeableConcept(
                "performerType",
                FhirSystems.PracticeSetting,
                journey.Specialty,
                TreatmentFunction.FindName(journey.Specialty)
            );
        writer.WriteEndObject();
    }

    static void Entry(FhirWriter writer, string? fullUrl, Action resource)
    {
        writer.WriteStartObject();
        if (fullUrl is not null)
            writer.WriteString("fullUrl", fullUrl);
        writer.WritePropertyName("resource");
        resource();
        writer.WriteEndObject();
    }
}
