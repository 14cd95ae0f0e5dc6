using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Register;
using ReferralHub.Referrals.Resources;

namespace ReferralHub.Triage;

/// <summary>The services of a specialty as HealthcareService resources, for rules that look at the directory.</summary>
public interface ITriageDirectory
{
    IReadOnlyList<byte[]> FindServices(string specialty);

    /// <summary>ODS codes of the organisations that provide them.</summary>
    IEnumerable<string> FindProviders(string specialty);
}

/// <summary>Loads what rules look at: facts for all, and documents and earlier referrals only where a rule will open them.</summary>
public sealed class TriageInputs(PracticeRegister practices, InterestRegister interests, IEnumerable<ITriageDirectory> directories)
{
    const int HistoryMax = 20;

    /// <summary>One input for each journey, in their order. The caller disposes the resources.</summary>
    public async Task<IReadOnlyList<(ReferralJourney Journey, TriageInput Input)>> LoadAsync(
        HubDbContext db,
        IReadOnlyList<ReferralJourney> journeys,
        IReadOnlyList<RulePack> packs,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var ids = journeys.Select(j => j.Id).ToList();
        var facts = await db
            .Referrals.AsNoTracking()
            .Where(r => ids.Contains(r.Referral))
            .Select(r => new { r.Referral, r.Facts })
            .ToDictionaryAsync(r => r.Referral, r => ReferralFacts.Read(r.Facts), cancellationToken);
        // Only what has been amended can have been asked before.
        var amended = journeys.Where(j => j.DocumentVersion > 1).Select(j => j.Id).ToList();
        var asked =
            amended.Count == 0
                ? null
                : (
                    await db
                        .TriageRuns.AsNoTracking()
                        .Where(t => amended.Contains(t.Referral) && t.Outcome == RuleOutcome.Ask)
                        .ToListAsync(cancellationToken)
                ).ToLookup(t => t.Referral, t => t.ReadFired().Where(r => r.Outcome == RuleOutcome.Ask).Select(r => r.Id));
        var inputs = journeys
            .Select(j =>
                (
                    j,
                    new TriageInput(
                        TriageFacts.FromJourney(j, facts[j.Id], now) with
                        {
                            Asked = [.. asked?[j.Id].SelectMany(a => a).Distinct() ?? []],
                            Interests = FindInterests(j, now),
                        },
                        now
                    )
                )
            )
            .ToList();
        var opened = inputs.Where(i => TriageRules.NeedsResources(i.Item2, packs)).Select(i => i.j).ToList();
        if (opened.Count == 0)
            return inputs;
        var resources = await OpenAsync(db, opened, cancellationToken);
        return
        [
            .. inputs.Select(i =>
                (i.j, resources.TryGetValue(i.j.Id, out var opening) ? new TriageInput(i.Item2.Facts, now, opening) : i.Item2)
            ),
        ];
    }

    internal IReadOnlyList<string> FindInterests(ReferralJourney journey, DateTime now)
    {
        if (journey.Specialty is not { } specialty)
            return [];
        var declared = interests
            .FindInForce(journey.Practice, WorkingDays.LocalDate(now))
            .Select(i => i.Provider)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return declared.Count == 0 ? [] : [.. directories.SelectMany(d => d.FindProviders(specialty)).Distinct().Where(declared.Contains)];
    }

    async Task<Dictionary<Guid, TriageResources>> OpenAsync(
        HubDbContext db,
        IReadOnlyList<ReferralJourney> journeys,
        CancellationToken cancellationToken
    )
    {
        var ids = journeys.Select(j => j.Id).ToList();
        var documents = await db.Documents.AsNoTracking().Where(d => ids.Contains(d.Referral)).ToListAsync(cancellationToken);
        var patients = journeys.Select(j => j.PatientKey).Distinct().ToList();
        var earlier = await db
            .Journeys.AsNoTracking()
            .Where(j => patients.Contains(j.PatientKey))
            .OrderByDescending(j => j.Received)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { Journey = j, r.Facts })
            .ToListAsync(cancellationToken);
        var opened = new Dictionary<Guid, TriageResources>();
        foreach (var journey in journeys)
        {
            var newest = documents.Where(d => d.Referral == journey.Id && d.Version <= journey.DocumentVersion).MaxBy(d => d.Version);
            if (newest is null || FhirJson.Read(Brotli.Decompress(newest.Bytes, newest.Length)).Document is not { } document)
                continue;
            opened[journey.Id] = CreateResources(
                journey,
                document,
                [
                    .. earlier
                        .Where(e => e.Journey.PatientKey == journey.PatientKey && e.Journey.Received < journey.Received)
                        .Take(HistoryMax)
                        .Select(e => (e.Journey, e.Facts)),
                ]
            );
        }

        return opened;
    }

    internal TriageResources CreateResources(
        ReferralJourney journey,
        FhirDocument document,
        IReadOnlyList<(ReferralJourney Journey, byte[] Facts)> earlier
    ) =>
        new(document)
        {
            Practice = () => practices.Find(journey.Practice) is { } practice ? Organization(practice) : null,
            History = () =>
                [
                    .. earlier.Select(e =>
                        ReferralResources.ServiceRequest(ReferralView.FromJourney(e.Journey, practices), ReferralFacts.Read(e.Facts)).Json
                    ),
                ],
            Directory = () => journey.Specialty is null ? [] : [.. directories.SelectMany(d => d.FindServices(journey.Specialty))],
        };

    static byte[] Organization(Practice practice) =>
        R4Json.Write(
            new R4.Organization
            {
                Id = practice.Ods,
                Identifier = [new(FhirSystems.OdsOrganisation, practice.Ods)],
                Name = practice.Name,
            }
        );
}

/// <summary>Keeps the text of every pack that decides something, once, in the transaction in which it first decides.</summary>
public sealed class KeptRulePacks
{
    readonly HashSet<string> known = new(StringComparer.Ordinal);
    readonly Lock guard = new();

    public async Task KeepAsync(HubDbContext db, IReadOnlyList<RulePack> packs, DateTime now, CancellationToken cancellationToken)
    {
        List<RulePack> fresh;
        lock (guard)
            fresh = [.. packs.Where(p => p.Source.Length > 0 && !known.Contains(p.Hash))];
        if (fresh.Count == 0)
            return;
        var hashes = fresh.ConvertAll(p => p.Hash);
        var there = await db
            .RulePacks.AsNoTracking()
            .Where(p => hashes.Contains(p.Hash))
            .Select(p => p.Hash)
            .ToListAsync(cancellationToken);
        foreach (var pack in fresh.Where(p => !there.Contains(p.Hash)))
            db.RulePacks.Add(
                new()
                {
                    Hash = pack.Hash,
                    PackId = pack.Id,
                    Version = pack.Version,
                    Text = pack.Source,
                    FirstUsed = now,
                }
            );
        // Only what was found in the database is known for certain: what is added here may still be rolled back.
        lock (guard)
            known.UnionWith(there);
    }
}
