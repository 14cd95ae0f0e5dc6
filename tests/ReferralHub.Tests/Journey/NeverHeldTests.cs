using Microsoft.Extensions.Logging.Abstractions;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Review;
using ReferralHub.Review.Decide;
using ReferralHub.Review.Leave;
using ReferralHub.Tests.Simulation;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Journey;

/// <summary>
/// Whatever can make a referral stand still is put in the way of one that may not wait: within its bound it moves on, or a telephone
/// rings. The clock is moved by hand and the watchdog does what it does each time.
/// </summary>
public sealed class NeverHeldTests : IDisposable
{
    static readonly TimeSpan Step = TimeSpan.FromSeconds(15);
    readonly HubDbContext db = SimWorld.NewContext();
    readonly HubSettings settings = new();
    readonly JourneyMoves moves;
    readonly Watchdog watchdog;
    DateTime now = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    public NeverHeldTests()
    {
        moves = new(settings);
        watchdog = new(null!, moves, null!, TimeProvider.System, NullLogger<Watchdog>.Instance);
    }

    /// <summary>Every stage that is not an end, and how long one may stand in it unheard of, in minutes.</summary>
    static readonly (Stage Stage, Stage[] Way, double Minutes)[] Stages =
    [
        (Stage.Received, [], 1.5),
        (Stage.InReview, [Stage.InReview], 6),
        (Stage.AwaitingInformation, [Stage.InReview, Stage.AwaitingInformation], 6),
        (Stage.Accepted, [Stage.Accepted], 1.5),
        (Stage.AwaitingChoice, [Stage.Accepted, Stage.AwaitingChoice], 6),
        (Stage.AwaitingCapacity, [Stage.Accepted, Stage.AwaitingCapacity], 0),
        (Stage.Chosen, [Stage.Accepted, Stage.Chosen], 1.5),
        (Stage.Dispatched, [Stage.Accepted, Stage.Chosen, Stage.Dispatched], 61),
    ];

    public static TheoryData<Stage, Priority> EveryStage
    {
        get
        {
            var all = new TheoryData<Stage, Priority>();
            foreach (var stage in Enum.GetValues<Stage>().Where(s => !s.IsTerminal()))
            {
                all.Add(stage, Priority.Asap);
                all.Add(stage, Priority.Stat);
            }

            return all;
        }
    }

    public void Dispose() => db.Dispose();

