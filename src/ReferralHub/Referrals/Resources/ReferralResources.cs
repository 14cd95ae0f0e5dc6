using ReferralHub.Fhir;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Resources;

/// <summary>Writes a referral as ServiceRequest and as the Task that says whose turn it is.</summary>
static class ReferralResources
{
    public const string ServiceRequestProfile = FhirSystems.Own + "/StructureDefinition/referral";
    public const string TaskProfile = FhirSystems.Own + "/StructureDefinition/referral-task";

    /// <param name="isMessage">For a message to another system, where references to addresses of this server would lead nowhere.</param>
    public static FhirResource ServiceRequest(ReferralView view, ReferralFacts facts, bool isMessage = false) =>
        FhirResource.Write(
            "ServiceRequest",
            view.Id.ToString(),
            Version(view),
            view.Updated,
            isMessage ? null : ServiceRequestProfile,
            writer => ServiceRequest(writer, view, facts, isMessage)
        );

    /// <param name="notes">What the practice is told or asked, oldest first.</param>
    public static FhirResource Task(ReferralView view, ReferralFacts facts, IReadOnlyList<ReferralNote> notes) =>
        FhirResource.Write(
            "Task",
            view.Id.ToString(),
            Version(view),
            view.Updated,
            TaskProfile,
            writer => Task(writer, view, facts, notes)
        );

    static string Version(ReferralView view) => view.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static void ServiceRequest(FhirWriter writer, ReferralView view, ReferralFacts facts, bool isMessage)
    {
        writer.WriteStartArray("identifier");
        writer.Identifier(FhirSystems.Reference, view.Reference);
        foreach (var own in facts.Request.Identifiers)
        {
            var bar = own.IndexOf('|', StringComparison.Ordinal);
            if (bar > 0)
                writer.Identifier(own[..bar], own[(bar + 1)..]);
        }

        writer.WriteEndArray();
        writer.WriteString("status", view.Stage.RequestStatus());
        writer.WriteString("intent", facts.Request.Intent);
        writer.WriteStartArray("category");
        CodeableConcept(writer, FhirSystems.MessageCategory, "referral", "Transfer of Care");
        writer.WriteEndArray();
        writer.WriteString("priority", view.Priority.ToCode());
        WriteCode(writer, facts);
        Subject(writer, "subject", view, facts, isMessage);
        if (facts.Request.AuthoredOn is { } written)
            writer.WriteString("authoredOn", FhirDateTime.Instant(written));
        Requester(writer, view, facts, isMessage);
        if (view.Specialty is not null)
            writer.CodeableConcept(
                "performerType",
                FhirSystems.PracticeSetting,
                view.Specialty,
                TreatmentFunction.FindName(view.Specialty)
            );
        if (facts.Request.Reason is { } reason)
        {
            writer.WriteStartArray("reasonCode");
            writer.WriteStartObject();
            writer.WriteString("text", reason);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
    }

    static void Task(FhirWriter writer, ReferralView view, ReferralFacts facts, IReadOnlyList<ReferralNote> notes)
    {
        writer.WriteStartArray("identifier");
        writer.Identifier(FhirSystems.Reference, view.Reference);
        writer.WriteEndArray();
        writer.WriteString("status", view.Stage.TaskStatus());
        writer.CodeableConcept("businessStatus", FhirSystems.BusinessStatus, Kebab(view.Stage), view.Stage.ToWords());
        writer.WriteString("intent", "order");
        writer.WriteString("priority", view.Priority.ToCode());
        writer.CodeableConcept("code", "http://hl7.org/fhir/CodeSystem/task-code", "fulfill", "Fulfill the focal request");
        writer.Reference("focus", $"ServiceRequest/{view.Id}");
        Subject(writer, "for", view, facts, isMessage: false);
        // Whose turn it is since when; until when stands in the restriction.
        writer.WriteStartObject("executionPeriod");
        writer.WriteString("start", FhirDateTime.Instant(view.StageEntered));
        if (view.Stage.IsTerminal())
            writer.WriteString("end", FhirDateTime.Instant(view.StageEntered));
        writer.WriteEndObject();
        writer.WriteString("authoredOn", FhirDateTime.Instant(view.Received));
        writer.WriteString("lastModified", FhirDateTime.Instant(view.Updated));
        if (view.OwnerKind is { } kind)
        {
            if (kind is OwnerKind.Practice or OwnerKind.Provider)
                writer.LogicalReference(
                    "owner",
                    "Organization",
                    FhirSystems.OdsOrganisation,
                    view.Owner!,
                    reference: kind == OwnerKind.Practice && view.IsPracticeKnown ? $"Organization/{view.Owner}" : null
                );
            else
            {
                writer.WriteStartObject("owner");
                writer.WriteString("display", kind is OwnerKind.Clinician ? "A reviewing clinician" : Owner(kind, view.Owner!));
                writer.WriteEndObject();
            }
        }

        if (notes.Count > 0)
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
    }

    /// <summary>AwaitingInformation → awaiting-information.</summary>
    public static string Kebab(Stage stage) =>
        string.Concat(
            stage
                .ToString()
                .Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString())
        );

    static string Owner(OwnerKind kind, string owner) =>
        kind switch
        {
            OwnerKind.Hub => $"Referral centre ({owner})",
            OwnerKind.TriageTeam => $"Triage {owner}",
            OwnerKind.BookingTeam => $"Booking {owner}",
            _ => "The patient",
        };

    static void WriteCode(FhirWriter writer, ReferralFacts facts)
    {
        var codes = facts.Request.Codes.Select(c => (c.System!, c.Code!, c.Display)).Where(c => c is (not null, not null, _)).ToList();
        if (codes.Count == 0)
            return;
        writer.WriteStartObject("code");
        writer.WriteStartArray("coding");
        foreach (var (system, code, display) in codes)
            writer.Coding(system, code, display);

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Subject(FhirWriter writer, string property, ReferralView view, ReferralFacts facts, bool isMessage)
    {
        writer.WriteStartObject(property);
        if (!isMessage)
            writer.WriteString("reference", $"Patient/{view.PatientKey}");
        writer.WriteString("type", "Patient");
        if (facts.Patient.NhsNumber is { } number)
        {
            writer.WritePropertyName("identifier");
            writer.Identifier(FhirSystems.NhsNumber, number);
        }

        if (facts.Patient.Family is { } family)
            writer.WriteString("display", $"{family.ToUpperInvariant()}, {facts.Patient.Given}".TrimEnd(' ', ','));
        else if (facts.Patient.NhsNumber is null)
            writer.WriteString("display", "Not known");
        writer.WriteEndObject();
    }

    static void Requester(FhirWriter writer, ReferralView view, ReferralFacts facts, bool isMessage)
    {
        var name = facts.Requester.Name ?? facts.Requester.OrganisationName;
        if (view.Practice is not null)
            writer.LogicalReference(
                "requester",
                "Organization",
                FhirSystems.OdsOrganisation,
                view.Practice,
                name,
                view.IsPracticeKnown && !isMessage ? $"Organization/{view.Practice}" : null
            );
        else if (name is not null)
        {
            writer.WriteStartObject("requester");
            writer.WriteString("display", name);
            writer.WriteEndObject();
        }
    }

    static void CodeableConcept(FhirWriter writer, string system, string code, string display)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("coding");
        writer.Coding(system, code, display);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
