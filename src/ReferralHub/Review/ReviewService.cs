using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Fhir;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Review;

/// <summary>Claims and decisions. A refused decision changes nothing and says everything that is wrong with it.</summary>
public sealed class ReviewService(HubDatabase database, JourneyMoves moves, WakeUps wakeUps, TimeProvider time)
{
    static readonly TimeSpan ClaimDuration = TimeSpan.FromMinutes(15);
    static readonly Problem NotFound = new(404, "not-found", "REC_NOT_FOUND", "not-found", "There is no referral with this reference.");

    /// <summary>Takes a referral for a reviewer for 15 minutes; renews when it is theirs; refuses with the holder's name otherwise.</summary>
    public Task<(int Version, Problem? Problem)> ClaimAsync(string reference, string reviewer, CancellationToken cancellationToken) =>
        database.WriteAsync<(int, Problem?)>(async (db, token) =>
        {
            var now = time.UtcNow();
            var journey = await FindAsync(db, reference, token);
            if (journey is null) return (0, NotFound);
            if (journey.Stage != Stage.InReview) return (0, new(409, "conflict", "REC_CONFLICT", "not-in-review", $"The referral is not in review: {journey.Stage.Words().ToLowerInvariant()}."));
            var claim = await db.ReviewClaims.AsTracking().FirstOrDefaultAsync(c => c.Referral == journey.Id, token);
            if (claim is not null && claim.Reviewer != reviewer && claim.Until > now)
                return (journey.Version, new(409, "conflict", "REC_CONFLICT", "claimed", $"{claim.Reviewer} has this referral open since {WorkingDays.LocalTime(claim.Since):HH:mm}."));
            if (claim is null) db.ReviewClaims.Add(claim = new() { Referral = journey.Id, Reviewer = reviewer, Since = now });
            var renewed = claim.Reviewer == reviewer && journey.Owner == reviewer;
            (claim.Reviewer, claim.Until) = (reviewer, now + ClaimDuration);
            if (!renewed)
            {
                claim.Since = now;
                moves.Claim(db, journey, reviewer, Actor.Clinician(reviewer), now);
            }

            return (journey.Version, null);
        }, cancellationToken);

    public async Task<IReadOnlyList<Problem>> DecideAsync(string reference, DecisionRequest request, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var (problems, journey) = await database.WriteAsync<(IReadOnlyList<Problem>, ReferralJourney?)>(async (db, token) =>
        {
            var journey = await FindAsync(db, reference, token);
            if (journey is null) return ([NotFound], null);
            var found = ReviewRules.Check(request, journey);
            if (found.Count > 0) return (found, null);
            var claim = await db.ReviewClaims.AsTracking().FirstOrDefaultAsync(c => c.Referral == journey.Id, token);
            if (claim is not null && claim.Reviewer != request.Reviewer && claim.Until > now)
                return ([new(409, "conflict", "REC_CONFLICT", "claimed", $"{claim.Reviewer} has this referral open; nothing was recorded.")], null);
            if (claim is not null) db.ReviewClaims.Remove(claim);
            Apply(db, journey, request, now);
            return ([], journey);
        }, cancellationToken);
        if (journey is null) return problems;
        HubMeters.Decided.Add(1, new KeyValuePair<string, object?>("outcome", request.Outcome.ToString()));
        wakeUps.Send([journey]);
        return problems;
    }

    /// <summary>Carries out a decision that has been checked.</summary>
    internal void Apply(HubDbContext db, ReferralJourney journey, DecisionRequest request, DateTime now)
    {
        var actor = Actor.Clinician(request.Reviewer!);
        var (specialtyBefore, priorityBefore) = (journey.Specialty, journey.Priority);
        switch (request.Outcome)
        {
            case ReviewOutcome.Accept:
                var (specialty, priority) = ReviewRules.After(request, journey);
                JourneyMoves.Reclassify(journey, specialty, priority);
                var changed = specialty != specialtyBefore || priority != priorityBefore;
                moves.Move(db, journey, Stage.Accepted, EventTypes.Accepted, actor, new() { Reason = changed ? "clinician-changed" : "clinician" }, now);
                break;
            case ReviewOutcome.Ask:
                moves.Move(db, journey, Stage.AwaitingInformation, EventTypes.InformationRequested, actor, new() { Reason = "clinician" }, now);
                break;
            case ReviewOutcome.Return:
                moves.Move(db, journey, Stage.Returned, EventTypes.Returned, actor, new() { Reason = request.ReasonCode }, now);
                break;
        }

        db.ReviewDecisions.Add(new()
        {
            Referral = journey.Id,
            Version = journey.Version,
            Outcome = request.Outcome!.Value,
            Reviewer = request.Reviewer!,
            ReviewerRole = request.ReviewerRole!,
            ReasonCode = request.ReasonCode,
            Text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim(),
            SpecialtyBefore = specialtyBefore,
            SpecialtyAfter = journey.Specialty,
            PriorityBefore = priorityBefore.Code(),
            PriorityAfter = journey.Priority.Code(),
            At = now,
        });
    }

    static Task<ReferralJourney?> FindAsync(HubDbContext db, string reference, CancellationToken cancellationToken)
    {
        var value = ReferralReference.TryParse(reference, out var parsed) ? parsed.Value : "";
        return db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Reference == value, cancellationToken);
    }
}
