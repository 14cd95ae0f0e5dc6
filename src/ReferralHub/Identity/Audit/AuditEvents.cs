using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Audit;

/// <summary>Writes audited calls as AuditEvent (R4 §6.4).</summary>
static class AuditEvents
{
    const string AuditTypes = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    const string RestfulInteractions = "http://hl7.org/fhir/restful-interaction";
    const string EntityTypes = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    const string ObjectRoles = "http://terminology.hl7.org/CodeSystem/object-role";
    const string Acts = FhirSystems.Own + "/CodeSystem/audit-act";
    const string CallerIds = FhirSystems.Own + "/Id/caller";
    const string Roles = FhirSystems.Own + "/CodeSystem/caller-role";

    public static FhirResource Write(AccessEvent e, IReadOnlyList<AccessSubject> subjects) =>
        FhirResource.Write(Create(e, subjects), "1", e.At) with
        {
            About = subjects is [var only] ? new(only.Referral, only.PatientKey) : null,
        };

    static R4.AuditEvent Create(AccessEvent e, IReadOnlyList<AccessSubject> subjects) =>
        new()
        {
            Id = e.Id.ToString(),
            Type = new(AuditTypes, "rest", "RESTful Operation"),
            Subtype = [.. ListSubtypes(e)],
            Action = ChooseAction(e),
            RecordedElement = R4Values.Instant(e.At),
            Outcome = ChooseOutcome(e.Outcome),
            OutcomeDesc = e.Status is { } status ? $"{e.Outcome}, {status}" : e.Outcome,
            PurposeOfEvent = e.Reason is { Length: > 0 } reason ? [R4Values.Words(reason)] : [],
            Agent = [CreateAgent(e)],
            Source = new()
            {
                Site = "ReferralHub",
                Observer = new() { Display = "ReferralHub" },
            },
            Entity = [.. subjects.SelectMany(CreateEntities)],
        };

    static IEnumerable<R4.Coding> ListSubtypes(AccessEvent e)
    {
        yield return new(Acts, e.Act);
        if (e.Act is AuditActs.Read)
            yield return new(RestfulInteractions, "read", "read");
        if (e.Act is AuditActs.Search)
            yield return new(RestfulInteractions, "search", "search");
    }

    static R4.AuditEvent.AuditEventAction ChooseAction(AccessEvent e) =>
        e.Act switch
        {
            AuditActs.Read or AuditActs.List or AuditActs.Attachment or AuditActs.Export => R4.AuditEvent.AuditEventAction.R,
            AuditActs.Change or AuditActs.Answer or AuditActs.Appeal or AuditActs.Withdrawal or AuditActs.Concern => R4.AuditEvent
                .AuditEventAction
                .U,
            _ => R4.AuditEvent.AuditEventAction.E,
        };

    static R4.AuditEvent.AuditEventOutcome ChooseOutcome(string outcome) =>
        outcome switch
        {
            AuditOutcomes.Done => R4.AuditEvent.AuditEventOutcome.N0,
            AuditOutcomes.Failed => R4.AuditEvent.AuditEventOutcome.N8,
            _ => R4.AuditEvent.AuditEventOutcome.N4,
        };

    static R4.AuditEvent.AgentComponent CreateAgent(AccessEvent e) =>
        new()
        {
            Requestor = true,
            Name = e.Name.Length > 0 ? e.Name : e.Role,
            Role = [R4Values.Concept(Roles, e.Role)],
            Who = e.Caller.Length > 0 ? new() { Identifier = new(CallerIds, e.Caller), Display = e.Name.Length > 0 ? e.Name : null } : null,
        };

    static IEnumerable<R4.AuditEvent.EntityComponent> CreateEntities(AccessSubject subject)
    {
        if (subject.PatientKey is { } key)
            yield return new()
            {
                What = new($"Patient/{key}"),
                Type = new(EntityTypes, "1", "Person"),
                Role = new(ObjectRoles, "1", "Patient"),
            };
        if (subject.Referral is { } referral)
            yield return new()
            {
                What = new($"ServiceRequest/{referral}"),
                Type = new(EntityTypes, "2", "System Object"),
                Role = new(ObjectRoles, "3", "Report"),
            };
    }
}
