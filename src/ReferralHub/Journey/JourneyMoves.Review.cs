using ReferralHub.Platform.Data;

namespace ReferralHub.Journey;

/// <summary>Whose turn it is while a referral is in review.</summary>
public sealed partial class JourneyMoves
{
    /// <summary>Hands the turn to one clinician, or back to the team when <paramref name="clinician"/> is null.</summary>
    public void Claim(HubDbContext db, ReferralJourney journey, string? clinician, Actor actor, DateTime now)
    {
        (journey.OwnerKind, journey.Owner) = clinician is null
            ? (OwnerKind.TriageTeam, StageOwnership.NameTeam(journey.Specialty))
            : (OwnerKind.Clinician, clinician);
        Note(db, journey, clinician is null ? EventTypes.Released : EventTypes.Claimed, actor, null, now);
    }

    /// <summary>
    /// A clinician has decided, and the decision takes effect at <paramref name="effect"/> unless it is undone: until then
    /// the turn is the hub's, which is woken at that time and has the usual minutes for it.
    /// </summary>
    public void AwaitEffect(HubDbContext db, ReferralJourney journey, DateTime effect, Actor actor, DateTime now)
    {
        (journey.OwnerKind, journey.Owner) = (OwnerKind.Hub, "review");
        journey.Due = effect.AddMinutes(settings.Clocks.ImmediateMinutes);
        (journey.EscalateAt, journey.WakeAt) = (journey.Due, effect);
        Note(db, journey, EventTypes.DecisionRecorded, actor, new() { Owner = journey.OwnerKind, Due = effect }, now);
    }

    /// <summary>The decision was undone: deadline and escalation are what they were, and the turn is the clinician's again.</summary>
    public void Undo(
        HubDbContext db,
        ReferralJourney journey,
        string clinician,
        DateTime due,
        DateTime? escalateAt,
        Actor actor,
        DateTime now
    )
    {
        (journey.OwnerKind, journey.Owner, journey.Due) = (OwnerKind.Clinician, clinician, due);
        (journey.EscalateAt, journey.WakeAt) = (escalateAt, null);
        Note(db, journey, EventTypes.DecisionUndone, actor, new() { Owner = journey.OwnerKind, Due = due }, now);
    }

    /// <summary>One clinician proposes a return and a second must agree: the turn is the team's again, the deadline stays.</summary>
    public void AskSecondOpinion(HubDbContext db, ReferralJourney journey, Actor actor, DateTime now)
    {
        (journey.OwnerKind, journey.Owner) = (OwnerKind.TriageTeam, StageOwnership.NameTeam(journey.Specialty));
        Note(db, journey, EventTypes.SecondOpinionAsked, actor, new() { Owner = journey.OwnerKind, Due = journey.Due }, now);
    }
}