    [Theory]
    [MemberData(nameof(EveryStage))]
    public void LeftAlone_MovesOrRings(Stage stage, Priority priority)
    {
        var journey = Arrive(stage, priority);

        Pass(TimeSpan.FromMinutes(Stages.Single(s => s.Stage == stage).Minutes), journey, stage);

        (journey.Stage != stage || Alarms(journey) == 1).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Priority.Routine, ReadFirst.No, 0)]
    [InlineData(Priority.Routine, ReadFirst.Attention, 0)]
    [InlineData(Priority.Routine, ReadFirst.SuspectedCancer, 1)]
    [InlineData(Priority.Urgent, ReadFirst.Emergency, 2)] // one at once, one when nobody has read it within the hour
    public void InReview_WithWordsThatMayNotWait_Rings(Priority priority, ReadFirst first, int alarms)
    {
        var journey = Open(priority);
        moves.PutFirst(db, journey, first, now);
        moves.Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.Triage, null, now);

        Pass(TimeSpan.FromMinutes(61), journey, null);

        (journey.Stage, Alarms(journey)).ShouldBe((Stage.InReview, alarms));
    }

    [Fact]
    public void Emergency_TriagedAgain_RingsOnce()
    {
        var journey = Open(Priority.Routine);

        moves.PutFirst(db, journey, ReadFirst.Emergency, now);
        moves.Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.Triage, null, now);
        moves.Move(db, journey, Stage.Received, EventTypes.Amended, Actor.Sender("L81008"), null, now);
        moves.PutFirst(db, journey, ReadFirst.Emergency, now);

        Alarms(journey).ShouldBe(1);
    }

    [Theory]
    [InlineData("worker-fails")]
    [InlineData("kills-workers")]
    [InlineData("claimed-and-left")]
    [InlineData("with-a-colleague")]
    [InlineData("no-specialty")]
    [InlineData("declined-by-provider")]
    public void Hold_MovesOrRings(string hold)
    {
        var journey = Arrive(hold is "worker-fails" or "kills-workers" or "no-specialty" ? Stage.Received : Stage.InReview, Priority.Asap);
        switch (hold)
        {
            case "worker-fails":
                for (var i = 0; i < 5; i++)
                    moves.Failed(db, journey, "http-503", now);
                break;
            case "kills-workers":
                for (var i = 0; i < 3; i++)
                    moves.WorkerDied(db, journey, now);
                break;
            case "claimed-and-left":
                moves.Claim(db, journey, "A Reviewer", Actor.Clinician("A Reviewer"), now);
                break;
            case "with-a-colleague":
                moves.Claim(db, journey, "A Colleague", Actor.Clinician("A Reviewer"), now);
                break;
            case "no-specialty":
                JourneyMoves.Reclassify(journey, null, Priority.Asap);
                moves.Move(db, journey, Stage.Accepted, EventTypes.Accepted, Actor.Triage, null, now);
                moves.Move(db, journey, Stage.AwaitingCapacity, EventTypes.CapacityAwaited, Actor.Choice, null, now);
                break;
            case "declined-by-provider":
                moves.Move(db, journey, Stage.Accepted, EventTypes.Accepted, Actor.Triage, null, now);
                moves.Move(db, journey, Stage.Chosen, EventTypes.Chosen, Actor.Choice, null, now);
                moves.Move(db, journey, Stage.Dispatched, EventTypes.Dispatched, Actor.Dispatch, null, now);
                moves.Move(db, journey, Stage.InReview, EventTypes.Declined, Actor.Provider("RH1"), null, now);
                break;
        }

        var held = journey.Stage;
        Pass(TimeSpan.FromMinutes(6), journey, held);

        (journey.Stage != held || Alarms(journey) > 0).ShouldBeTrue();
    }

    [Theory]
    [InlineData(ReviewOutcome.Ask)]
    [InlineData(ReviewOutcome.Return)]
    public void SuspectedCancer_AskedAboutOrReturned_IsRefused(ReviewOutcome outcome)
    {
        var journey = Arrive(Stage.InReview, Priority.Asap);

        var problems = DecisionRules.Check(new(outcome, "A", "Consultant", journey.Version, "OTHER", "Why?", null), journey);

        problems.ShouldContain(ReviewProblems.CancerNotHeld);
    }

    [Theory]
    [InlineData(Priority.Asap, ReadFirst.No)]
    [InlineData(Priority.Stat, ReadFirst.No)]
    [InlineData(Priority.Routine, ReadFirst.SuspectedCancer)]
    [InlineData(Priority.Routine, ReadFirst.Emergency)]
    public void MayNotWait_Deferred_IsRefused(Priority priority, ReadFirst first)
    {
        var journey = Open(priority);
        moves.PutFirst(db, journey, first, now);
        moves.Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.Triage, null, now);

        DeferReferral.Check(journey, new(2026, 11, 24), now).ShouldNotBeNull().Text.ShouldContain("decide now");
    }

    [Theory]
    [InlineData(Priority.Asap, ReadFirst.No)]
    [InlineData(Priority.Stat, ReadFirst.No)]
    [InlineData(Priority.Routine, ReadFirst.SuspectedCancer)]
    public void MayNotWait_Accepted_LeavesWithoutWaitingToBeUndone(Priority priority, ReadFirst first)
    {
        settings.Review.UndoMinutes = 10;
        var journey = Open(priority);
        moves.PutFirst(db, journey, first, now);
        moves.Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.Triage, null, now);
        var settle = new SettleDecision(moves, new(moves), settings);

        settle.Settle(db, journey, null, new(ReviewOutcome.Accept, "A", "Consultant", journey.Version, null, null, null), now);

        (journey.Stage, journey.ReadFirst).ShouldBe((Stage.Accepted, ReadFirst.No));
    }

    [Fact]
    public void Parked_BecomesSuspectedCancer_IsParkedNoLonger()
    {
        var journey = Open(Priority.Routine);
        moves.Park(db, journey, ReasonCodes.Operator, Actor.Operator("A"), now);

        JourneyMoves.Amend(journey, journey.PatientKey, journey.Specialty, Priority.Asap, []);

        journey.ParkedSince.ShouldBeNull();
    }

    ReferralJourney Open(Priority priority) =>
        moves.Open(db, new(EntityId.New(now), "L81008", "L81008", "key", priority, "110", [], now), Actor.Sender("L81008"), now);

    ReferralJourney Arrive(Stage stage, Priority priority)
    {
        var journey = Open(priority);
        foreach (var to in Stages.Single(s => s.Stage == stage).Way)
            moves.Move(db, journey, to, EventTypes.Reclassified, Actor.Triage, null, now);
        return journey;
    }

    /// <summary>Time passes, and the watchdog looks every fifteen seconds.</summary>
    /// <param name="until">Stops when it has left this stage; goes on to the end when null.</param>
    void Pass(TimeSpan time, ReferralJourney journey, Stage? until)
    {
        for (var end = now + time; now <= end && (until is null || journey.Stage == until); now += Step)
        {
            if (journey.WakeAt <= now && journey.ParkedSince is null)
                moves.Woken(db, journey, now);
            if (journey.EscalateAt <= now)
                watchdog.Escalate(db, journey, now);
        }
    }

    int Alarms(ReferralJourney journey) =>
        db
            .ChangeTracker.Entries<WorkItem>()
            .Count(w => w.Entity.Kind == ReferralHub.Journey.Alarms.Kind && w.Entity.Referral == journey.Id);
}
