using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Reading;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Triage.Simulation;

/// <summary>
/// Tries a draft on past referrals: the document as it first came, flags, priority and specialty as they then were, the same reader and
/// the same rules. Packs in force today decide once with and once without the draft; a draft with the id of a pack takes its place.
/// </summary>
public sealed class RuleSimulation(HubDatabase database, CurrentScope callerScope, PracticeRegister practices, TriageInputs inputs)
{
    const int ReferralsAtOnce = 512;

    /// <param name="packs">Those in force.</param>
    /// <param name="report">What an earlier run of the same draft and scope had counted; null to begin.</param>
    /// <param name="progress">Is told after each piece.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the report given to <paramref name="progress"/> last can be taken up
    /// again.</exception>
    public async Task<SimulationReport> RunAsync(
        RulePack draft,
        IReadOnlyList<RulePack> packs,
        SimulationScope scope,
        SimulationReport? report,
        Func<SimulationReport, Task>? progress,
        CancellationToken cancellationToken
    )
    {
        var counts =
            report
            ?? new()
            {
                Draft = draft.Name,
                DraftHash = draft.Hash,
                Scope = scope,
            };
        if (counts.DraftHash != draft.Hash || counts.Scope != scope)
            throw new ArgumentException("The run that was kept is of another draft or another period.", nameof(report));
        IReadOnlyList<RulePack> with = [.. packs.Where(p => p.Id != draft.Id), draft];
        await using var db = database.OpenRead(callerScope.Read());
        var all = SelectReferrals(db, scope);
        counts.Total = await all.CountAsync(cancellationToken);
        var before = counts.Seconds;
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cursor = counts.Cursor;
            var journeys = await all.Where(j => j.Id > cursor).OrderBy(j => j.Id).Take(ReferralsAtOnce).ToListAsync(cancellationToken);
            if (journeys.Count == 0)
                break;
            var past = await LoadAsync(db, journeys, with, cancellationToken);
            var outcomes = new Outcome?[past.Count];
            Parallel.For(
                0,
                past.Count,
                new ParallelOptions { CancellationToken = cancellationToken },
                i => outcomes[i] = Try(past[i], packs, with)
            );
            for (var i = 0; i < past.Count; i++)
                Add(counts, past[i], outcomes[i]);
            counts.Cursor = journeys[^1].Id;
            counts.Seconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (progress is not null)
                await progress(counts);
        }

