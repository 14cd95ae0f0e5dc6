using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Triage;

/// <summary>What triage decided about a referral and why, as GuidanceResponse: one for each time it was triaged.</summary>
sealed class GuidanceResponseType : IFhirResourceType
{
    const int PatientsReferralsMax = 200;
    static readonly string OutcomeSystem = FhirSystems.Own + "/CodeSystem/triage-outcome";

    public string Type => "GuidanceResponse";

    public string Documentation =>
        "What triage decided about a referral: the outcome, the pack that decided, and in notes why, rule by rule. "
        + "Searches name the referral or the patient.";

    public string? Profile => null;

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        SearchParameter.Id,
        new("request", SearchParameterType.Token, "Reference or id of the referral."),
        new("patient", SearchParameterType.Reference, "Id of the Patient.", "subject", "Patient"),
        new("subject", SearchParameterType.Reference, "The same as patient.", "subject", "Patient"),
    ];

    public IReadOnlyList<string> Sorts => ["_id"];

    public async Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken)
    {
        if (!TryId(id, out var referral, out var version))
            return null;
        var journey = await db.Journeys.AsNoTracking().FirstOrDefaultAsync(j => j.Id == referral, cancellationToken);
        var run = await db
            .TriageRuns.AsNoTracking()
            .FirstOrDefaultAsync(t => t.Referral == referral && t.Version == version, cancellationToken);
        return journey is null || run is null ? null : Write(journey, run);
    }

    public async Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        if (request.Terms.Count == 0)
            throw new SearchRefusedException(
                new(
                    400,
                    "too-costly",
                    "REC_BAD_REQUEST",
                    "search-too-wide",
                    "Say whose: GuidanceResponse is searched by request (a referral), patient or _id."
                )
            );
        IQueryable<ReferralJourney> journeys = db.Journeys.AsNoTracking();
        foreach (var term in request.Terms)
        {
            switch (term.Name)
            {
                case "_id":
                    var referrals = term.Ids.Select(i => TryId(i, out var id, out _) ? id : Guid.Empty).ToList();
                    journeys = journeys.Where(j => referrals.Contains(j.Id));
                    break;
                case "request":
                    var references = term
                        .Tokens.Where(t => t.IsOf(FhirSystems.Reference))
                        .Select(t => ReferralReference.TryParse(t.Code, out var r) ? r.Value : t.Code)
                        .ToList();
                    var ids = term.Ids.Select(i => Guid.TryParse(i, out var id) ? id : Guid.Empty).ToList();
                    journeys = journeys.Where(j => references.Contains(j.Reference) || ids.Contains(j.Id));
                    break;
                default:
                    var patients = term.Ids.ToList();
                    journeys = journeys.Where(j => patients.Contains(j.PatientKey));
                    break;
            }
        }

        var found = await journeys
            .OrderByDescending(j => j.Received)
            .Take(PatientsReferralsMax)
            .ToDictionaryAsync(j => j.Id, cancellationToken);
        var keys = found.Keys.ToList();
        var runs = await db.TriageRuns.AsNoTracking().Where(t => keys.Contains(t.Referral)).ToListAsync(cancellationToken);
        var named = request.Terms.FirstOrDefault(t => t.Name == "_id");
        return ListPages.Page(
            runs.Where(r => named is null || named.Ids.Contains(ComputeId(r))),
            ComputeId,
            r => Write(found[r.Referral], r),
            request
        );
    }

    static string ComputeId(TriageRun run) => $"{run.Referral}.{run.Version}";

    static bool TryId(string id, out Guid referral, out int version)
    {
        (referral, version) = (Guid.Empty, 0);
        return id.Split('.') is [var left, var right]
            && Guid.TryParse(left, out referral)
            && int.TryParse(right, System.Globalization.CultureInfo.InvariantCulture, out version);
    }

    static FhirResource Write(ReferralJourney journey, TriageRun run) =>
        FhirResource.Write(Create(journey, run), "1", run.At) with
        {
            About = new(journey.Id, journey.PatientKey),
        };

    static R4.GuidanceResponse Create(ReferralJourney journey, TriageRun run)
    {
        var rules = run.ReadFired();
        var deciding = rules.FirstOrDefault(r => r.Outcome == run.Outcome);
        return new()
        {
            Id = ComputeId(run),
            RequestIdentifier = new(FhirSystems.Reference, journey.Reference),
            Module = new R4.Canonical(
                deciding is null || deciding.Pack == "hub"
                    ? $"{FhirSystems.Own}/PlanDefinition/hub"
                    : $"{PlanDefinitionType.BuildUrl(deciding.Pack)}|{deciding.PackVersion}"
            ),
            Status =
                run.Outcome == RuleOutcome.Ask
                    ? R4.GuidanceResponse.GuidanceResponseStatus.DataRequired
                    : R4.GuidanceResponse.GuidanceResponseStatus.Success,
            Subject = new($"Patient/{journey.PatientKey}"),
            OccurrenceDateTime = FhirDateTime.Instant(run.At),
            ReasonCode = [R4Values.Concept(OutcomeSystem, TriageStage.ToCode(run.Outcome))],
            ReasonReference = [new() { Display = $"Referral {ReferralReference.Display(journey.Reference)}" }],
            Note = [.. rules.Where(r => r.Reason is not null).Select(CreateNote)],
        };
    }

    static R4.Annotation CreateNote(RuleTrace rule)
    {
        var gaveWay = rule.GaveWay ? " (Gave way to something graver.)" : "";
        var source = rule.Source is null ? "" : $" Source: {rule.Source}.";
        return new()
        {
            Author = new R4.FhirString($"Rule {rule.Rule} of {rule.Pack} {rule.PackVersion}"),
            Text = $"{rule.Title}: {rule.Reason}{gaveWay}{source}",
        };
    }
}
