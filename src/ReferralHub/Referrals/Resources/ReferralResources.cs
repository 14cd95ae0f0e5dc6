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

    public static FhirResource ServiceRequest(ReferralView view, ReferralFacts facts) =>
        FhirResource.Write(CreateServiceRequest(view, facts), Version(view), view.Updated, ServiceRequestProfile) with
        {
            About = new(view.Id, view.PatientKey),
        };

    /// <param name="notes">What the practice is told or asked, oldest first.</param>
    public static FhirResource Task(ReferralView view, ReferralFacts facts, IReadOnlyList<ReferralNote> notes) =>
        FhirResource.Write(
            CreateTask(view, facts, notes).WithRestriction(facts.Patient.IsRestricted),
            Version(view),
            view.Updated,
            TaskProfile
        ) with
        {
            About = new(view.Id, view.PatientKey),
        };

    /// <param name="isMessage">For a message to another system, where references to addresses of this server would lead nowhere.</param>
    public static R4.ServiceRequest CreateServiceRequest(ReferralView view, ReferralFacts facts, bool isMessage = false)
    {
        var request = new R4.ServiceRequest
        {
            Id = view.Id.ToString(),
            Identifier = [new(FhirSystems.Reference, view.Reference)],
            Status = R4Values.Code<R4.RequestStatus>(view.Stage.RequestStatus(view.IsDone)),
            Intent = R4Values.Code<R4.RequestIntent>(facts.Request.Intent),
            Category = [R4Values.Concept(FhirSystems.MessageCategory, "referral", "Transfer of Care")],
            Priority = R4Values.Code<R4.RequestPriority>(view.Priority.ToCode()),
            Code = CreateCode(facts),
            Subject = CreateSubject(view, facts, isMessage),
            AuthoredOn = facts.Request.AuthoredOn is { } written ? FhirDateTime.Instant(written) : null,
            Requester = CreateRequester(view, facts, isMessage),
            PerformerType = view.Specialty is { } specialty
                ? R4Values.Concept(FhirSystems.PracticeSetting, specialty, TreatmentFunction.FindName(specialty))
                : null,
            Performer = view.Destination is { } destination ? [CreateProvider(destination, isMessage)] : [],
            ReasonCode = facts.Request.Reason is { } reason ? [R4Values.Words(reason)] : [],
        };
        foreach (var own in facts.Request.Identifiers)
        {
            var bar = own.IndexOf('|', StringComparison.Ordinal);
            if (bar > 0)
                request.Identifier.Add(WriteIdentifier(own[..bar], own[(bar + 1)..]));
        }

        return request
            .WithRestriction(facts.Patient.IsRestricted)
            .WithMeta(Version(view), view.Updated, isMessage ? null : ServiceRequestProfile);
    }

    /// <summary>A sender's system that is no absolute URI, as R4 wants it, is given out as the words that it is.</summary>
    static R4.Identifier WriteIdentifier(string system, string value) =>
        system.Contains(':', StringComparison.Ordinal)
            ? new(system, value)
            : new()
            {
                Value = value,
                Type = new() { Text = system },
            };

    static string Version(ReferralView view) => view.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static R4.Task CreateTask(ReferralView view, ReferralFacts facts, IReadOnlyList<ReferralNote> notes) =>
        new()
        {
            Id = view.Id.ToString(),
            Identifier = [new(FhirSystems.Reference, view.Reference)],
            Status = R4Values.Code<R4.Task.TaskStatus>(view.Stage.TaskStatus(view.IsDone)),
            StatusReason = view.DuplicateOf is { } other ? R4Values.Words($"Duplicate of {other}") : null,
            BusinessStatus = R4Values.Concept(FhirSystems.BusinessStatus, Kebab(view.Stage), view.Stage.ToWords()),
            Intent = R4.Task.TaskIntent.Order,
            Priority = R4Values.Code<R4.RequestPriority>(FindTaskPriority(view).ToCode()),
            Code = R4Values.Concept("http://hl7.org/fhir/CodeSystem/task-code", "fulfill", "Fulfill the focal request"),
            Focus = new($"ServiceRequest/{view.Id}"),
            For = CreateSubject(view, facts, isMessage: false),
            // Whose turn it is since when; until when stands in the restriction.
            ExecutionPeriod = new()
            {
                Start = FhirDateTime.Instant(view.StageEntered),
                End =
                    view.Stage.IsTerminal() && (view.Stage != Stage.HandedOver || view.IsDone)
                        ? FhirDateTime.Instant(view.StageEntered)
                        : null,
            },
            AuthoredOn = FhirDateTime.Instant(view.Received),
            LastModified = FhirDateTime.Instant(view.Updated),
            Owner =
                view is { Stage: Stage.Dispatched or Stage.HandedOver, Destination: { } destination }
                    ? CreateProvider(destination, isMessage: false)
                : view.OwnerKind is { } kind ? CreateOwner(kind, view)
                : null,
            Note = [.. notes.Select(CreateNote)],
            Restriction = view.Due is { } due ? new() { Period = new() { End = FhirDateTime.Instant(due) } } : null,
        };

    /// <summary>How soon what is to be done is done: reading it may be more pressing than what the referrer asks for.</summary>
    static Priority FindTaskPriority(ReferralView view)
    {
        var reading = view.First switch
        {
            ReadFirst.Emergency => Priority.Stat,
            ReadFirst.SuspectedCancer => Priority.Asap,
            ReadFirst.Attention => Priority.Urgent,
            _ => Priority.Routine,
        };
        return reading > view.Priority ? reading : view.Priority;
    }

    static R4.Annotation CreateNote(ReferralNote note) =>
        new()
        {
            Author = new R4.FhirString(note.Author),
            Time = FhirDateTime.Instant(note.At),
            Text = note.Text,
        };

    static R4.ResourceReference CreateProvider(ReferralDestination destination, bool isMessage) =>
        R4Values.Organization(destination.Provider, destination.ProviderName, isMessage ? null : $"Organization/{destination.Provider}");

    static R4.ResourceReference CreateOwner(OwnerKind kind, ReferralView view) =>
        kind switch
        {
            OwnerKind.Practice when view.IsPracticeKnown => R4Values.Organization(view.Owner!, reference: $"Organization/{view.Owner}"),
            OwnerKind.Practice or OwnerKind.Provider => R4Values.Organization(view.Owner!),
            OwnerKind.Clinician => new() { Display = "A reviewing clinician" },
            _ => new() { Display = Owner(kind, view.Owner!) },
        };

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

    static R4.CodeableConcept? CreateCode(ReferralFacts facts)
    {
        List<R4.Coding> codes =
        [
            .. facts
                .Request.Codes.Where(c => c.System is not null && c.Code is not null)
                .Select(c => R4Values.Coding(c.System!, c.Code!, c.Display)),
        ];
        return codes.Count == 0 ? null : new() { Coding = codes };
    }

    static R4.ResourceReference CreateSubject(ReferralView view, ReferralFacts facts, bool isMessage) =>
        new()
        {
            Reference = isMessage ? null : $"Patient/{view.PatientKey}",
            Type = "Patient",
            Identifier = facts.Patient.NhsNumber is { } number ? new(FhirSystems.NhsNumber, number) : null,
            Display =
                facts.Patient.Family is not null || facts.Patient.Given is not null
                    ? ReferralNames.Display(facts.Patient.Family, facts.Patient.Given)
                : facts.Patient.NhsNumber is null ? "Not known"
                : null,
        };

    static R4.ResourceReference? CreateRequester(ReferralView view, ReferralFacts facts, bool isMessage)
    {
        var name = facts.Requester.Name ?? facts.Requester.OrganisationName;
        return view.Practice is { } practice
                ? R4Values.Organization(practice, name, view.IsPracticeKnown && !isMessage ? $"Organization/{practice}" : null)
            : name is null ? null
            : new() { Display = name };
    }
}