        counts.Effects = (await ObservedEffects.CountAsync(db, scope, cancellationToken)).EstimateEffects(counts, scope);
        counts.Seconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds;
        return counts;
    }

    /// <summary>How many referrals a scope has.</summary>
    public async Task<int> CountAsync(SimulationScope scope, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        return await SelectReferrals(db, scope).CountAsync(cancellationToken);
    }

    static IQueryable<ReferralJourney> SelectReferrals(HubDbContext db, SimulationScope scope)
    {
        var (from, to) = (
            scope.From.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            WorkingDays.NextDay(scope.To).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)
        );
        return db
            .Journeys.AsNoTracking()
            .Where(j => j.Received >= from && j.Received < to && (scope.Practice == null || j.Practice == scope.Practice));
    }

    static async Task<List<Past>> LoadAsync(
        HubDbContext db,
        List<ReferralJourney> journeys,
        IReadOnlyList<RulePack> packs,
        CancellationToken cancellationToken
    )
    {
        var ids = journeys.ConvertAll(j => j.Id);
        var documents = await db
            .Documents.AsNoTracking()
            .Where(d => ids.Contains(d.Referral) && d.Version == 1)
            .ToDictionaryAsync(d => d.Referral, cancellationToken);
        var firsts = await db
            .Log.AsNoTracking()
            .Where(e => ids.Contains(e.Referral) && e.Version == 1)
            .ToDictionaryAsync(e => e.Referral, e => e.Data, cancellationToken);
        var earlier = (await FindEarlierAsync(db, journeys, packs, cancellationToken)).ToLookup(e => e.Journey.PatientKey);
        return journeys.ConvertAll(j => new Past(
            j,
            documents.GetValueOrDefault(j.Id),
            firsts.TryGetValue(j.Id, out var first) ? EventData.Read(first) : new(),
            [.. earlier[j.PatientKey].Where(e => e.Journey.Received < j.Received)]
        ));
    }

    /// <summary>Other referrals of the same patients, when a rule looks at them at all.</summary>
    static async Task<List<(ReferralJourney Journey, byte[] Facts)>> FindEarlierAsync(
        HubDbContext db,
        List<ReferralJourney> journeys,
        IReadOnlyList<RulePack> packs,
        CancellationToken cancellationToken
    )
    {
        if (!packs.Any(p => p.Rules.Any(TriageRules.HasExpression)))
            return [];
        var patients = journeys.Select(j => j.PatientKey).Distinct().ToList();
        var found = await db
            .Journeys.AsNoTracking()
            .Where(j => patients.Contains(j.PatientKey))
            .OrderByDescending(j => j.Received)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { Journey = j, r.Facts })
            .ToListAsync(cancellationToken);
        return found.ConvertAll(f => (f.Journey, f.Facts));
    }

    Outcome? Try(Past past, IReadOnlyList<RulePack> packs, IReadOnlyList<RulePack> with)
    {
        if (past.Document is not { } stored || FhirJson.Read(Brotli.Decompress(stored.Bytes, stored.Length)).Document is not { } document)
            return null;
        var journey = past.Journey;
        using var resources = inputs.CreateResources(journey, document, past.Earlier);
        if (FactsReader.Read(document, new(stored.Sha256, journey.Received)).Facts is not { } facts)
            return null;
        var first = past.First;
        var known = TriageFacts.FromJourney(journey, facts, journey.Received) with
        {
            Priority = Priorities.TryParse(first.Priority, out var priority) ? priority : facts.Priority,
            Specialty = first.Specialty ?? facts.Request.Specialty,
            Flags = first.Flags?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
            Interests = inputs.FindInterests(journey, journey.Received),
        };
        var input = new TriageInput(known, journey.Received, resources);
        return new(known, TriageRules.Decide(input, packs), TriageRules.Decide(input, with));
    }

    void Add(SimulationReport report, Past past, Outcome? outcome)
    {
        if (outcome is null)
        {
            report.Unreadable++;
            return;
        }

        report.Considered++;
        var (from, to) = (outcome.Without.Outcome, outcome.With.Outcome);
        var isChanged = from != to;
        var reviews = (IsRead(to) ? 1 : 0) - (IsRead(from) ? 1 : 0);
        var questions = (to == RuleOutcome.Ask ? 1 : 0) - (from == RuleOutcome.Ask ? 1 : 0);
        Count(report.ByPractice, past.Journey.Practice is { } ods ? $"{ods} {practices.FindName(ods)}" : "not known");
        Count(
            report.BySpecialty,
            outcome.Facts.Specialty is { } specialty ? $"{specialty} {TreatmentFunction.FindName(specialty)}" : "not known"
        );
        Count(
            report.ByAge,
            outcome.Facts.Age switch
            {
                null => "not known",
                < 18 => "under 18",
                < 40 => "18 to 39",
                < 65 => "40 to 64",
                < 85 => "65 to 84",
                _ => "85 and over",
            }
        );
        Count(report.BySex, outcome.Facts.Sex ?? "not known");
        if (!isChanged)
            return;
        report.Changed++;
        if (outcome.Facts.Priority is Priority.Asap or Priority.Stat)
            report.SuspectedCancerTouched++;
        var move = $"{TriageStage.ToCode(from)} → {TriageStage.ToCode(to)}";
        report.Moves[move] = report.Moves.GetValueOrDefault(move) + 1;
        report.ReviewsAdded += reviews;
        report.QuestionsAdded += questions;
        Sample(report, past, outcome);

        void Count(SortedDictionary<string, SimulationCount> groups, string name)
        {
            if (!groups.TryGetValue(name, out var group))
                groups[name] = group = new();
            group.Considered++;
            if (isChanged)
                group.Changed++;
            group.ReviewsAdded += reviews;
            group.QuestionsAdded += questions;
        }
    }

    /// <summary>The same referrals whatever the pieces were: those whose ids come first when they are shuffled by hash.</summary>
    static void Sample(SimulationReport report, Past past, Outcome outcome)
    {
        var deciding = outcome.With.Deciding.ToList();
        report.Sample.Add(
            new(
                ReferralReference.Display(past.Journey.Reference),
                TriageStage.ToCode(outcome.Without.Outcome),
                TriageStage.ToCode(outcome.With.Outcome),
                [.. deciding.Select(d => d.Id)],
                deciding.FirstOrDefault()?.Reason
            )
        );
        if (report.Sample.Count <= SimulationReport.SampleMax)
            return;
        report.Sample.Remove(report.Sample.MaxBy(s => EntityId.FromName(s.Reference))!);
    }

    static bool IsRead(RuleOutcome outcome) => outcome is RuleOutcome.Review or RuleOutcome.Advise;

    sealed record Past(
        ReferralJourney Journey,
        StoredDocument? Document,
        EventData First,
        IReadOnlyList<(ReferralJourney Journey, byte[] Facts)> Earlier
    );

    sealed record Outcome(TriageFacts Facts, TriageDecision Without, TriageDecision With);
}
