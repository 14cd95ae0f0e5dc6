using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Review;

/// <summary>
/// Decisions about referrals. A refused one changes nothing and says everything that is wrong with it. An accepted one
/// takes effect when it can no longer be undone; about suspected cancer, at once.
/// </summary>
public sealed class ReviewService(
    HubDatabase database,
    JourneyMoves moves,
    WakeUps wakeUps,
    ReviewDrafts drafts,
    ReviewerInterests interests,
    HubSettings settings,
    TimeProvider time
)
{
    internal static readonly Problem NotFound = new(
        404,
        "not-found",
        "REC_NOT_FOUND",
        "not-found",
        "There is no referral with this reference."
    );

    /// <param name="session">The session it belongs to, when referrals are reviewed one after the other.</param>
    public async Task<IReadOnlyList<Problem>> DecideAsync(
        string reference,
        DecisionRequest request,
        CancellationToken cancellationToken,
        Guid? session = null
    )
    {
        var now = time.UtcNow();
        var (problems, journey) = await database.WriteAsync<(IReadOnlyList<Problem>, ReferralJourney?)>(
            async (db, token) =>
            {
                var journey = await FindAsync(db, reference, token);
                if (journey is null)
                    return ([NotFound], null);
                var pending = await FindPendingAsync(db, journey, token);
                if (pending?.Effect is { } effect)
                    return ([Decided(pending, effect)], null);
                var found = ReviewRules.Check(request, journey);
                if (found.Count > 0)
                    return (found, null);
                // Suspected cancer is held by nothing, and accepting it is all that can be done about it.
                if (
                    !journey.Priority.IsSuspectedCancer()
                    && interests.Against(
                        request.Reviewer!,
                        ReviewRules.ResolveAccepted(request, journey).Specialty,
                        WorkingDays.LocalDate(now)
                    )
                        is { } interest
                )
                    return ([Interested(interest)], null);
                var appealed = await AppealedAsync(db, journey, token);
                if (appealed?.Reviewer == request.Reviewer)
                    return (
                        [
                            new(
                                409,
                                "conflict",
                                "REC_CONFLICT",
                                "own-return",
                                "The practice appeals a return that you signed. A colleague must decide."
                            ),
                        ],
                        null
                    );
                if (pending is not null && pending.Reviewer == request.Reviewer)
                    return (
                        [
                            new(
                                409,
                                "conflict",
                                "REC_CONFLICT",
                                "second-reader",
                                "You proposed this return yourself. Somebody else must agree, or you withdraw it."
                            ),
                        ],
                        null
                    );
                var claim = await db.ReviewClaims.AsTracking().FirstOrDefaultAsync(c => c.Referral == journey.Id, token);
                if (claim is not null && claim.Reviewer != request.Reviewer && claim.Until > now)
                    return (
                        [
                            new(
                                409,
                                "conflict",
                                "REC_CONFLICT",
                                "claimed",
                                $"{claim.Reviewer} has this referral open; nothing was recorded."
                            ),
                        ],
                        null
                    );
                if (appealed is not null && request.Outcome == ReviewOutcome.Accept)
                    db.ReviewActs.Add(Act(journey, ReviewActKind.Overturn, request.Reviewer!, session, now, other: appealed.Reviewer));
                await DecideAsync(db, journey, pending, request, claim, session, now, token);
                return ([], journey);
            },
            cancellationToken
        );
        if (journey is null)
            return problems;
        HubMeters.Decided.Add(1, new KeyValuePair<string, object?>("outcome", request.Outcome.ToString()));
        if (journey.Stage != Stage.InReview)
            wakeUps.Send([journey]);
        return problems;
    }

    /// <summary>Takes back a decision that has not taken effect. What was typed is a draft again, and the referral its reviewer's.</summary>
    public Task<Problem?> UndoAsync(string reference, string reviewer, CancellationToken cancellationToken, Guid? session = null) =>
        database.WriteAsync<Problem?>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var journey = await FindAsync(db, reference, token);
                if (journey is null)
                    return NotFound;
                var pending = await FindPendingAsync(db, journey, token);
                if (pending is null || pending.Effect <= now)
                    return new(
                        409,
                        "conflict",
                        "REC_CONFLICT",
                        "too-late",
                        $"It is too late to undo: {journey.Stage.ToWords().ToLowerInvariant()}. Ring whoever has it now if it must be stopped."
                    );
                if (pending.Reviewer != reviewer && pending.SecondReader != reviewer)
                    return new(409, "conflict", "REC_CONFLICT", "not-yours", $"{pending.Reviewer} decided this; only they can undo it.");
                TakeBack(db, journey, pending, reviewer, now);
                await ReviewClaims.TakeAsync(db, journey, reviewer, now, settings, token);
                await drafts.KeepAsync(db, journey.Id, reviewer, DecisionForm.FromPending(pending), now, token);
                db.ReviewActs.Add(Act(journey, ReviewActKind.Undo, reviewer, session, now));
                return null;
            },
            cancellationToken
        );

    /// <summary>Carries out a decision that has been checked.</summary>
    /// <param name="decided">When it was decided, if not now.</param>
    internal void CarryOut(
        HubDbContext db,
        ReferralJourney journey,
        DecisionRequest request,
        DateTime now,
        DateTime? decided = null,
        string? secondReader = null
    )
    {
        var actor = Actor.Clinician(request.Reviewer!);
        var (specialtyBefore, priorityBefore) = (journey.Specialty, journey.Priority);
        switch (request.Outcome)
        {
            case ReviewOutcome.Accept:
                var (specialty, priority) = ReviewRules.ResolveAccepted(request, journey);
                JourneyMoves.Reclassify(journey, specialty, priority);
                var changed = specialty != specialtyBefore || priority != priorityBefore;
                moves.Move(
                    db,
                    journey,
                    Stage.Accepted,
                    EventTypes.Accepted,
                    actor,
                    new() { Reason = changed ? "clinician-changed" : "clinician" },
                    now
                );
                break;
            case ReviewOutcome.Ask:
                moves.Move(
                    db,
                    journey,
                    Stage.AwaitingInformation,
                    EventTypes.InformationRequested,
                    actor,
                    new() { Reason = "clinician" },
                    now
                );
                break;
            case ReviewOutcome.Return:
                moves.Move(db, journey, Stage.Returned, EventTypes.Returned, actor, new() { Reason = request.ReasonCode }, now);
                break;
        }

        db.ReviewDecisions.Add(
            new()
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
                PriorityBefore = priorityBefore.ToCode(),
                PriorityAfter = journey.Priority.ToCode(),
                SecondReader = secondReader,
                At = decided ?? now,
            }
        );
    }

    async Task DecideAsync(
        HubDbContext db,
        ReferralJourney journey,
        PendingDecision? first,
        DecisionRequest request,
        ReviewClaim? claim,
        Guid? session,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var seconds = claim is null ? (int?)null : (int)Math.Min(int.MaxValue, (now - claim.Since).TotalSeconds);
        if (claim is not null)
            db.ReviewClaims.Remove(claim);
        await db.ReviewDrafts.Where(d => d.Referral == journey.Id && d.Reviewer == request.Reviewer).ExecuteDeleteAsync(cancellationToken);
        db.ReviewActs.Add(Act(journey, ReviewActKind.Decide, request.Reviewer!, session, now, seconds));
        if (first is not null && request.Outcome != ReviewOutcome.Return)
            db.ReviewActs.Add(Act(journey, ReviewActKind.Overturn, request.Reviewer!, session, now, other: first.Reviewer));
        // A decision that was overtaken leaves its row behind; this one takes its place.
        if (first is null)
            await db.PendingDecisions.Where(p => p.Referral == journey.Id).ExecuteDeleteAsync(cancellationToken);
        Settle(db, journey, first, request, now);
    }

    /// <summary>
    /// What comes of a decision that has been checked: it waits for a second reader, or until it can no longer be undone,
    /// or takes effect now. Nothing but the rows given is looked at.
    /// </summary>
    /// <param name="first">A return that another clinician has proposed.</param>
    internal void Settle(HubDbContext db, ReferralJourney journey, PendingDecision? first, DecisionRequest request, DateTime now)
    {
        string? second = null;
        if (first is not null)
        {
            db.PendingDecisions.Remove(first);
            // Agreeing with a proposed return is to return: the first reader's words go out, both names are kept.
            if (request.Outcome == ReviewOutcome.Return)
                (request, second) = (first.ToRequest(request.Version), request.Reviewer);
        }

        var isCancer = journey.Priority.IsSuspectedCancer() || ReviewRules.ResolveAccepted(request, journey).Priority.IsSuspectedCancer();
        if (request.Outcome == ReviewOutcome.Return && second is null && settings.Review.SecondReaderForReturns)
        {
            Keep(db, journey, request, null, null, now);
            moves.AskSecondOpinion(db, journey, Actor.Clinician(request.Reviewer!), now);
        }
        else if (settings.Review.UndoMinutes > 0 && !isCancer)
        {
            var effect = now.AddMinutes(settings.Review.UndoMinutes);
            Keep(db, journey, request, effect, second, now);
            moves.AwaitEffect(db, journey, effect, Actor.Clinician(second ?? request.Reviewer!), now);
        }
        else
        {
            CarryOut(db, journey, request, now, secondReader: second);
        }
    }

    /// <summary>The decision is gone, and the turn its reviewer's again.</summary>
    internal void TakeBack(HubDbContext db, ReferralJourney journey, PendingDecision pending, string reviewer, DateTime now)
    {
        db.PendingDecisions.Remove(pending);
        moves.Undo(db, journey, reviewer, pending.Due, pending.EscalateAt, Actor.Clinician(reviewer), now);
    }

    static void Keep(HubDbContext db, ReferralJourney journey, DecisionRequest request, DateTime? effect, string? second, DateTime now) =>
        db.PendingDecisions.Add(
            new()
            {
                Referral = journey.Id,
                StageEntered = journey.StageEntered,
                Outcome = request.Outcome!.Value,
                Reviewer = request.Reviewer!,
                ReviewerRole = request.ReviewerRole!,
                ReasonCode = request.ReasonCode,
                Text = request.Text,
                Specialty = request.Specialty,
                Priority = request.Priority,
                SecondReader = second,
                At = now,
                Effect = effect,
                Due = journey.Due!.Value,
                EscalateAt = journey.EscalateAt,
            }
        );

    internal static ReviewAct Act(
        ReferralJourney journey,
        ReviewActKind kind,
        string by,
        Guid? session,
        DateTime now,
        int? seconds = null,
        string? other = null,
        string? text = null,
        DateTime? until = null
    ) =>
        new()
        {
            Id = EntityId.New(now),
            Referral = journey.Id,
            Kind = kind,
            By = by,
            Session = session,
            At = now,
            Seconds = seconds,
            Other = other,
            Text = text,
            Until = until,
        };

    /// <summary>The decision that waits to take effect, when the referral is still in the review in which it was made.</summary>
    internal static async Task<PendingDecision?> FindPendingAsync(
        HubDbContext db,
        ReferralJourney journey,
        CancellationToken cancellationToken
    )
    {
        if (journey.Stage != Stage.InReview)
            return null;
        return await db
            .PendingDecisions.AsTracking()
            .FirstOrDefaultAsync(p => p.Referral == journey.Id && p.StageEntered == journey.StageEntered, cancellationToken);
    }

    /// <summary>The return that this referral is the appeal of; null when it is none.</summary>
    internal static async Task<ReviewDecision?> AppealedAsync(
        HubDbContext db,
        ReferralJourney journey,
        CancellationToken cancellationToken
    ) =>
        journey.Follows is { } first && journey.Has(Flags.Appealed)
            ? await db
                .ReviewDecisions.Where(d => d.Referral == first && d.Outcome == ReviewOutcome.Return)
                .OrderByDescending(d => d.Version)
                .FirstOrDefaultAsync(cancellationToken)
            : null;

    internal static Task<ReferralJourney?> FindAsync(HubDbContext db, string reference, CancellationToken cancellationToken)
    {
        var value = ReferralReference.TryParse(reference, out var parsed) ? parsed.Value : "";
        return db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Reference == value, cancellationToken);
    }

    internal static Problem Interested(ReviewerInterest interest) =>
        new(
            409,
            "conflict",
            "REC_CONFLICT",
            "interest",
            $"You have declared an interest ({interest.Nature}) in provider {interest.Provider}, to which this referral could go. A colleague without one must decide; skip it, or refer it to one."
        );

    static Problem Decided(PendingDecision pending, DateTime effect) =>
        new(
            409,
            "conflict",
            "REC_CONFLICT",
            "decided",
            $"{pending.Reviewer} has decided: {pending.Outcome.ToWords().ToLowerInvariant()}. It takes effect at {WorkingDays.LocalTime(effect):HH:mm}; until then {pending.Reviewer} can undo it."
        );
}
