using ReferralHub.Fhir;
using ReferralHub.FhirApi;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Referrals.Register;
using ReferralHub.Referrals.Resources;
using ReferralHub.Web.Problems;

namespace ReferralHub.Intake;

/// <summary>Puts a result of intake into the form that each FHIR face owes its caller.</summary>
sealed class IntakeAnswers(HubSettings settings, PracticeRegister practices, TimeProvider time)
{
    static readonly Problem KeptWithReferral = new(
        200,
        "informational",
        "",
        "kept-with-referral",
        "This was kept with the referral; ServiceRequest/$original gives it back as it came.",
        Severity: "information"
    );

    /// <param name="entries">Of a transaction or collection: the types of its resources, in order; empty for a ServiceRequest that
    /// stands alone.</param>
    public FhirAnswer CreateAnswer(IntakeResult result, IntakeFace face, IReadOnlyList<string>? entries = null)
    {
        var location = result.Referral is { } id ? $"/fhir/ServiceRequest/{id}" : null;
        if (!result.Stored)
        {
            var refusal = FhirAnswer.FromProblems(result.Problems);
            return new(refusal.Status, refusal.Body) { Location = location, RetryAfterSeconds = refusal.RetryAfterSeconds };
        }

        var etag = $"W/\"{result.Version}\"";
        return face switch
        {
            _ when face is IntakeFace.ServiceRequest or IntakeFace.Update || entries is [] => new(
                result.Outcome == IntakeOutcome.Received ? 201 : 200,
                ReferralResources.ServiceRequest(View(result), result.Facts!).Json
            )
            {
                Location = location,
                ETag = etag,
                LastModified = result.At,
            },
            IntakeFace.Base when !result.Facts!.Message.IsMessage => new(
                200,
                FhirWriter.Write(w => TransactionResponse(w, result, entries ?? ["ServiceRequest"]))
            )
            {
                Location = location,
            },
            _ => new(200, FhirWriter.Write(w => MessageResponse(w, result))) { Location = location, ETag = etag },
        };
    }

    void MessageResponse(FhirWriter writer, IntakeResult result)
    {
        var now = time.UtcNow();
        var facts = result.Facts!;
        var (header, outcome) = (EntityId.New(now), EntityId.New(now));
        writer.Resource("Bundle", EntityId.New(now).ToString());
        writer.WriteStartObject("meta");
        writer.WriteString("versionId", "1.1.0");
        writer.WriteString("lastUpdated", FhirDateTime.Instant(now));
        writer.WriteEndObject();
        writer.WriteString("type", "message");
        writer.WriteString("timestamp", FhirDateTime.Instant(now));
        writer.WriteStartArray("entry");

        Entry(writer, $"urn:uuid:{header}");
        writer.Resource("MessageHeader", header.ToString());
        writer.CodingElement("eventCoding", FhirSystems.MessageEvents, "servicerequest-response");
        if (facts.Message.SourceEndpoint is { } destination)
        {
            writer.WriteStartArray("destination");
            writer.WriteStartObject();
            writer.WriteString("endpoint", destination);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.LogicalReference(
            "sender",
            "Organization",
            FhirSystems.OdsOrganisation,
            settings.Organisation.OdsCode,
            settings.Organisation.Name
        );
        writer.WriteStartObject("source");
        writer.WriteString("name", settings.Organisation.Name);
        writer.WriteString("software", "ReferralHub");
        writer.WriteString("endpoint", $"{FhirSystems.OdsOrganisation}|{settings.Organisation.OdsCode}");
        writer.WriteEndObject();
        writer.CodeableConcept("reason", FhirSystems.MessageReason, result.Outcome == IntakeOutcome.Received ? "new" : "update");
        writer.WriteStartObject("response");
        writer.WriteString("identifier", facts.Message.BundleId ?? facts.Message.MessageId);
        writer.WriteString("code", "ok");
        writer.Reference("details", $"urn:uuid:{outcome}");
        writer.WriteEndObject();
        writer.WriteStartArray("focus");
        writer.WriteStartObject();
        writer.WriteString("reference", $"urn:uuid:{result.Referral}");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();

        Entry(writer, $"urn:uuid:{result.Referral}");
        writer.WriteRawValue(ReferralResources.ServiceRequest(View(result), facts, isMessage: true).Json);
        writer.WriteEndObject();

        Entry(writer, $"urn:uuid:{outcome}");
        OperationOutcomes.Write(writer, Remarks(result));
        writer.WriteEndObject();

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>
    /// One entry for each that came, in their order. What came with the referral is kept in its document and has no address of its
    /// own.
    /// </summary>
    void TransactionResponse(FhirWriter writer, IntakeResult result, IReadOnlyList<string> entries)
    {
        writer.Resource("Bundle");
        writer.WriteString("type", "transaction-response");
        writer.WriteStartArray("entry");
        foreach (var type in entries)
        {
            writer.WriteStartObject();
            if (type == "ServiceRequest")
            {
                writer.WritePropertyName("resource");
                writer.WriteRawValue(ReferralResources.ServiceRequest(View(result), result.Facts!).Json);
            }

            writer.WriteStartObject("response");
            writer.WriteString("status", type == "ServiceRequest" && result.Outcome == IntakeOutcome.Received ? "201 Created" : "200 OK");
            if (type == "ServiceRequest")
            {
                writer.WriteString("location", $"ServiceRequest/{result.Referral}/_history/{result.Version}");
                writer.WriteString("etag", $"W/\"{result.Version}\"");
                writer.WriteString("lastModified", FhirDateTime.Instant(result.At));
            }
            else if (type == "Patient")
            {
                writer.WriteString("location", $"Patient/{result.PatientKey}");
            }

            writer.WritePropertyName("outcome");
            OperationOutcomes.Write(writer, type == "ServiceRequest" ? Remarks(result) : [KeptWithReferral]);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static IReadOnlyCollection<Problem> Remarks(IntakeResult result)
    {
        var reference = ReferralReference.Display(result.Reference!);
        var said = result.Outcome switch
        {
            IntakeOutcome.Received => "The referral was received",
            IntakeOutcome.Amended => "The amendment was received",
            _ => "The cancellation was received",
        };
        return
        [
            new(200, "informational", "", "received", $"{said}; its reference is {reference}.", Severity: "information"),
            .. result.Problems,
        ];
    }

    ReferralView View(IntakeResult result) =>
        new()
        {
            Id = result.Referral!.Value,
            Reference = result.Reference!,
            Version = result.Version,
            Stage = result.Stage!.Value,
            StageEntered = result.At,
            Updated = result.At,
            Received = result.At,
            Priority = result.Facts!.Priority,
            Specialty = result.Facts.Request.Specialty,
            Practice = result.Facts.Practice,
            IsPracticeKnown = practices.Knows(result.Facts.Practice),
            PatientKey = result.PatientKey,
        };

    static void Entry(FhirWriter writer, string fullUrl)
    {
        writer.WriteStartObject();
        writer.WriteString("fullUrl", fullUrl);
        writer.WritePropertyName("resource");
    }
}
