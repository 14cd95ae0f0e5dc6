using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Triage;

/// <summary>Every triage of one referral, oldest first.</summary>
public sealed record ReferralTrace(string Reference, IReadOnlyList<TriageTrace> Runs);

/// <summary>One triage: what was decided, by which packs, and how each rule came out.</summary>
/// <param name="Outcome">As the log says it, e.g. <c>accept-elsewhere</c>.</param>
/// <param name="Packs">Packs in force then; the hash leads to the text at <c>/rules/texts/{hash}</c>.</param>
/// <param name="Rules">Those that applied or may have applied.</param>
/// <param name="NotApplicable">Rules of the packs that did not apply, as pack/rule.</param>
public sealed record TriageTrace(
    DateTime At,
    string Outcome,
    int Microseconds,
    IReadOnlyList<PackInForce> Packs,
    IReadOnlyList<RuleTrace> Rules,
    IReadOnlyList<string> NotApplicable
);

public sealed record PackInForce(string Name, string? Hash);

/// <summary>Tells again what triage considered, from what was stored then.</summary>
public sealed class TriageTraces(HubDatabase database, CurrentScope callerScope)
{
    /// <summary>Null when there is no such referral.</summary>
    public async Task<ReferralTrace?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        if (!ReferralReference.TryParse(reference, out var parsed))
            return null;
        await using var db = database.OpenRead(callerScope.Read());
        var journey = await db.Journeys.AsNoTracking().FirstOrDefaultAsync(j => j.Reference == parsed.Value, cancellationToken);
        if (journey is null)
            return null;
        AuditEntry.Show(journey);
        var runs = await db
            .TriageRuns.AsNoTracking()
            .Where(t => t.Referral == journey.Id)
            .OrderBy(t => t.Version)
            .ToListAsync(cancellationToken);
        var texts = new Dictionary<string, RulePack>(StringComparer.Ordinal);
        foreach (var hash in runs.SelectMany(ReadPacks).Select(p => p.Hash).OfType<string>().Distinct())
        {
            if (await db.RulePacks.AsNoTracking().FirstOrDefaultAsync(p => p.Hash.StartsWith(hash), cancellationToken) is { } kept)
                texts[hash] = Reading.RulePackReader.Read($"{kept.PackId}@{kept.Version}", kept.Text);
        }

        return new(
            ReferralReference.Display(journey.Reference),
            [
                .. runs.Select(run =>
                {
                    var rules = run.ReadFired();
                    if (journey.Has(Flags.AttachmentInfected))
                        rules = [.. rules.Select(r => r.WithoutTextOfFiles())];
                    var told = rules.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
                    var packs = ReadPacks(run).ToList();
                    var others = packs
                        .Where(p => p.Hash is not null && texts.ContainsKey(p.Hash))
                        .Select(p => texts[p.Hash!])
                        .Where(p => p.AppliesTo(journey.Practice))
                        .SelectMany(p => p.Rules.Select(r => $"{p.Id}/{r.Id}"))
                        .Where(id => !told.Contains(id))
                        .ToList();
                    return new TriageTrace(run.At, TriageStage.ToCode(run.Outcome), run.Microseconds, packs, rules, others);
                }),
            ]
        );
    }

    /// <summary>The text of a pack that decided something; null when none has this hash.</summary>
    public async Task<byte[]?> TextAsync(string hash, CancellationToken cancellationToken)
    {
        if (hash.Length < TriageRun.HashCharacters || !hash.All(char.IsAsciiHexDigitLower))
            return null;
        await using var db = database.OpenRead(callerScope.Read());
        return (await db.RulePacks.AsNoTracking().FirstOrDefaultAsync(p => p.Hash.StartsWith(hash), cancellationToken))?.Text;
    }

    static IEnumerable<PackInForce> ReadPacks(TriageRun run) =>
        run
            .Packs.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(p =>
                p.Split('#') is [var name, var hash] ? new PackInForce(name, hash.Length > 0 ? hash : null) : new PackInForce(p, null)
            );
}
