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
    /// <summary>Version of the BaRS message definitions, which the standard wants as the Bundle's version.</summary>
    const string MessageVersion = "1.1.0";

    const string RemarksId = "remarks";

    static readonly Problem KeptWithReferral = new(
        200,
        "informational",
        "",
        "kept-with-referral",
        "This was kept with the referral; ServiceRequest/$original gives it back as it came.",
        Severity: "information"
    );

    /// <param name="entries">
    /// Of a transaction or collection: the types of its resources, in order; empty for a ServiceRequest that stands alone.
    /// </param>
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
                WriteServiceRequest(result)
            )
            {
                // R4 §3.1.0.8: the address with the version that came about.
                Location = $"{location}/_history/{result.Version}",
                Remarks = result.Problems,
                ETag = etag,
                LastModified = result.At,
            },
            IntakeFace.Base when !result.Facts!.Message.IsMessage => new(
                200,
                R4Json.Write(CreateTransactionResponse(result, entries ?? ["ServiceRequest"]))
            )
            {
                Location = location,
            },
            _ => new(200, R4Json.Write(CreateMessageResponse(result))) { Location = location, ETag = etag },
        };
    }

    /// <summary>
    /// The referral as it stands. What the sender should know of it comes in the answer as a contained OperationOutcome, to which an
    /// extension points: a representation is what most callers ask for, and a warning must not wait until somebody prefers it.
    /// </summary>
    byte[] WriteServiceRequest(IntakeResult result)
    {
        if (result.Problems.Count == 0)
            return ReferralResources.ServiceRequest(View(result), result.Facts!).Json;
        var request = ReferralResources.CreateServiceRequest(View(result), result.Facts!);
        var outcome = OperationOutcomes.Create(result.Problems);
        outcome.Id = RemarksId;
        request.Contained.Add(outcome);
        request.Extension.Add(R4Values.Extension("remarks", new R4.ResourceReference($"#{RemarksId}")));
        return R4Json.Write(request);
    }

    R4.Bundle CreateMessageResponse(IntakeResult result)
    {
        var now = time.UtcNow();
        var facts = result.Facts!;
        var (header, outcome) = (EntityId.New(now), EntityId.New(now));
        var request = ReferralResources.CreateServiceRequest(View(result), facts, isMessage: true);
        return new R4.Bundle
        {
            Id = EntityId.New(now).ToString(),
            Type = R4.Bundle.BundleType.Message,
            TimestampElement = R4Values.Instant(now),
            Entry =
            [
                new() { FullUrl = $"urn:uuid:{header}", Resource = CreateHeader(header, outcome, result) },
                new() { FullUrl = $"urn:uuid:{result.Referral}", Resource = request },
                new() { FullUrl = $"urn:uuid:{outcome}", Resource = OperationOutcomes.Create(Remarks(result)) },
            ],
        }.WithMeta(MessageVersion, now);
    }

    R4.MessageHeader CreateHeader(Guid header, Guid outcome, IntakeResult result)
    {
        var message = result.Facts!.Message;
        return new()
        {
            Id = header.ToString(),
            Event = R4Values.Coding(FhirSystems.MessageEvents, "servicerequest-response"),
            Destination = message.SourceEndpoint is { } destination ? [new() { Endpoint = destination }] : [],
            Sender = R4Values.Organization(settings.Organisation.OdsCode, settings.Organisation.Name),
            Source = new()
            {
                Name = settings.Organisation.Name,
                Software = "ReferralHub",
                Endpoint = $"{FhirSystems.OdsOrganisation}|{settings.Organisation.OdsCode}",
            },
            Reason = R4Values.Concept(FhirSystems.MessageReason, result.Outcome == IntakeOutcome.Received ? "new" : "update"),
            Response = new()
            {
                Identifier = message.BundleId ?? message.MessageId,
                Code = R4.MessageHeader.ResponseType.Ok,
                Details = new($"urn:uuid:{outcome}"),
            },
            Focus = [new($"urn:uuid:{result.Referral}")],
        };
    }

    /// <summary>
    /// One entry for each that came, in their order. What came with the referral is kept in its document and has no address of its own.
    /// </summary>
    R4.Bundle CreateTransactionResponse(IntakeResult result, IReadOnlyList<string> entries) =>
        new()
        {
            Type = R4.Bundle.BundleType.TransactionResponse,
            Entry = [.. entries.Select(type => type == "ServiceRequest" ? CreateReferralEntry(result) : CreateKeptEntry(type, result))],
        };

    R4.Bundle.EntryComponent CreateReferralEntry(IntakeResult result) =>
        new()
        {
            Resource = ReferralResources.CreateServiceRequest(View(result), result.Facts!),
            Response = new()
            {
                Status = result.Outcome == IntakeOutcome.Received ? "201 Created" : "200 OK",
                Location = $"ServiceRequest/{result.Referral}/_history/{result.Version}",
                Etag = $"W/\"{result.Version}\"",
                LastModifiedElement = R4Values.Instant(result.At),
                Outcome = OperationOutcomes.Create(Remarks(result)),
            },
        };

    static R4.Bundle.EntryComponent CreateKeptEntry(string type, IntakeResult result) =>
        new()
        {
            Response = new()
            {
                Status = "200 OK",
                Location = type == "Patient" ? $"Patient/{result.PatientKey}" : null,
                Outcome = OperationOutcomes.Create([KeptWithReferral]),
            },
        };

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
}
