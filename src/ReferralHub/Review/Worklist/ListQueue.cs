using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Worklist;

/// <summary>One row of the queue.</summary>
/// <param name="ClaimedSince">Since when somebody has it; null when nobody does.</param>
/// <param name="SecondFor">Who proposed a return that waits for a second reader.</param>
public sealed record QueueItem(
    string Reference,
    string Patient,
    string NhsNumber,
    string Priority,
    string Specialty,
    string? Reason,
    DateTime Received,
    DateTime Due,
    string TimeLeft,
    bool Overdue,
    IReadOnlyList<string> Flags,
    string? ClaimedBy,
    TimeBand Band = TimeBand.Later,
    DateTime? ClaimedSince = null,
    string? SecondFor = null
);

/// <param name="Next">Cursor of the next page; null on the last.</param>
/// <param name="Count">How many fit on all pages together, counted up to a limit.</param>
public sealed record QueuePage(IReadOnlyList<QueueItem> Items, string? Next, int Count);

/// <summary>Lists the referrals in review: what is due first comes first, then what was received first.</summary>
public sealed class ListQueue(HubDatabase database, TimeProvider time)
{
    const int PageItems = 25;
    internal const int CountMax = 10_000;

    /// <param name="user">For whom; null for other software, which sees everybody's.</param>
    public async Task<QueuePage> ListAsync(QueueFilter filter, CancellationToken cancellationToken, HubUser? user = null)
    {
        await using var db = database.OpenRead();
        var now = time.UtcNow();
        var journeys = QueueQuery.Filter(db, filter, user, now);
        // Counting stops where nobody would read the number, so that a long queue costs no more than a short one.
        var count = await journeys.Take(CountMax).CountAsync(cancellationToken);
        var rows = await SelectPage(journeys, filter)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new QueueRow(j, r.Family, r.Given, r.NhsNumber, r.Reason))
            .ToListAsync(cancellationToken);
        var next = rows.Count > PageItems ? WriteCursor(rows[PageItems - 1].Journey) : null;
        var ids = rows.ConvertAll(r => r.Journey.Id);
        var claims = await db.ReviewClaims.Where(c => ids.Contains(c.Referral)).ToDictionaryAsync(c => c.Referral, cancellationToken);
        var proposed = await db
            .PendingDecisions.Where(p => ids.Contains(p.Referral) && p.Effect == null)
            .ToDictionaryAsync(p => p.Referral, cancellationToken);
        var bands = TimeBands.FromNow(now);
        var items = rows.Take(PageItems)
            .Select(r => CreateItem(r, bands, claims.GetValueOrDefault(r.Journey.Id), proposed.GetValueOrDefault(r.Journey.Id)));
        return new([.. items], next, count);
    }

    static IQueryable<ReferralJourney> SelectPage(IQueryable<ReferralJourney> journeys, QueueFilter filter)
    {
        if (ReadCursor(filter.Cursor) is var (due, id))
            journeys = filter.IsReversed
                ? journeys.Where(j => j.Due < due || (j.Due == due && j.Id < id))
                : journeys.Where(j => j.Due > due || (j.Due == due && j.Id > id));
        var sorted = filter.IsReversed
            ? journeys.OrderByDescending(j => j.Due).ThenByDescending(j => j.Id)
            : journeys.OrderBy(j => j.Due).ThenBy(j => j.Id);
        // One more than is shown tells whether there is a next page.
        return sorted.Take(PageItems + 1);
    }

    static QueueItem CreateItem(QueueRow row, TimeBands bands, ReviewClaim? claim, PendingDecision? proposed)
    {
        var journey = row.Journey;
        var due = journey.Due!.Value;
        var live = claim?.Until > bands.Now ? claim : null;
        return new(
            ReferralReference.Display(journey.Reference),
            ReferralNames.Display(row.Family, row.Given),
            row.NhsNumber is null ? "Not known" : NhsNumber.Display(row.NhsNumber),
            journey.Priority.ToWords(),
            TreatmentFunction.FindName(journey.Specialty),
            row.Reason,
            journey.Received,
            due,
            TimeLeft.Describe(due, bands.Now),
            due < bands.Now,
            [.. journey.FlagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Flags.Describe)],
            live?.Reviewer,
            bands.FindBand(due),
            live?.Since,
            proposed?.StageEntered == journey.StageEntered ? proposed.Reviewer : null
        );
    }

    static string WriteCursor(ReferralJourney j) => $"{j.Due!.Value.Ticks:x}.{j.Id:N}";

    static (DateTime Due, Guid Id)? ReadCursor(string? cursor)
    {
        var parts = cursor?.Split('.');
        return
            parts is [var ticks, var id]
            && long.TryParse(ticks, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var due)
            && Guid.TryParse(id, out var key)
            && due <= DateTime.MaxValue.Ticks
            && due >= 0
            ? (new DateTime(due, DateTimeKind.Utc), key)
            : null;
    }

    sealed record QueueRow(ReferralJourney Journey, string? Family, string? Given, string? NhsNumber, string? Reason);
}
