using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Triage.Approval;

namespace ReferralHub.Triage;

/// <summary>
/// The packs, and which of them decide. A file puts nothing in force: what decides in a clinician's stead does so once two people have
/// approved exactly its content, and goes on from the text the hub kept when its file is changed or removed. What only raises
/// attention is in force by itself.
/// </summary>
public sealed class RulePacks(PackFolder folder, PackActReader acts, HubDatabase database, TimeProvider time)
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    readonly SemaphoreSlim reading = new(1, 1);
    readonly Lock combining = new();
    PackActsRead known = PackActsRead.None;
    Combined? combined;
    long? readAt;

    /// <summary>
    /// All packs, in force or not: each file as it is now, and after it what decides although its file was changed or removed.
    /// </summary>
    public IReadOnlyList<RulePack> All => Combine().Packs;

    /// <summary>Why the folder as it is now cannot be used; null when it can.</summary>
    public string? Fault => folder.Fault;

    /// <summary>What was approved and can no longer be read, one sentence each.</summary>
    public IReadOnlyList<string> Unreadable => known.Unreadable;

    /// <summary>The packs that decide on this day.</summary>
    public IReadOnlyList<RulePack> InForce(DateOnly date) => Combine().FindInForce(date);

    /// <summary>A content that may be in no file and decide nothing any more, as it stands now.</summary>
    internal RulePack Stand(RulePack pack) => known.Stand(pack);

    /// <summary>Every act about a pack, newest first.</summary>
    public IReadOnlyList<PackAct> FindActs(string pack) =>
        [.. known.Acts.Where(a => a.PackId == pack).OrderByDescending(a => a.At).ThenByDescending(a => a.Id)];

    /// <summary>
    /// Takes up what people did about packs, in this process or another. Whoever decides by packs asks for it first; it looks every
    /// two seconds at most.
    /// </summary>
    /// <param name="isForced">Looks now, because something was done.</param>
    public async Task RefreshAsync(CancellationToken cancellationToken, bool isForced = false)
    {
        if (!isForced && readAt is { } at && Environment.TickCount64 - at < LookEvery.TotalMilliseconds)
            return;
        await reading.WaitAsync(cancellationToken);
        try
        {
            var files = folder.Read(isForced);
            await using var db = database.OpenRead(AccessScope.System("the packs in force are the same for everybody"));
            var read = await acts.ReadAsync(db, files, time.UtcNow(), cancellationToken);
            if (!read.StandsAs(known))
                known = read;
            readAt = Environment.TickCount64;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Of one pack the approved content before another, and of these the one that took effect last.</summary>
    public static IReadOnlyList<RulePack> InForce(IReadOnlyList<RulePack> packs, DateOnly date) =>
        [
            .. packs
                .Where(p => p.IsInForce(date))
                .GroupBy(p => p.Id)
                .Select(g =>
                    g.OrderBy(p => p.Approval is not null)
                        .ThenBy(p => p.EffectiveFrom)
                        .ThenBy(p => p.Approval?.ApprovedAt)
                        .ThenBy(p => p.IsFromStore ? 0 : 1)
                        .ThenBy(p => p.Version, StringComparer.Ordinal)
                        .Last()
                ),
        ];

    Combined Combine()
    {
        var (files, read) = (folder.Read(), known);
        if (combined is { } same && same.Files == files && same.Read == read)
            return same;
        lock (combining)
            return combined = new(files, read);
    }

    /// <summary>Files and acts that were read, put together, and which packs are in force on one day.</summary>
    sealed class Combined(IReadOnlyList<RulePack> files, PackActsRead read)
    {
        Tuple<DateOnly, IReadOnlyList<RulePack>>? day;

        public IReadOnlyList<RulePack> Files => files;

        public PackActsRead Read => read;

        public IReadOnlyList<RulePack> Packs { get; } = read.Combine(files);

        public IReadOnlyList<RulePack> FindInForce(DateOnly date)
        {
            if (day is { } known && known.Item1 == date)
                return known.Item2;
            var made = Tuple.Create(date, InForce(Packs, date));
            day = made;
            return made.Item2;
        }
    }
}
