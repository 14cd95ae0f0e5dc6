using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Concerns;

/// <summary>One complaint or incident in a list.</summary>
/// <param name="Practice">ODS code of the practice that referred; null when not known.</param>
public sealed record ListedConcern(Concern Concern, string Reference, string Specialty, string? Practice);

/// <summary>How many there are, by kind.</summary>
public sealed record ConcernCounts(int OpenComplaints, int OpenIncidents, int Overdue, int ClosedInYear)
{
    public int Open => OpenComplaints + OpenIncidents;
}

/// <summary>Lists and counts complaints and incidents: what is open by deadline, what is closed by when.</summary>
public sealed class ListConcerns(HubDatabase database, CurrentScope callerScope, TimeProvider time)
{
    const int RowsMax = 200;

    /// <param name="isOpen">Open ones, the most pressing first; or closed ones, newest first.</param>
    /// <param name="practice">ODS code, for those of one practice's referrals; null for all.</param>
    public async Task<IReadOnlyList<ListedConcern>> ListAsync(bool isOpen, string? practice, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var concerns = db.Concerns.Where(c => (c.Closed == null) == isOpen);
        concerns = isOpen ? concerns.OrderBy(c => c.Due).ThenBy(c => c.Id) : concerns.OrderByDescending(c => c.Closed).ThenBy(c => c.Id);
        var rows = await concerns
            .Join(
                db.Journeys.Where(j => practice == null || j.Practice == practice),
                c => c.Referral,
                j => j.Id,
                (c, j) =>
                    new
                    {
                        Concern = c,
                        j.Reference,
                        j.Specialty,
                        j.Practice,
                    }
            )
            .Take(RowsMax)
            .ToListAsync(cancellationToken);
        var listed = rows.Select(r => new ListedConcern(
            r.Concern,
            ReferralReference.Display(r.Reference),
            TreatmentFunction.FindName(r.Specialty),
            r.Practice
        ));
        // The join need not keep the order of what it joins.
        return isOpen ? [.. listed.OrderBy(l => l.Concern.Due)] : [.. listed.OrderByDescending(l => l.Concern.Closed)];
    }

    public async Task<ConcernCounts> CountAsync(string? practice, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var now = time.UtcNow();
        var yearAgo = now.AddYears(-1);
        var counts = await db
            .Concerns.Where(c => c.Closed == null || c.Closed > yearAgo)
            .Where(c => practice == null || db.Set<ReferralJourney>().Any(j => j.Id == c.Referral && j.Practice == practice))
            .GroupBy(c => new
            {
                c.Kind,
                IsOpen = c.Closed == null,
                IsOverdue = c.Closed == null && c.Due < now,
            })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return new(
            counts.Where(c => c.Key.IsOpen && c.Key.Kind == ConcernKind.Complaint).Sum(c => c.Count),
            counts.Where(c => c.Key.IsOpen && c.Key.Kind == ConcernKind.Incident).Sum(c => c.Count),
            counts.Where(c => c.Key.IsOverdue).Sum(c => c.Count),
            counts.Where(c => !c.Key.IsOpen).Sum(c => c.Count)
        );
    }
}
