using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Worklist;

/// <summary>One row of the queue.</summary>
/// <param name="ClaimedSince">Since when somebody has it; null when nobody does.</param>
/// <param name="SecondFor">Who proposed a return that waits for a second reader.</param>
/// <param name="First">Why it is read before all others.</param>
/// <param name="Born">Date of birth, which tells apart who has one name.</param>
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
    string? SecondFor = null,
    ReadFirst First = ReadFirst.No,
    DateOnly? Born = null
);

/// <param name="Next">Cursor of the next page; null on the last.</param>
/// <param name="Count">How many fit on all pages together, counted up to a limit.</param>
public sealed record QueuePage(IReadOnlyList<QueueItem> Items, string? Next, int Count);

/// <summary>
/// Lists the referrals in review: what is read before all others, gravest first; in each group what is due first, then what was
/// received first.
/// </summary>
public sealed class ListQueue(HubDatabase database, CurrentScope callerScope, TimeProvider time)
{
    const int PageItems = 25;
    internal const int CountMax = 10_000;

    /// <param name="user">For whom; null for other software, which sees everybody's.</param>
    public async Task<QueuePage> ListAsync(QueueFilter filter, CancellationToken cancellationToken, HubUser? user = null)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var now = time.UtcNow();
        var journeys = QueueQuery.Filter(db, filter, user, now);
        // Counting stops where nobody would read the number, so that a long queue costs no more than a short one.
        var count = await journeys.Take(CountMax).CountAsync(cancellationToken);
        var rows = await ReadPageAsync(db, journeys, filter, cancellationToken);
        var next = rows.Count > PageItems ? WriteCursor(rows[PageItems - 1].Journey) : null;
        var ids = rows.ConvertAll(r => r.Journey.Id);
        var claims = await db.ReviewClaims.Where(c => ids.Contains(c.Referral)).ToDictionaryAsync(c => c.Referral, cancellationToken);
        var proposed = await db
            .PendingDecisions.Where(p => ids.Contains(p.Referral) && p.Effect == null)
            .ToDictionaryAsync(p => p.Referral, cancellationToken);
        AuditEntry.ShowList(rows.Take(PageItems).Select(r => r.Journey));
        var bands = TimeBands.FromNow(now);
        var items = rows.Take(PageItems)
            .Select(r => CreateItem(r, bands, claims.GetValueOrDefault(r.Journey.Id), proposed.GetValueOrDefault(r.Journey.Id)));
        return new([.. items], next, count);
    }

    /// <summary>The page, and one more, which tells whether there is a next one.</summary>
    static async Task<List<QueueRow>> ReadPageAsync(
        HubDbContext db,
        IQueryable<ReferralJourney> journeys,
        QueueFilter filter,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<QueueRow>(PageItems + 1);
        var from = ReadCursor(filter.Cursor);
        foreach (var group in QueueQuery.Groups.SkipWhile(g => from is not null && g != from.Group))
        {
            var part = SelectAfter(journeys.Where(j => j.ReadFirst == group), group == from?.Group ? from : null, filter.IsReversed)
                .Take(PageItems + 1 - rows.Count)
                .Join(
                    db.Referrals,
                    j => j.Id,
                    r => r.Referral,
                    (j, r) => new QueueRow(j, r.Family, r.Given, r.NhsNumber, r.Reason, r.BirthDate)
                );
            rows.AddRange(await part.ToListAsync(cancellationToken));
            if (rows.Count > PageItems)
                break;
        }

        return rows;
    }

    static IQueryable<ReferralJourney> SelectAfter(IQueryable<ReferralJourney> journeys, Cursor? from, bool isReversed)
    {
        if (from is var (_, due, id))
            journeys = isReversed
                ? journeys.Where(j => j.Due < due || (j.Due == due && j.Id < id))
                : journeys.Where(j => j.Due > due || (j.Due == due && j.Id > id));
        return isReversed
            ? journeys.OrderByDescending(j => j.Due).ThenByDescending(j => j.Id)
            : journeys.OrderBy(j => j.Due).ThenBy(j => j.Id);
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
            proposed?.StageEntered == journey.StageEntered ? proposed.Reviewer : null,
            journey.ReadFirst,
            row.BirthDate
        );
    }

    static string WriteCursor(ReferralJourney j) => $"{(int)j.ReadFirst}.{j.Due!.Value.Ticks:x}.{j.Id:N}";

    /// <summary>Null for anything else, which begins at the beginning: the gravest is then not passed over.</summary>
    static Cursor? ReadCursor(string? cursor)
    {
        var parts = cursor?.Split('.');
        return
            parts is [var first, var ticks, var id]
            && Enum.TryParse<ReadFirst>(first, out var group)
            && Enum.IsDefined(group)
            && long.TryParse(ticks, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var due)
            && Guid.TryParse(id, out var key)
            && due <= DateTime.MaxValue.Ticks
            && due >= 0
            ? new(group, new(due, DateTimeKind.Utc), key)
            : null;
    }

    sealed record Cursor(ReadFirst Group, DateTime Due, Guid Id);

    sealed record QueueRow(ReferralJourney Journey, string? Family, string? Given, string? NhsNumber, string? Reason, DateOnly? BirthDate);
}
