using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Worklist;

/// <summary>What fits what is looked for and is not on the list.</summary>
/// <param name="First">The newest of them.</param>
/// <param name="Count">How many there are, counted up to <see cref="ListQueue.CountMax"/>.</param>
/// <param name="InReview">How many of all that fit are in review, on the list or not, counted up to the same.</param>
public sealed record FoundElsewhere(IReadOnlyList<FoundReferral> First, int Count, int InReview)
{
    public static readonly FoundElsewhere Nothing = new([], 0, 0);
}

/// <summary>One referral, with what tells apart people of one name.</summary>
/// <param name="NhsNumber">As it is shown.</param>
public sealed record FoundReferral(string Reference, Stage Stage, string Patient, DateOnly? Born, string NhsNumber);

/// <summary>Finds referrals that a list leaves out, so that nobody takes one for lost.</summary>
public sealed class FindElsewhere(HubDatabase database, CurrentScope callerScope, TimeProvider time)
{
    const int FoundMax = 10;

    /// <summary>Those that fit what is looked for and are not on the list, newest first, with where they are and whose they are.</summary>
    /// <param name="filter">What the list shows; it looks for something.</param>
    public async Task<FoundElsewhere> FindAsync(QueueFilter filter, HubUser user, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var all = QueueQuery.Find(db, db.Journeys, filter.Find!);
        var listed = QueueQuery.Filter(db, filter, user, time.UtcNow()).Select(j => j.Id);
        var others = all.Where(j => !listed.Contains(j.Id));
        var count = await others.Take(ListQueue.CountMax).CountAsync(cancellationToken);
        var inReview = await all.Where(j => j.Stage == Stage.InReview).Take(ListQueue.CountMax).CountAsync(cancellationToken);
        var found = await others
            .OrderByDescending(j => j.Id)
            .Take(FoundMax)
            .Join(
                db.Referrals,
                j => j.Id,
                r => r.Referral,
                (j, r) =>
                    new
                    {
                        j.Id,
                        j.PatientKey,
                        j.Reference,
                        j.Stage,
                        r.Family,
                        r.Given,
                        r.BirthDate,
                        r.NhsNumber,
                    }
            )
            .OrderByDescending(r => r.Id)
            .ToListAsync(cancellationToken);
        foreach (var shown in found)
            AuditEntry.Current?.Touch(shown.Id, shown.PatientKey);
        return new(
            found.ConvertAll(f => new FoundReferral(
                ReferralReference.Display(f.Reference),
                f.Stage,
                ReferralNames.Display(f.Family, f.Given),
                f.BirthDate,
                f.NhsNumber is null ? "not known" : NhsNumber.Display(f.NhsNumber)
            )),
            count,
            inReview
        );
    }
}
