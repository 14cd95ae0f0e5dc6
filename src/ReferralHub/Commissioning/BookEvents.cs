using ReferralHub.Journey;
using ReferralHub.Platform.Data;
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
    ) => (await BookEventBatch.AppendAsync(db, [new(subject, type, data)], actor, now, cancellationToken))[0];
}
