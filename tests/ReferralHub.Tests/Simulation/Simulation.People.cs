using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals;
using ReferralHub.Review;
using ReferralHub.Review.Decide;
using ReferralHub.Tests.History;

namespace ReferralHub.Tests.Simulation;

/// <summary>Clinicians, practices and patients.</summary>
sealed partial class Simulation
{
    /// <summary>Clinicians, practices and patients act now and then.</summary>
    void People()
    {
        foreach (
            var id in store
                .Journeys.Values.Where(j => !IsLocked(j.Id) && !j.Stage.IsTerminal() && random.NextDouble() < 0.2)
                .Select(j => j.Id)
                .ToList()
        )
        {
            var tx = Begin();
            var journey = tx.Journey(id)!;
            switch (journey.Stage)
            {
                case Stage.InReview:
                    if (bug != SimBug.DecidedTwice && Standing(journey) is { Effect: not null })
                        continue;
                    var reviewer = $"Reviewer {reviewers++}";
                    if (journey.OwnerKind == OwnerKind.TriageTeam && random.Next(2) == 0)
                        world.Moves.Claim(db, journey, reviewer, Actor.Clinician(reviewer), now);
                    // Between reading and deciding the referral may change; it is the version read that is decided on.
                    var version = journey.Version;
                    After(Soon(10), () => Decide(id, version, reviewer));
                    if (random.Next(4) == 0)
                        After(Soon(10), () => Decide(id, version, $"Reviewer {reviewers++}"));
                    break;
                case Stage.AwaitingInformation:
                    _ = random.Next(8) == 0 ? world.Withdrawals.Withdraw(db, journey, now) : world.Answers.Answer(db, journey, now);
                    break;
                case Stage.AwaitingChoice when tx.Offer(id) is { } offer:
                    var options = offer.ReadOptions();
                    world.Chooser.Choose(db, journey, offer, options[random.Next(options.Count)].Service, Actor.Patient, now);
                    break;
                default:
                    db.ChangeTracker.Clear();
                    continue;
            }

            Finish(tx, id);
        }

        foreach (
            var id in store.Journeys.Values.Where(j => j.Stage == Stage.Returned && random.NextDouble() < 0.02).Select(j => j.Id).ToList()
        )
            Appeal(id);
        After(TimeSpan.FromHours(3), People);
    }

    /// <summary>The decision that stands in the review in which it was made.</summary>
    PendingDecision? Standing(ReferralJourney journey) =>
        store.Pending.GetValueOrDefault(journey.Id) is { } pending && pending.StageEntered == journey.StageEntered ? pending : null;

    void Decide(Guid id, int version, string reviewer)
    {
        var tx = Begin();
        if (IsLocked(id) || tx.Journey(id) is not { } journey)
            return;
        var first = Standing(journey);
        if (first?.Effect is not null && bug != SimBug.DecidedTwice)
            return;
        var outcome = journey.Priority.IsSuspectedCancer() ? 9 : random.Next(10);
        if (bug == SimBug.DecidedTwice)
            version = journey.Version;
        var request = new DecisionRequest(
            outcome switch
            {
                < 3 => ReviewOutcome.Return,
                3 => ReviewOutcome.Ask,
                _ => ReviewOutcome.Accept,
            },
            reviewer,
            "Consultant",
            version,
            "SERVICE_INAPPROPRIATE",
            "Because.",
            outcome > 3 && journey.Specialty is null ? "110" : null
        );
        if (DecisionRules.Check(request, journey).Count > 0)
            return;
        world.Settling.Settle(db, journey, first, request, now);
        var recorded = Finish(tx, id);
        decided.Add(new(ReferralReference.FromReferralId(id).Value, reviewer, recorded ? Answer.Acknowledged : Answer.Unknown));
        if (recorded && random.Next(6) == 0)
            After(Soon(12), () => Undo(id));
    }

    void Undo(Guid id)
    {
        var tx = Begin();
        if (
            IsLocked(id)
            || tx.Journey(id) is not { Stage: Stage.InReview } journey
            || Standing(journey) is not { } pending
            || pending.Effect <= now
        )
            return;
        world.Undoing.TakeBack(db, journey, pending, pending.Reviewer, now);
        if (bug == SimBug.UndoneAllTheSame)
            JourneyMoves.OweProviderNotice(journey, now);
        Finish(tx, id);
    }

    /// <summary>The practice appeals a return; without an answer it does so again.</summary>
    void Appeal(Guid returnedId)
    {
        var tx = Begin();
        var returned = tx.Journey(returnedId)!;
        var message = $"appeal#{returnedId}";
        appeals[message] = returnedId;
        attempts.TryAdd(message, new(returned.Sender, message, SubmissionKind.New, Answer.Unknown));
        if (store.Journeys.Values.FirstOrDefault(j => j.Follows == returnedId) is { } follower)
        {
            Answered(message, Answer.Acknowledged, follower.Id);
            return;
        }

        var id = NewJourney(contents[returnedId]);
        world.Appeals.Open(
            db,
            returned,
            tx.Record(returnedId),
            new()
            {
                MediaType = "application/fhir+json",
                Sha256 = "",
                Bytes = [],
            },
            id,
            now
        );
        if (Finish(tx, id, received: true))
            Answered(message, Answer.Acknowledged, id);
    }
}
