using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform.Data;
using ReferralHub.Triage.Reading;

namespace ReferralHub.Triage.Approval;

/// <summary>What people did about packs as it was read at one moment, and the texts that decide although no file has them.</summary>
/// <param name="Standings">By hash.</param>
/// <param name="Kept">Approved contents that no file has.</param>
/// <param name="Before">
/// By pack: the content that was in force by itself before its file was changed into one that needs an approval.
/// </param>
/// <param name="Unreadable">Approved contents that cannot be read any more, one sentence each.</param>
sealed record PackActsRead(
    IReadOnlyList<PackAct> Acts,
    IReadOnlyDictionary<string, ContentStanding> Standings,
    IReadOnlyList<RulePack> Kept,
    IReadOnlyDictionary<string, RulePack> Before,
    IReadOnlyList<string> Unreadable
)
{
    public static readonly PackActsRead None = new(
        [],
        new Dictionary<string, ContentStanding>(),
        [],
        new Dictionary<string, RulePack>(),
        []
    );

    /// <summary>Each file with how it stands, and behind them what decides from its kept text.</summary>
    public IReadOnlyList<RulePack> Combine(IReadOnlyList<RulePack> files)
    {
        var hashes = files.Select(f => f.Hash).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. files.Select(Stand),
            .. Kept.Where(k => !hashes.Contains(k.Hash)).Select(k => Stand(k) with { IsFromStore = true }),
            .. files
                .Select(Stand)
                .Where(NeedsApproval)
                .Select(f => Before.GetValueOrDefault(f.Id))
                .OfType<RulePack>()
                .Where(b => !hashes.Contains(b.Hash))
                .DistinctBy(b => b.Hash)
                .Select(b => Stand(b) with { IsFromStore = true }),
        ];
    }

    /// <summary>
    /// Whether everything stands as it stood when another was read. What was made of that one, such as the index of all words of the
    /// packs, then serves on.
    /// </summary>
    public bool StandsAs(PackActsRead other) =>
        Acts.Select(a => a.Id).Order().SequenceEqual(other.Acts.Select(a => a.Id).Order())
        && Standings.Count == other.Standings.Count
        && Standings.All(s => other.Standings.TryGetValue(s.Key, out var stood) && s.Value.StandsAs(stood))
        && Kept.SequenceEqual(other.Kept, ReferenceEqualityComparer.Instance)
        && Before.Count == other.Before.Count
        && Before.All(b => ReferenceEquals(b.Value, other.Before.GetValueOrDefault(b.Key)))
        && Unreadable.SequenceEqual(other.Unreadable);

    /// <summary>Whether this content decides in a clinician's stead and has not been approved.</summary>
    public static bool NeedsApproval(RulePack pack) => pack.Approval is null && !pack.RaisesAttentionOnly;

    public RulePack Stand(RulePack pack) =>
        Standings.TryGetValue(pack.Hash, out var standing)
            ? pack with
            {
                Approval = standing.Approval,
                Proposals = standing.Proposals,
                Withdrawals = standing.Withdrawals,
            }
            : pack;
}

/// <summary>Reads what people did about packs, and the kept texts that this concerns.</summary>
public sealed partial class PackActReader(ILogger<PackActReader> log)
{
    const int TextsTriedMax = 20;
    readonly ConcurrentDictionary<string, RulePack?> texts = new(StringComparer.Ordinal);

    internal async Task<PackActsRead> ReadAsync(
        HubDbContext db,
        IReadOnlyList<RulePack> files,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var acts = await db.PackActs.AsNoTracking().ToListAsync(cancellationToken);
        var standings = acts.GroupBy(a => a.Hash).ToDictionary(g => g.Key, g => ContentStanding.Compute(g, now), StringComparer.Ordinal);
        var (kept, unreadable) = (new List<RulePack>(), new List<string>());
        foreach (var (hash, standing) in standings)
        {
            if (standing.Approval is null || files.Any(f => f.Hash == hash))
                continue;
            if (await FindTextAsync(db, hash, cancellationToken) is { } text)
                kept.Add(text);
            else
                unreadable.Add(Describe(acts.First(a => a.Hash == hash)));
        }

        var read = new PackActsRead(acts, standings, kept, new Dictionary<string, RulePack>(), unreadable);
        var before = new Dictionary<string, RulePack>(StringComparer.Ordinal);
        foreach (var changed in files.Select(read.Stand).Where(PackActsRead.NeedsApproval))
            if (await FindBeforeAsync(db, changed.Id, cancellationToken) is { } text)
                before[changed.Id] = text;
        return read with { Before = before };
    }

    static string Describe(PackAct act) =>
        $"The approved text of {act.PackId}@{act.Version} cannot be read by this version of the hub, so that it decides nothing. Propose "
        + "and approve a text that can be read.";

    /// <summary>The newest kept content of a pack that only raises attention; null when none was ever in force by itself.</summary>
    async Task<RulePack?> FindBeforeAsync(HubDbContext db, string pack, CancellationToken cancellationToken)
    {
        var hashes = await db
            .RulePacks.AsNoTracking()
            .Where(p => p.PackId == pack)
            .OrderByDescending(p => p.FirstUsed)
            .Select(p => p.Hash)
            .Take(TextsTriedMax)
            .ToListAsync(cancellationToken);
        foreach (var hash in hashes)
            if (await FindTextAsync(db, hash, cancellationToken) is { RaisesAttentionOnly: true } text)
                return text;
        return null;
    }

    /// <summary>A kept text, read; null when it is not there or can no longer be read.</summary>
    async Task<RulePack?> FindTextAsync(HubDbContext db, string hash, CancellationToken cancellationToken)
    {
        if (texts.TryGetValue(hash, out var known))
            return known;
        if (await db.RulePacks.AsNoTracking().FirstOrDefaultAsync(p => p.Hash == hash, cancellationToken) is not { } stored)
            return null;
        RulePack? read = null;
        try
        {
            read = RulePackReader.Read($"{stored.PackId}@{stored.Version}", stored.Text);
        }
        catch (RulePackException e)
        {
            Unreadable(log, stored.PackId, stored.Version, e.Message);
        }

        return texts[hash] = read;
    }

    [LoggerMessage(3003, LogLevel.Error, "The kept text of {Pack} {Version} cannot be read any more: {Reason}")]
    static partial void Unreadable(ILogger log, string pack, string version, string reason);
}
