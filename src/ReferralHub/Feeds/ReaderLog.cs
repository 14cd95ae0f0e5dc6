using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Feeds;

/// <summary>
/// The log as one reader is told it, in order of position: events about referrals that its scope finds, and those of the books that it
/// may have. No narrow scope finds anything of the books, so they are read beside it, by the list of <see cref="EventReader"/> alone.
/// </summary>
sealed class ReaderLog : IAsyncDisposable
{
    readonly HubDbContext own;
    readonly HubDbContext? beside;
    readonly BookReading books;
    readonly List<string> holders;
    readonly List<string> plans;

    public ReaderLog(HubDatabase database, EventReader reader)
    {
        own = database.OpenRead(reader.Scope);
        // A scope that leaves nothing out has the books in it.
        if (!reader.Scope.IsAll && reader.Books != BookReading.None)
            beside = database.OpenRead(AccessScope.System("events of the books that the reader may have, by kind and holder"));
        books = reader.Books;
        // As BookEventData writes it: a code is quoted whole, and a quote inside a value is written otherwise.
        holders = [.. reader.Holders.Select(h => $"\"holder\":\"{JsonEncodedText.Encode(h)}\"")];
        plans = [.. reader.Plans.Select(p => $"\"plan\":\"{JsonEncodedText.Encode(p)}\"")];
    }

    /// <summary>
    /// Position of the reader's newest event, 0 without one. Who reads of the books at large has the end of the log: to look for the newest
    /// of few among many would read it whole.
    /// </summary>
    public async Task<long> FindHeadAsync(CancellationToken cancellationToken)
    {
        if (beside is not null && books is (BookReading.All or BookReading.Commissioned))
            return (await Sequencer.HeadAsync(beside, cancellationToken))?.Position ?? 0;
        var head = (await Sequencer.HeadAsync(own, cancellationToken))?.Position ?? 0;
        return beside is null
            ? head
            : await ReadBooks(beside).Where(e => e.Position > head).MaxAsync(e => e.Position, cancellationToken) ?? head;
    }

    /// <summary>Whether the event at this position is the reader's and has this hash.</summary>
    public async Task<bool> HasAsync(long position, string hash, CancellationToken cancellationToken) =>
        await own.Log.AnyAsync(e => e.Position == position && e.Hash == hash, cancellationToken)
        || beside is not null && await ReadBooks(beside).AnyAsync(e => e.Position == position && e.Hash == hash, cancellationToken);

    /// <summary>The next events after a position, at most <paramref name="most"/>; none at the end.</summary>
    public async Task<List<LogEvent>> ReadAsync(long after, int most, CancellationToken cancellationToken)
    {
        if (beside is null)
            return await TakeAsync(own.Log.AsNoTracking(), after, long.MaxValue, most, cancellationToken);
        // Both are read to one end: what is stamped between the two would otherwise be passed over by a later one of the other.
        var end = (await Sequencer.HeadAsync(beside, cancellationToken))?.Position ?? 0;
        var page = await TakeAsync(own.Log.AsNoTracking(), after, end, most, cancellationToken);
        // Not beyond a full page, so that each stretch of the log is looked at once.
        if (page.Count == most)
            end = page[^1].Position!.Value;
        var more = await TakeAsync(ReadBooks(beside), after, end, most, cancellationToken);
        return [.. page.Concat(more).OrderBy(e => e.Position).Take(most)];
    }

    public async ValueTask DisposeAsync()
    {
        await own.DisposeAsync();
        if (beside is not null)
            await beside.DisposeAsync();
    }

    static Task<List<LogEvent>> TakeAsync(IQueryable<LogEvent> events, long after, long upTo, int most, CancellationToken token) =>
        events.Where(e => e.Position > after && e.Position <= upTo).OrderBy(e => e.Position).Take(most).ToListAsync(token);

    IQueryable<LogEvent> ReadBooks(HubDbContext db)
    {
        var all = db.Log.AsNoTracking().Where(e => e.Type.StartsWith(LogSubjects.BookPrefix));
#pragma warning disable CA1307 // Becomes SQL, where the column's own order counts.
        return books switch
        {
            BookReading.All => all,
            BookReading.Commissioned => all.Where(e =>
                !e.Type.StartsWith(LogSubjects.PlanPrefix) || holders.Any(h => e.Data.Contains(h)) || plans.Any(p => e.Data.Contains(p))
            ),
            _ => all.Where(e => e.Type.StartsWith(LogSubjects.PlanPrefix) && holders.Any(h => e.Data.Contains(h))),
        };
#pragma warning restore CA1307
    }
}
