using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals.Documents;
using ReferralHub.Tests.History;

namespace ReferralHub.Tests.Simulation;

/// <summary>The senders, and intake.</summary>
sealed partial class Simulation
{
    void Send(ParsedSubmission message, SimReferral referral)
    {
        var id = message.MessageId;
        attempts.TryAdd(id, new(message.Sender, id, message.Facts.Message.Kind, Answer.Unknown));
        if (bug == SimBug.AnsweredBeforeCommit)
            Answered(id, Answer.Acknowledged, null);
        var result = StoreOnce(message, referral);
        if (result is null || Hit(faults.Drop))
        {
            // No answer came: the sender sends again, the same message.
            if (attempts[id].Answer == Answer.Unknown)
                After(Soon(30), () => Send(message, referral));
            return;
        }

        Answered(id, result.Value.Answer, result.Value.Referral);
    }

    void Answered(string id, Answer answer, Guid? referral)
    {
        if (attempts[id].Answer != Answer.Acknowledged)
            attempts[id] = attempts[id] with { Answer = answer, Referral = referral };
    }

    /// <summary>One try to store it; null when the sender gets no answer.</summary>
    (Answer Answer, Guid? Referral)? StoreOnce(ParsedSubmission message, SimReferral referral)
    {
        var earlier = bug == SimBug.RepeatsNotRecognised ? null : store.Submissions.GetValueOrDefault(message.MessageId);
        var matches = store.Journeys.Values.Where(j => contents.GetValueOrDefault(j.Id) == referral).ToList();
        // Of a return and its appeal the one that is open is meant.
        if (matches.FindAll(j => !j.Stage.IsTerminal()) is { Count: > 0 } open)
            matches = open;
        var tx = Begin();
        var loaded = matches.Count == 1 ? [tx.Journey(matches[0].Id)!] : matches;
        if (loaded.Any(j => IsLocked(j.Id)))
            return null;
        var decision = IntakeRules.Decide(message, new(earlier, loaded, "", [], true), now);
        switch (decision)
        {
            case IntakeDecision.Repeat repeat:
                return (Answer.Acknowledged, repeat.Earlier.Referral);
            case IntakeDecision.Begin begin:
                var id = NewJourney(referral);
                world.Intake.Begin(db, message, begin, id, now);
                return Finish(tx, id, received: true) ? (Answer.Acknowledged, id) : null;
            case IntakeDecision.Retriage or IntakeDecision.ForwardAmendment:
                var journey = loaded[0];
                var before = journey.Priority;
                world.Intake.Amend(db, message, journey, tx.Record(journey.Id), (decision as IntakeDecision.Retriage)?.Flags, now);
                if (bug == SimBug.AmendmentLowersCancer && before.IsSuspectedCancer())
                    Lower(journey, message);
                return Finish(tx, journey.Id) ? (Answer.Acknowledged, journey.Id) : null;
            case IntakeDecision.Close close:
                world.Intake.Close(db, message, close, now);
                return Finish(tx, close.Journey.Id) ? (Answer.Acknowledged, close.Journey.Id) : null;
            default:
                db.ChangeTracker.Clear();
                return (Answer.Refused, null);
        }
    }

    Guid NewJourney(SimReferral referral)
    {
        var id = EntityId.FromName($"{seed}|{made}");
        names[id] = made++;
        contents[id] = referral;
        return id;
    }

    /// <summary>The planted bug: what the sender says later simply counts.</summary>
    void Lower(ReferralJourney journey, ParsedSubmission message)
    {
        if (message.Facts.Request.Priority is not { } said || said >= journey.Priority)
            return;
        JourneyMoves.Reclassify(journey, journey.Specialty, said);
        world.Moves.Note(db, journey, EventTypes.Reclassified, Actor.Triage, null, now);
    }
}
