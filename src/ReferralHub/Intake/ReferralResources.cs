using System.Text.Json;
using ReferralHub.Fhir;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Fhir;

namespace ReferralHub.Intake;

/// <summary>What a referral looks like from outside: the few fields of a journey that its resources need.</summary>
public sealed record ReferralView(Guid Id, string Reference, int Version, Stage Stage, DateTime StageEntered, DateTime Received, Priority Priority, string? Specialty,
    string? Practice, OwnerKind? OwnerKind, string? Owner, DateTime? Due, string Flags);

/// <summary>Writes a referral as ServiceRequest and as the Task that says whose turn it is.</summary>
static class ReferralResources
{
    public static void ServiceRequest(Utf8JsonWriter writer, ReferralView view, ReferralFacts facts)
    {
        writer.Resource("ServiceRequest", view.Id.ToString());
        writer.WriteStartObject("meta");
        writer.WriteString("versionId", view.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteString("lastUpdated", FhirDateTime.Instant(view.StageEntered));
        writer.WriteEndObject();
        writer.WriteStartArray("identifier");
        writer.Identifier(FhirSystems.Reference, view.Reference);
        foreach (var own in facts.Request.Identifiers)
        {
            var bar = own.IndexOf('|', StringComparison.Ordinal);
            if (bar > 0) writer.Identifier(own[..bar], own[(bar + 1)..]);
        }

        writer.WriteEndArray();
        writer.WriteString("status", view.Stage.RequestStatus());
        writer.WriteString("intent", facts.Request.Intent);
        writer.WriteStartArray("category");
        CodeableConcept(writer, FhirSystems.MessageCategory, "referral", "Transfer of Care");
        writer.WriteEndArray();
        writer.WriteString("priority", view.Priority.Code());
        WriteCode(writer, facts);
        Subject(writer, "subject", facts);
        if (facts.Request.AuthoredOn is { } written) writer.WriteString("authoredOn", FhirDateTime.Instant(written));
        Requester(writer, view, facts);
        if (view.Specialty is not null) writer.CodeableConcept("performerType", FhirSystems.PracticeSetting, view.Specialty, TreatmentFunction.NameOf(view.Specialty));
        if (facts.Request.Reason is { } reason)
        {
            writer.WriteStartArray("reasonCode");
            writer.WriteStartObject();
            writer.WriteString("text", reason);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <param name="notes">What the practice is told or asked, oldest first.</param>
    public static void Task(Utf8JsonWriter writer, ReferralView view, ReferralFacts facts, IReadOnlyList<ReferralNote>? notes = null)
    {
        writer.Resource("Task", view.Id.ToString());
        writer.WriteStartObject("meta");
        writer.WriteString("versionId", view.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        writer.WriteStartArray("identifier");
        writer.Identifier(FhirSystems.Reference, view.Reference);
        writer.WriteEndArray();
        writer.WriteString("status", view.Stage.TaskStatus());
        writer.CodeableConcept("businessStatus", FhirSystems.BusinessStatus, Kebab(view.Stage), view.Stage.Words());
        writer.WriteString("intent", "order");
        writer.WriteString("priority", view.Priority.Code());
        writer.CodeableConcept("code", "http://hl7.org/fhir/CodeSystem/task-code", "fulfill", "Fulfill the focal request");
        writer.Reference("focus", $"ServiceRequest/{view.Id}");
        Subject(writer, "for", facts);
        writer.WriteString("authoredOn", FhirDateTime.Instant(view.Received));
        writer.WriteString("lastModified", FhirDateTime.Instant(view.StageEntered));
        if (view.OwnerKind is { } kind)
        {
            if (kind is OwnerKind.Practice or OwnerKind.Provider) writer.LogicalReference("owner", "Organization", FhirSystems.OdsOrganisation, view.Owner!);
            else
            {
                writer.WriteStartObject("owner");
                writer.WriteString("display", kind is OwnerKind.Clinician ? "A reviewing clinician" : Owner(kind, view.Owner!));
                writer.WriteEndObject();
            }
        }

        if (notes is { Count: > 0 })
        {
            writer.WriteStartArray("note");
            foreach (var note in notes)
            {
                writer.WriteStartObject();
                writer.WriteString("authorString", note.Author);
                writer.WriteString("time", FhirDateTime.Instant(note.At));
                writer.WriteString("text", note.Text);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (view.Due is { } due)
        {
            writer.WriteStartObject("restriction");
            writer.WriteStartObject("period");
            writer.WriteString("end", FhirDateTime.Instant(due));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>AwaitingInformation → awaiting-information.</summary>
    public static string Kebab(Stage stage) =>
        string.Concat(stage.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    static string Owner(OwnerKind kind, string owner) => kind switch
    {
        OwnerKind.Hub => $"Referral centre ({owner})",
        OwnerKind.TriageTeam => $"Triage {owner}",
        OwnerKind.BookingTeam => $"Booking {owner}",
        _ => "The patient",
    };

    static void WriteCode(Utf8JsonWriter writer, ReferralFacts facts)
    {
        var codes = facts.Request.Codes.Where(c => c.Code is not null && c.System is not null).ToList();
        if (codes.Count == 0) return;
        writer.WriteStartObject("code");
        writer.WriteStartArray("coding");
        foreach (var code in codes)
        {
            writer.WriteStartObject();
            writer.WriteString("system", code.System);
            writer.WriteString("code", code.Code);
            if (code.Display is not null) writer.WriteString("display", code.Display);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Subject(Utf8JsonWriter writer, string property, ReferralFacts facts)
    {
        writer.WriteStartObject(property);
        writer.WriteString("type", "Patient");
        if (facts.Patient.NhsNumber is { } number)
        {
            writer.WritePropertyName("identifier");
            writer.Identifier(FhirSystems.NhsNumber, number);
        }

        if (facts.Patient.Family is { } family) writer.WriteString("display", $"{family.ToUpperInvariant()}, {facts.Patient.Given}".TrimEnd(' ', ','));
        else if (facts.Patient.NhsNumber is null) writer.WriteString("display", "Not known");
        writer.WriteEndObject();
    }

    static void Requester(Utf8JsonWriter writer, ReferralView view, ReferralFacts facts)
    {
        var name = facts.Requester.Name ?? facts.Requester.OrganisationName;
        if (view.Practice is not null) writer.LogicalReference("requester", "Organization", FhirSystems.OdsOrganisation, view.Practice, name);
        else if (name is not null)
        {
            writer.WriteStartObject("requester");
            writer.WriteString("display", name);
            writer.WriteEndObject();
        }
    }

    static void CodeableConcept(Utf8JsonWriter writer, string system, string code, string display)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("coding");
        writer.WriteStartObject();
        writer.WriteString("system", system);
        writer.WriteString("code", code);
        writer.WriteString("display", display);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
