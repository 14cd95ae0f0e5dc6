using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Leave;

/// <summary>
/// Closes a referral as a duplicate of another of the same patient, which goes on in its place and says so to the practice. The
/// one that goes on is never less pressing, and suspected cancer only goes on in suspected cancer that is still open.
/// </summary>
public sealed class CloseAsDuplicate(HubDatabase database, JourneyMoves moves, TimeProvider time)
{
    /// <param name="of">Reference of the referral that goes on.</param>
    /// <returns>Why it cannot be closed so; null when it was.</returns>
    public Task<Problem?> CloseAsync(string reference, HubUser user, string? of, CancellationToken cancellationToken) =>
        database.WriteAsync<Problem?>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var (journey, problem) = await db.FindOpenToAsync(user, reference, now, token);
                if (journey is null)
                    return problem;
                var value = ReferralReference.TryParse(of, out var parsed) ? parsed.Value : "";
                var other = await db.Journeys.AsNoTracking().FirstOrDefaultAsync(j => j.Reference == value, token);
                if (Check(journey, other) is { } fault)
                    return fault;
                moves.Move(
                    db,
                    journey,
                    Stage.Cancelled,
                    EventTypes.Cancelled,
                    Actor.Clinician(user.Name),
                    new() { Reason = ReasonCodes.DuplicateOf, Follows = other!.Id },
                    now
                );
                await db.ReviewClaims.Where(c => c.Referral == journey.Id).ExecuteDeleteAsync(token);
                await db.ReviewDrafts.Where(d => d.Referral == journey.Id).ExecuteDeleteAsync(token);
                return null;
            },
            cancellationToken
        );

    internal static Problem? Check(ReferralJourney journey, ReferralJourney? other)
    {
        if (other is null || other.Id == journey.Id || other.PatientKey != journey.PatientKey)
            return ReviewProblems.DuplicateOfNothing;
        if (other.Stage.IsTerminal() && (other.Stage != Stage.HandedOver || journey.Priority.IsSuspectedCancer()))
            return ReviewProblems.DuplicateOfClosed;
        return other.Priority < journey.Priority ? ReviewProblems.DuplicateOfLessPressing : null;
    }
}
