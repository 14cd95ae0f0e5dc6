using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Web.Users;

namespace ReferralHub.Review;

/// <summary>Whose referrals are shown.</summary>
public enum QueueShow
{
    /// <summary>The reviewer's own and those that nobody has, in the reviewer's specialties.</summary>
    Open,

    /// <summary>Only the reviewer's own.</summary>
    Mine,

    /// <summary>Everybody's.</summary>
    All,
}

/// <summary>How much time is left, in working days.</summary>
public enum TimeBand
{
    Overdue,
    Today,
    Soon,
    Later,
}

/// <summary>Which part of the queue is wanted.</summary>
/// <param name="Specialty">Code, or "none" where none is stated.</param>
/// <param name="Flag">Code of <see cref="Flags"/>.</param>
/// <param name="Practice">ODS code.</param>
/// <param name="Find">Family name, NHS number or reference.</param>
/// <param name="IsReversed">What has most time left first.</param>
/// <param name="Cursor">Opaque; from the page before.</param>
public sealed record QueueFilter(
    string? Specialty = null,
    string? Find = null,
    string? Cursor = null,
    QueueShow Show = QueueShow.All,
    Priority? Priority = null,
    TimeBand? Band = null,
    string? Flag = null,
    string? Practice = null,
    bool IsReversed = false
);

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

public sealed record QueuePage(IReadOnlyList<QueueItem> Items, string? Next, int Count);

/// <summary>How many referrals wait, by what one may choose from.</summary>
public sealed record QueueCounts(
    IReadOnlyList<(string? Specialty, int Count)> Specialties,
    IReadOnlyDictionary<TimeBand, int> Bands,
    IReadOnlyDictionary<Priority, int> Priorities
);

/// <summary>Reads the queue of referrals in review: what is due first comes first, then what was received first.</summary>
public sealed class ReviewQueue(HubDatabase database, TimeProvider time)
{
    const int PageItems = 25;
    const int CountMax = 10_000;
    const int SoonWorkingDays = 2;
    const int ElsewhereMax = 10;
    static readonly TimeSpan CountsKept = TimeSpan.FromSeconds(5);

    (DateTime At, QueueCounts Counts)? kept;

    public async Task<QueuePage> PageAsync(QueueFilter filter, CancellationToken cancellationToken, HubUser? user = null)
    {
        await using var db = database.OpenRead();
        var now = time.UtcNow();
        var journeys = Filter(db, filter, user, now);
        // Counting stops where nobody would read the number, so that a long queue costs no more than a short one.
        var count = await journeys.Take(CountMax).CountAsync(cancellationToken);
        if (ReadCursor(filter.Cursor) is var (due, id))
            journeys = filter.IsReversed
                ? journeys.Where(j => j.Due < due || (j.Due == due && j.Id < id))
                : journeys.Where(j => j.Due > due || (j.Due == due && j.Id > id));
        var sorted = filter.IsReversed
            ? journeys.OrderByDescending(j => j.Due).ThenByDescending(j => j.Id)
            : journeys.OrderBy(j => j.Due).ThenBy(j => j.Id);
        var rows = await sorted
            .Take(PageItems + 1)
            .Join(
                db.Referrals,
                j => j.Id,
                r => r.Referral,
                (j, r) =>
                    new
                    {
                        Journey = j,
                        r.Family,
                        r.Given,
                        r.NhsNumber,
                        r.Reason,
                    }
            )
            .ToListAsync(cancellationToken);
        var next = rows.Count > PageItems ? WriteCursor(rows[PageItems - 1].Journey) : null;
        var ids = rows.ConvertAll(r => r.Journey.Id);
        var claims = await db.ReviewClaims.Where(c => ids.Contains(c.Referral)).ToDictionaryAsync(c => c.Referral, cancellationToken);
        var proposed = await db
            .PendingDecisions.Where(p => ids.Contains(p.Referral) && p.Effect == null)
            .ToDictionaryAsync(p => p.Referral, cancellationToken);
        var bands = Bands(now);
        return new(
            [
                .. rows.Take(PageItems)
                    .Select(r =>
                        Item(
                            r.Journey,
                            r.Family,
                            r.Given,
                            r.NhsNumber,
                            r.Reason,
                            now,
                            bands,
                            claims.GetValueOrDefault(r.Journey.Id),
                            proposed.GetValueOrDefault(r.Journey.Id)
                        )
                    ),
            ],
            next,
            count
        );
    }

