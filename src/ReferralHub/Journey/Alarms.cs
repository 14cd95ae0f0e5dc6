using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Journey;

/// <summary>
/// Work items for which somebody takes up the telephone now: referrals that may not wait and stand still, or that may be an
/// emergency. Each says who is to be rung. They are due before anything else that waits for operations.
/// </summary>
static class Alarms
{
    public const string Kind = "ring-now";

    public static void RaiseForEmergency(HubDbContext db, ReferralJourney journey, ClockSettings clocks, DateTime now) =>
        Raise(
            db,
            journey,
            $"{Name(journey)} may be an emergency. Ring the lead of the review team for {Specialty(journey)} now: it must be read "
                + $"within {clocks.EmergencyMinutes} minutes of working time.",
            clocks,
            now
        );

    public static void RaiseForCapacity(HubDbContext db, ReferralJourney journey, ClockSettings clocks, DateTime now) =>
        Raise(
            db,
            journey,
            journey.Specialty is null
                ? $"{Name(journey)} may not wait and names no specialty, so no service could be looked for. Ring the practice now, "
                    + "and name the specialty below."
                : $"{Name(journey)} may not wait and no suitable service for {Specialty(journey)} has capacity. Ring the booking team now.",
            clocks,
            now
        );

    /// <param name="reason">Code of why no worker gets it done.</param>
    public static void RaiseForStuck(HubDbContext db, ReferralJourney journey, string reason, ClockSettings clocks, DateTime now) =>
        Raise(
            db,
            journey,
            $"{Name(journey)} may not wait and no worker gets it done ({journey.Stage.ToWords().ToLowerInvariant()}: {reason}). Ring the "
                + $"lead of the team for {Specialty(journey)} now, who sees to it by hand, and try it again.",
            clocks,
            now
        );

    public static void RaiseForDeadline(HubDbContext db, ReferralJourney journey, ClockSettings clocks, DateTime now) =>
        Raise(
            db,
            journey,
            $"{Name(journey)} may not wait and is past its deadline ({journey.Stage.ToWords().ToLowerInvariant()}). Ring its owner now: "
                + $"{journey.Owner}.",
            clocks,
            now
        );

    static void Raise(HubDbContext db, ReferralJourney journey, string text, ClockSettings clocks, DateTime now) =>
        db.WorkItems.Add(
            new()
            {
                Id = EntityId.New(now),
                Kind = Kind,
                Referral = journey.Id,
                Text = text,
                Raised = now,
                Due = now.AddMinutes(clocks.ImmediateMinutes),
            }
        );

    static string Name(ReferralJourney journey) => ReferralReference.Display(journey.Reference);

    static string Specialty(ReferralJourney journey) =>
        journey.Specialty is null ? "all specialties" : TreatmentFunction.FindName(journey.Specialty);
}
