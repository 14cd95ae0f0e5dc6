using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;

namespace ReferralHub.Commissioning;

/// <summary>An event that is to be appended with others.</summary>
/// <param name="Subject">See <see cref="BookSubjects"/>.</param>
/// <param name="Type">One of <see cref="BookEventTypes"/>.</param>
sealed record WaitingBookEvent(Guid Subject, string Type, BookEventData Data);

/// <summary>
/// Appends many events of the books in one transaction by a few queries: one at a time, each would ask the database for its version.
/// </summary>
static class BookEventBatch
{
    const int SubjectsTogetherMax = 500;

    /// <summary>Appends them in their order; what holds for <see cref="BookEvents.AppendAsync"/> holds for each.</summary>
    /// <returns>As they will be saved.</returns>
    /// <exception cref="ArgumentException">One of them cannot be in the log; none was added.</exception>
    public static async Task<IReadOnlyList<LogEvent>> AppendAsync(
        HubDbContext db,
        IReadOnlyList<WaitingBookEvent> events,
        Actor actor,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (events.Count == 0)
            return [];
        var texts = events.Select(Check).ToList();
        var subjects = events.Select(e => e.Subject).Distinct().ToList();
        await db.HoldLockAsync(LeaseLock.Books, cancellationToken);
        var versions = await FindVersionsAsync(db, subjects, cancellationToken);
        var appended = new List<LogEvent>(events.Count);
        for (var i = 0; i < events.Count; i++)
        {
            var version = versions.GetValueOrDefault(events[i].Subject) + 1;
            versions[events[i].Subject] = version;
            appended.Add(
                new()
                {
                    Id = EntityId.New(now),
                    Referral = events[i].Subject,
                    Version = version,
                    Type = events[i].Type,
                    At = now,
                    Actor = actor.ToString(),
                    Data = texts[i],
                }
            );
        }

        db.Log.AddRange(appended);
        return appended;
    }

    static string Check(WaitingBookEvent e)
    {
        if (!BookEventTypes.All.Contains(e.Type))
            throw new ArgumentException($"{e.Type} is no type of event of the books.", nameof(e));
        var text = e.Data.Write();
        return text.Length <= LogEvent.DataCharactersMax
            ? text
            : throw new ArgumentException(
                $"An event has at most {LogEvent.DataCharactersMax:N0} characters of data; this {e.Type} has {text.Length:N0}.",
                nameof(e)
            );
    }

    /// <summary>The last version of each subject, stored or about to be.</summary>
    static async Task<Dictionary<Guid, int>> FindVersionsAsync(HubDbContext db, List<Guid> subjects, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<Guid, int>();
        foreach (var some in subjects.Chunk(SubjectsTogetherMax))
        {
            // Whoever reads what happened to a referral, by its id, must meet nothing else there.
            if (
                await db.Journeys.Where(j => some.Contains(j.Id)).Select(j => (Guid?)j.Id).FirstOrDefaultAsync(cancellationToken) is { } one
            )
                throw new ArgumentException($"{one} is a referral; an event of the books is about something else.", nameof(subjects));
            var found = await db
                .Log.Where(e => some.Contains(e.Referral))
                .GroupBy(e => e.Referral)
                .Select(g => new { g.Key, Version = g.Max(e => e.Version) })
                .ToListAsync(cancellationToken);
            foreach (var stored in found)
                versions[stored.Key] = stored.Version;
        }

        var wanted = subjects.ToHashSet();
        foreach (var waiting in db.Log.Local.Where(e => wanted.Contains(e.Referral)))
            versions[waiting.Referral] = Math.Max(versions.GetValueOrDefault(waiting.Referral), waiting.Version);
        return versions;
    }
}
