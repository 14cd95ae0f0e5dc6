using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Referrals;
using ReferralHub.Review.Interests;
using ReferralHub.Triage;

namespace ReferralHub.Review.Decide;

/// <summary>
/// A named clinician decides about a referral. A refused decision changes nothing and says everything that is wrong with
/// it. An accepted one takes effect when it can no longer be undone; about suspected cancer, at once.
/// </summary>
public sealed class DecideReferral(
    HubDatabase database,
    SettleDecision settle,
    WakeUps wakeUps,
    ReviewerInterests interests,
    SuitableServices services,
    TimeProvider time
)
{
    /// <param name="session">The session it belongs to, when referrals are reviewed one after the other.</param>
    /// <returns>What is wrong with the decision; empty when it was recorded.</returns>
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
                if (await db.FindForReviewAsync(reference, token) is not { } journey)
                    return ([ReviewProblems.NotFound], null);
                var facts = await ReadFactsAsync(db, journey, token);
                var found = Check(request, journey, facts, now);
                if (found.Count > 0)
                    return (found, null);
                await RecordAsync(db, journey, facts, request, session, now, token);
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

    static async Task<DecisionFacts> ReadFactsAsync(HubDbContext db, ReferralJourney journey, CancellationToken cancellationToken) =>
        new(
            await db.FindPendingDecisionAsync(journey, cancellationToken),
            await db.FindAppealedReturnAsync(journey, cancellationToken),
            await db.ReviewClaims.AsTracking().FirstOrDefaultAsync(c => c.Referral == journey.Id, cancellationToken),
            await db
                .Referrals.Where(r => r.Referral == journey.Id)
                .Select(r => new PatientFacts { BirthDate = r.BirthDate, Gender = r.Gender })
                .FirstAsync(cancellationToken),
            // Only whoever comes too late asks for it.
            journey.Stage == Stage.InReview
                ? null
                : await db
                    .ReviewDecisions.Where(d => d.Referral == journey.Id)
                    .OrderByDescending(d => d.Version)
                    .FirstOrDefaultAsync(cancellationToken)
        );

    IReadOnlyList<Problem> Check(DecisionRequest request, ReferralJourney journey, DecisionFacts facts, DateTime now)
    {
        if (facts.Pending is { Effect: { } effect } decided)
            return [ReviewProblems.Decided(decided, effect)];
        if (journey.Stage != Stage.InReview && facts.Last is { } last && last.Reviewer != request.Reviewer)
            return [ReviewProblems.DecidedBefore(last, journey.Stage)];
        var found = DecisionRules.Check(request, journey);
        if (found.Count > 0)
            return found;
        if (LeadsNowhere(request, journey, facts.Patient, now))
            return [ReviewProblems.SpecialtyWithoutService];
        if (FindInterest(request, journey, now) is { } interest)
            return [ReviewProblems.Interested(interest)];
        if (facts.Appealed?.IsSignedBy(request.Reviewer) == true)
            return [ReviewProblems.OwnReturn];
        if (facts.Pending?.Reviewer == request.Reviewer)
            return [ReviewProblems.OwnProposal];
        if (facts.Claim is { } claim && claim.Reviewer != request.Reviewer && claim.Until > now)
            return [ReviewProblems.ClaimedAndNotRecorded(claim.Reviewer)];
        return [];
    }

    /// <summary>
    /// Whether it would be accepted for another specialty that has no service for it. Suspected cancer may: a person finds one at once,
    /// and nothing holds it here.
    /// </summary>
    bool LeadsNowhere(DecisionRequest request, ReferralJourney journey, PatientFacts patient, DateTime now)
    {
        var (specialty, priority) = DecisionRules.ResolveAccepted(request, journey);
        if (request.Outcome != ReviewOutcome.Accept || specialty is null || specialty == journey.Specialty || priority.IsSuspectedCancer())
            return false;
        var need = PatientNeed.FromJourney(journey, patient, WorkingDays.LocalDate(now)) with { Priority = priority };
        return services.Find(specialty, need).Count == 0;
    }

    /// <summary>Suspected cancer is held by nothing, and accepting it is all that can be done about it.</summary>
    ReviewerInterest? FindInterest(DecisionRequest request, ReferralJourney journey, DateTime now)
    {
        if (journey.Priority.IsSuspectedCancer())
            return null;
        var specialty = DecisionRules.ResolveAccepted(request, journey).Specialty;
        return interests.FindAgainst(request.Reviewer!, specialty, WorkingDays.LocalDate(now));
    }

    async Task RecordAsync(
        HubDbContext db,
        ReferralJourney journey,
        DecisionFacts facts,
        DecisionRequest request,
        Guid? session,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        ReviewAct CreateAct(ReviewActKind kind, int? seconds = null, string? other = null) =>
            ReviewAct.Create(journey, kind, request.Reviewer!, session, now, seconds, other);

        if (facts.Appealed is { } appealed && request.Outcome == ReviewOutcome.Accept)
            db.ReviewActs.Add(CreateAct(ReviewActKind.Overturn, other: appealed.Reviewer));
        var seconds = facts.Claim is { } claim ? (int?)Math.Min(int.MaxValue, (now - claim.Since).TotalSeconds) : null;
        if (facts.Claim is not null)
            db.ReviewClaims.Remove(facts.Claim);
        await db.ReviewDrafts.Where(d => d.Referral == journey.Id && d.Reviewer == request.Reviewer).ExecuteDeleteAsync(cancellationToken);
        db.ReviewActs.Add(CreateAct(ReviewActKind.Decide, seconds));
        if (facts.Pending is { } first && request.Outcome != ReviewOutcome.Return)
            db.ReviewActs.Add(CreateAct(ReviewActKind.Overturn, other: first.Reviewer));
        // A decision that was overtaken leaves its row behind; this one takes its place.
        if (facts.Pending is null)
            await db.PendingDecisions.Where(p => p.Referral == journey.Id).ExecuteDeleteAsync(cancellationToken);
        settle.Settle(db, journey, facts.Pending, request, now);
    }

    /// <summary>What the database says besides the journey.</summary>
    /// <param name="Pending">A decision of this review that has not taken effect.</param>
    /// <param name="Appealed">The return that this referral appeals.</param>
    /// <param name="Claim">Who has it open, or had.</param>
    sealed record DecisionFacts(
        PendingDecision? Pending,
        ReviewDecision? Appealed,
        ReviewClaim? Claim,
        PatientFacts Patient,
        ReviewDecision? Last
    );
}
