using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;

namespace ReferralHub.Operations;

/// <summary>Learns each sender's rhythm from the log.</summary>
public sealed class SenderRhythmProjection : IProjection
{
    const string SenderPrefix = "sender:";

    public string Name => "sender-rhythm";

    public async Task ProjectAsync(HubDbContext db, IReadOnlyList<LogEvent> events, CancellationToken cancellationToken)
    {
        var received = events
            .Where(e => e.Type == EventTypes.Received && e.Actor.StartsWith(SenderPrefix, StringComparison.Ordinal))
            .ToList();
        var senders = received.Select(e => e.Actor[SenderPrefix.Length..]).Distinct().ToList();
        if (senders.Count == 0)
            return;
        var known = await db
            .SenderRhythms.AsTracking()
            .Where(r => senders.Contains(r.Sender))
            .ToDictionaryAsync(r => r.Sender, cancellationToken);
        foreach (var e in received)
        {
            var sender = e.Actor[SenderPrefix.Length..];
            if (!known.TryGetValue(sender, out var rhythm))
                db.SenderRhythms.Add(known[sender] = rhythm = new() { Sender = sender });
            rhythm.Observe(e.At);
        }
    }

    public Task ClearAsync(HubDbContext db, CancellationToken cancellationToken) => db.SenderRhythms.ExecuteDeleteAsync(cancellationToken);
}

/// <summary>Raises a work item that names a sender which has fallen silent, and settles it when it sends again.</summary>
public sealed class SenderSilence(HubDatabase database, TimeProvider time) : IScheduledCheck
{
    public const string Kind = "sender-silent";
    const int SendersMax = 20_000;
    const int SilentFraction = 2;

    public async Task RunAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (!WorkingDays.IsWorkingDay(WorkingDays.LocalDate(now)))
            return;
        // Nobody can be silent who sent within the last hour, so a busy hub reads few rows here.
        var recent = now.AddHours(-1);
        List<SenderRhythm> quiet;
        await using (var db = database.OpenRead(AccessScope.System("looks which senders have fallen silent")))
        {
            quiet = await db
                .SenderRhythms.Where(r => r.Last < recent || r.SilentSince != null)
                .OrderBy(r => r.Last)
                .Take(SendersMax)
                .ToListAsync(cancellationToken);
        }

        var changed = quiet.Where(r => r.IsSilent(now) != r.SilentSince is not null).Select(r => r.Sender).ToList();
        if (changed.Count == 0)
            return;
        // When half of them fall silent at once it is the way to the hub that is cut, not each of them.
        var together = changed.Count > 3 && changed.Count * SilentFraction > quiet.Count;
        await database.WriteAsync(
            async (db, token) =>
            {
                await fence.HoldAsync(database, db, token);
                foreach (var rhythm in await db.SenderRhythms.AsTracking().Where(r => changed.Contains(r.Sender)).ToListAsync(token))
                    await ChangeAsync(db, rhythm, together, now, token);
            },
            cancellationToken
        );
    }

    static async Task ChangeAsync(HubDbContext db, SenderRhythm rhythm, bool together, DateTime now, CancellationToken cancellationToken)
    {
        if (rhythm.IsSilent(now) && rhythm.SilentSince is null)
        {
            rhythm.SilentSince = now;
            db.WorkItems.Add(
                new()
                {
                    Id = EntityId.New(now),
                    Kind = Kind,
                    Sender = rhythm.Sender,
                    Text =
                        $"{rhythm.Sender} has sent nothing since {WorkingDays.LocalTime(rhythm.Last):d MMMM HH:mm}, twice as "
                        + "long as it has ever paused. Ask whether its referrals "
                        + $"leave{(together ? "; others fell silent at the same time, so look at the way to this hub first" : "")}.",
                    Raised = now,
                    Due = WorkingDays.Deadline(now, 0),
                }
            );
            return;
        }

        if (rhythm.IsSilent(now) || rhythm.SilentSince is null)
            return;
        rhythm.SilentSince = null;
        var sender = rhythm.Sender;
        foreach (
            var item in await db
                .WorkItems.AsTracking()
                .Where(w => w.Kind == Kind && w.Sender == sender && w.Settled == null)
                .ToListAsync(cancellationToken)
        )
            (item.Settled, item.SettledBy, item.Settlement) = (now, "hub", "It sends again.");
    }
}
