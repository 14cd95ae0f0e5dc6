using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Interests;
using ReferralHub.Review.Worklist;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Session;

/// <summary>Claims the most pressing referral that a reviewer may decide and nobody else has open.</summary>
public sealed class TakeNextReferral(
    HubDatabase database,
    CurrentScope callerScope,
    JourneyMoves moves,
    ReviewerInterests interests,
    HubSettings settings,
    TimeProvider time
)
{
    const int CandidatesMax = 25;
    const int TriesMax = 4;

    /// <summary>Reference of the referral that was claimed; null when there is none. Two who ask at once get two.</summary>
    /// <param name="among">Which part of the queue.</param>
    public async Task<string?> TakeAsync(HubUser user, QueueFilter among, Guid session, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            var candidates = await FindCandidatesAsync(user, among, session, cancellationToken);
            if (candidates.Count == 0)
                return null;
            if (await ClaimFirstAsync(user, candidates, cancellationToken) is { } reference)
                return reference;
        }

        return null;
    }

    async Task<List<Guid>> FindCandidatesAsync(HubUser user, QueueFilter among, Guid session, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var now = time.UtcNow();
        var barred = interests.ListBarred(user.Name, WorkingDays.LocalDate(now));
        var open = QueueQuery
            .Filter(db, among with { Show = QueueShow.Open }, user, now)
            .Where(j => !db.Set<ReviewClaim>().Any(c => c.Referral == j.Id && c.Until > now && c.Reviewer != user.Name))
            .Where(j => j.Specialty == null || j.Priority == Priority.Asap || j.Priority == Priority.Stat || !barred.Contains(j.Specialty))
            // A second reader is somebody else than the first.
            .Where(j =>
                !db.Set<PendingDecision>().Any(p => p.Referral == j.Id && p.StageEntered == j.StageEntered && p.Reviewer == user.Name)
            )
            // Nor is an appeal for whoever signed the return.
            .Where(j =>
                j.Follows == null
                || !db.Set<ReviewDecision>()
                    .Any(d =>
                        d.Referral == j.Follows
                        && d.Outcome == ReviewOutcome.Return
                        && (d.Reviewer == user.Name || d.SecondReader == user.Name)
                    )
            )
            .Where(j =>
                !db.Set<ReviewAct>()
                    .Any(a =>
                        a.Referral == j.Id
                        && ((a.Kind == ReviewActKind.Defer && a.Until > now) || (a.Kind == ReviewActKind.Skip && a.Session == session))
                    )
            );
        var found = new List<Guid>(CandidatesMax);
        foreach (var group in QueueQuery.Groups)
        {
            var part = open.Where(j => j.ReadFirst == group).OrderBy(j => j.Due).ThenBy(j => j.Id).Select(j => j.Id);
            found.AddRange(await part.Take(CandidatesMax - found.Count).ToListAsync(cancellationToken));
            if (found.Count == CandidatesMax)
                break;
        }

        return found;
    }

    Task<string?> ClaimFirstAsync(HubUser user, List<Guid> candidates, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                // One at a time, in order: holding them all would hide from a colleague what is not taken.
                foreach (var id in candidates)
                {
                    var journey = await database
                        .Claim<ReferralJourney>(db, [id])
                        .FirstOrDefaultAsync(j => j.Stage == Stage.InReview && j.OwnerKind != OwnerKind.Hub, token);
                    if (journey is null)
                        continue;
                    if (await db.ReviewClaims.AnyAsync(c => c.Referral == id && c.Until > now && c.Reviewer != user.Name, token))
                        continue;
                    var until = now.AddMinutes(settings.Review.ClaimMinutes);
                    if (await db.WriteClaimAsync(journey, user.Name, now, until, token))
                        moves.Claim(db, journey, user.Name, Actor.Clinician(user.Name), now);
                    return ReferralReference.Display(journey.Reference);
                }

                return null;
            },
            cancellationToken
        );
}