    /// <summary>Referrals that are not in review and fit what is looked for: where they are, so that nobody takes one for lost.</summary>
    public async Task<IReadOnlyList<(string Reference, Stage Stage)>> FindElsewhereAsync(string find, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var found = await Find(db, db.Journeys, find)
            .Where(j => j.Stage != Stage.InReview)
            .OrderByDescending(j => j.Id)
            .Select(j => new { j.Reference, j.Stage })
            .Take(ElsewhereMax)
            .ToListAsync(cancellationToken);
        return found.ConvertAll(f => (ReferralReference.Display(f.Reference), f.Stage));
    }

    /// <summary>How many referrals of a part of the queue came into review since.</summary>
    public async Task<int> ArrivedAsync(QueueFilter filter, HubUser user, DateTime since, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        return await Filter(db, filter, user, time.UtcNow())
            .Where(j => j.StageEntered > since)
            .Take(CountMax)
            .CountAsync(cancellationToken);
    }

    /// <summary>How many wait. Counted at most every five seconds, however many look.</summary>
    public async Task<QueueCounts> CountsAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (kept is { } recent && now - recent.At < CountsKept && now >= recent.At)
            return recent.Counts;
        await using var db = database.OpenRead();
        var (today, tomorrow, later) = Bands(now);
        var counts = await db
            .Journeys.Where(j => j.Stage == Stage.InReview && j.OwnerKind != OwnerKind.Hub)
            .GroupBy(j => new
            {
                j.Specialty,
                j.Priority,
                Band = j.Due < now ? TimeBand.Overdue
                : j.Due < tomorrow ? TimeBand.Today
                : j.Due < later ? TimeBand.Soon
                : TimeBand.Later,
            })
            .Select(g => new
            {
                g.Key.Specialty,
                g.Key.Priority,
                g.Key.Band,
                Count = g.Count(),
            })
            .ToListAsync(cancellationToken);
        var made = new QueueCounts(
            [
                .. counts
                    .GroupBy(c => c.Specialty)
                    .Select(g => (g.Key, Count: g.Sum(c => c.Count)))
                    .OrderByDescending(c => c.Count)
                    .ThenBy(c => c.Key, StringComparer.Ordinal),
            ],
            counts.GroupBy(c => c.Band).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)),
            counts.GroupBy(c => c.Priority).ToDictionary(g => g.Key, g => g.Sum(c => c.Count))
        );
        kept = (now, made);
        return made;
    }

    /// <summary>Text first: "Overdue by 1 working day", "Due today", "Due in 2 working days".</summary>
    public static string TimeLeft(DateTime due, DateTime now)
    {
        var (dueDate, today) = (WorkingDays.LocalDate(due), WorkingDays.LocalDate(now));
        if (due < now)
        {
            var late = WorkingDays.Between(dueDate, today);
            return late == 0 ? "Overdue today" : $"Overdue by {late} working {(late == 1 ? "day" : "days")}";
        }

        var left = WorkingDays.Between(today, dueDate);
        return dueDate == today ? "Due today" : $"Due in {Math.Max(1, left)} working {(left <= 1 ? "day" : "days")}";
    }

    /// <summary>Journeys in review that fit; a decision that can still be undone is not waiting for anybody.</summary>
    internal static IQueryable<ReferralJourney> Filter(HubDbContext db, QueueFilter filter, HubUser? user, DateTime now)
    {
        var journeys = db.Journeys.Where(j => j.Stage == Stage.InReview && j.OwnerKind != OwnerKind.Hub);
        if (filter.Show != QueueShow.All && user is not null)
        {
            var name = user.Name;
            var mine = journeys.Where(j => j.OwnerKind == OwnerKind.Clinician && j.Owner == name);
            if (filter.Show == QueueShow.Mine)
                journeys = mine;
            else if (user.Specialties.Count == 0)
                journeys = journeys.Where(j => j.OwnerKind == OwnerKind.TriageTeam || j.Owner == name);
            // What names no specialty is everybody's, or it would be nobody's.
            else
                journeys = journeys.Where(j =>
                    (j.OwnerKind == OwnerKind.TriageTeam && (j.Specialty == null || user.Specialties.Contains(j.Specialty)))
                    || (j.OwnerKind == OwnerKind.Clinician && j.Owner == name)
                );
        }

        if (!string.IsNullOrWhiteSpace(filter.Specialty))
            journeys =
                filter.Specialty == "none"
                    ? journeys.Where(j => j.Specialty == null)
                    : journeys.Where(j => j.Specialty == filter.Specialty);
        if (filter.Priority is { } priority)
            journeys = journeys.Where(j => j.Priority == priority);
        if (!string.IsNullOrWhiteSpace(filter.Practice))
            journeys = journeys.Where(j => j.Practice == filter.Practice.Trim().ToUpperInvariant());
        if (!string.IsNullOrWhiteSpace(filter.Flag))
            journeys = journeys.Where(j => (" " + j.FlagCodes + " ").Contains(" " + filter.Flag + " "));
        var (_, tomorrow, later) = Bands(now);
        journeys = filter.Band switch
        {
            TimeBand.Overdue => journeys.Where(j => j.Due < now),
            TimeBand.Today => journeys.Where(j => j.Due >= now && j.Due < tomorrow),
            TimeBand.Soon => journeys.Where(j => j.Due >= tomorrow && j.Due < later),
            TimeBand.Later => journeys.Where(j => j.Due >= later),
            _ => journeys,
        };
        return string.IsNullOrWhiteSpace(filter.Find) ? journeys : Find(db, journeys, filter.Find);
    }

    static IQueryable<ReferralJourney> Find(HubDbContext db, IQueryable<ReferralJourney> journeys, string looked)
    {
        var find = looked.Trim();
        if (ReferralReference.TryParse(find, out var reference))
            return journeys.Where(j => j.Reference == reference.Value);
        var number = find.Replace(" ", "", StringComparison.Ordinal);
        var referrals = db
            .Referrals.Where(r => r.NhsNumber == number)
            .Select(r => r.Referral)
            .Union(db.Referrals.WhoseFamilyBegins(find).Select(r => r.Referral));
        return journeys.Where(j => referrals.Contains(j.Id));
    }

    /// <summary>Where today ends and where two working days end, as instants.</summary>
    static (DateTime Now, DateTime Tomorrow, DateTime Later) Bands(DateTime now)
    {
        var today = WorkingDays.LocalDate(now);
        return (
            now,
            WorkingDays.ToStartOfDay(today.AddDays(1)),
            WorkingDays.ToStartOfDay(WorkingDays.Add(today, SoonWorkingDays).AddDays(1))
        );
    }

    static QueueItem Item(
        ReferralJourney j,
        string? family,
        string? given,
        string? nhsNumber,
        string? reason,
        DateTime now,
        (DateTime Now, DateTime Tomorrow, DateTime Later) bands,
        ReviewClaim? claim,
        PendingDecision? proposed
    )
    {
        var due = j.Due!.Value;
        var band =
            due < now ? TimeBand.Overdue
            : due < bands.Tomorrow ? TimeBand.Today
            : due < bands.Later ? TimeBand.Soon
            : TimeBand.Later;
        var live = claim?.Until > now ? claim : null;
        return new(
            ReferralReference.Display(j.Reference),
            ReferralNames.Display(family, given),
            nhsNumber is null ? "Not known" : NhsNumber.Display(nhsNumber),
            j.Priority.ToWords(),
            TreatmentFunction.FindName(j.Specialty),
            reason,
            j.Received,
            due,
            TimeLeft(due, now),
            due < now,
            [.. j.FlagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Flags.Describe)],
            live?.Reviewer,
            band,
            live?.Since,
            proposed?.StageEntered == j.StageEntered ? proposed.Reviewer : null
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
}
