using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review;

/// <summary>Which part of the queue is wanted.</summary>
/// <param name="Find">Family name, NHS number or reference.</param>
/// <param name="Cursor">Opaque; from the page before.</param>
public sealed record QueueFilter(string? Specialty = null, string? Find = null, string? Cursor = null);

/// <summary>One row of the queue.</summary>
public sealed record QueueItem(string Reference, string Patient, string NhsNumber, string Priority, string Specialty, string? Reason, DateTime Received, DateTime Due, string TimeLeft, bool Overdue, IReadOnlyList<string> Flags, string? ClaimedBy);

public sealed record QueuePage(IReadOnlyList<QueueItem> Items, string? Next, int Count);

/// <summary>Reads the queue of referrals in review: what is due first comes first, then what was received first.</summary>
public sealed class ReviewQueue(HubDatabase database, TimeProvider time)
{
    const int PageItems = 25;
    const int CountMax = 10_000;

    public async Task<QueuePage> PageAsync(QueueFilter filter, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var now = time.UtcNow();
        var journeys = Filter(db, filter);
        // Counting stops where nobody would read the number, so that a long queue costs no more than a short one.
        var count = await journeys.Take(CountMax).CountAsync(cancellationToken);
        if (ReadCursor(filter.Cursor) is var (due, id)) journeys = journeys.Where(j => j.Due > due || (j.Due == due && j.Id > id));
        var rows = await journeys.OrderBy(j => j.Due).ThenBy(j => j.Id).Take(PageItems + 1)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { Journey = j, r.Family, r.Given, r.NhsNumber, r.Reason }).ToListAsync(cancellationToken);
        var next = rows.Count > PageItems ? WriteCursor(rows[PageItems - 1].Journey) : null;
        return new([.. rows.Take(PageItems).Select(r => Item(r.Journey, r.Family, r.Given, r.NhsNumber, r.Reason, now))], next, count);
    }

    /// <summary>How many wait, by specialty.</summary>
    public async Task<IReadOnlyList<(string? Specialty, int Count)>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var counts = await db.Journeys.Where(j => j.Stage == Stage.InReview).GroupBy(j => j.Specialty).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        return [.. counts.OrderByDescending(c => c.Count).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Count))];
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

    static IQueryable<ReferralJourney> Filter(HubDbContext db, QueueFilter filter)
    {
        var journeys = db.Journeys.Where(j => j.Stage == Stage.InReview);
        if (!string.IsNullOrWhiteSpace(filter.Specialty)) journeys = filter.Specialty == "none" ? journeys.Where(j => j.Specialty == null) : journeys.Where(j => j.Specialty == filter.Specialty);
        if (string.IsNullOrWhiteSpace(filter.Find)) return journeys;
        var find = filter.Find.Trim();
        if (ReferralReference.TryParse(find, out var reference)) return journeys.Where(j => j.Reference == reference.Value);
        var number = find.Replace(" ", "", StringComparison.Ordinal);
        var (from, to) = (ReferralRecord.KeyOf(find)!, ReferralRecord.KeyOf(find) + char.MaxValue);
        var referrals = db.Referrals.Where(r => r.NhsNumber == number).Select(r => r.Referral)
            .Union(db.Referrals.Where(r => string.Compare(r.FamilyKey, from) >= 0 && string.Compare(r.FamilyKey, to) < 0).Select(r => r.Referral));
        return journeys.Where(j => referrals.Contains(j.Id));
    }

    static QueueItem Item(ReferralJourney j, string? family, string? given, string? nhsNumber, string? reason, DateTime now) => new(
        ReferralReference.Display(j.Reference),
        family is null ? "Name not known" : $"{family.ToUpperInvariant()}, {given}",
        nhsNumber is null ? "Not known" : NhsNumber.Display(nhsNumber),
        j.Priority.Words(), TreatmentFunction.NameOf(j.Specialty), reason, j.Received, j.Due!.Value, TimeLeft(j.Due.Value, now), j.Due < now,
        [.. j.FlagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Flags.Words)],
        j.OwnerKind == OwnerKind.Clinician ? j.Owner : null);

    static string WriteCursor(ReferralJourney j) => $"{j.Due!.Value.Ticks:x}.{j.Id:N}";

    static (DateTime Due, Guid Id)? ReadCursor(string? cursor)
    {
        var parts = cursor?.Split('.');
        return parts is [var ticks, var id] && long.TryParse(ticks, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var due) && Guid.TryParse(id, out var key) && due <= DateTime.MaxValue.Ticks && due >= 0
            ? (new DateTime(due, DateTimeKind.Utc), key)
            : null;
    }
}
