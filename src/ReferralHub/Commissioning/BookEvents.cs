using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;

namespace ReferralHub.Commissioning;

/// <summary>Appends events of the books to the one log. Nothing else writes there what is not about a referral.</summary>
public static class BookEvents
{
    /// <summary>
    /// Appends one event, saved with whatever else the transaction does. Versions of a subject count from 1 without gaps, also when two
    /// processes append at once: the second waits until the first has committed.
    /// </summary>
    /// <param name="db">Of a transaction of <see cref="HubDatabase.WriteAsync{T}"/>.</param>
    /// <param name="subject">What it is about: see <see cref="BookSubjects"/>, or an id of its own such as that of a load.</param>
    /// <param name="type">One of <see cref="BookEventTypes"/>.</param>
    /// <param name="actor">Who did it; their name stays in the hub.</param>
    /// <exception cref="ArgumentException">
    /// The type is none of the books, the subject is a referral, or the data is longer than an event may be.
    /// </exception>
    public static async Task<LogEvent> AppendAsync(
        HubDbContext db,
        Guid subject,
        string type,
        BookEventData data,
        Actor actor,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (!BookEventTypes.All.Contains(type))
            throw new ArgumentException($"{type} is no type of event of the books.", nameof(type));
        var text = data.Write();
        if (text.Length > LogEvent.DataCharactersMax)
            throw new ArgumentException(
                $"An event has at most {LogEvent.DataCharactersMax:N0} characters of data; this {type} has {text.Length:N0}.",
                nameof(data)
            );
        // Whoever reads what happened to a referral, by its id, must meet nothing else there.
        if (await db.Journeys.AnyAsync(j => j.Id == subject, cancellationToken))
            throw new ArgumentException($"{subject} is a referral; an event of the books is about something else.", nameof(subject));
        await db.HoldLockAsync(LeaseLock.Books, cancellationToken);
        var appended = new LogEvent
        {
            Id = EntityId.New(now),
            Referral = subject,
            Version = await FindVersionAsync(db, subject, cancellationToken) + 1,
            Type = type,
            At = now,
            Actor = actor.ToString(),
            Data = text,
        };
        db.Log.Add(appended);
        return appended;
    }

    /// <summary>The last version of a subject, stored or about to be; 0 when nothing was said of it yet.</summary>
    static async Task<int> FindVersionAsync(HubDbContext db, Guid subject, CancellationToken cancellationToken)
    {
        var stored = await db.Log.Where(e => e.Referral == subject).MaxAsync(e => (int?)e.Version, cancellationToken) ?? 0;
        var waiting = db.Log.Local.Where(e => e.Referral == subject).Select(e => e.Version).DefaultIfEmpty().Max();
        return Math.Max(stored, waiting);
    }
}
