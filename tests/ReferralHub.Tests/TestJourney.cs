using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using Shouldly;

namespace ReferralHub.Tests;

/// <summary>
/// A journey in a named situation, for tests: <c>TestJourney.InReview().SuspectedCancer().From("L81008")</c>.
/// <see cref="Build"/> makes one in memory for a pure decision; <see cref="ArriveAsync"/> sends a referral through a hub
/// until it stands there.
/// </summary>
public sealed class TestJourney
{
    public const string DefaultPractice = "L81008";
    public const string DefaultSpecialty = "110";

    /// <summary>A number that fails its check: no rule passes such a referral, so a clinician reads it.</summary>
    public const string DoubtfulNhsNumber = "3478526985";

    static readonly DateTime MondayMorning = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
    readonly Stage stage;
    readonly List<string> flags = [];
    readonly List<Action<TestReferral>> changes = [];
    Priority priority = Priority.Routine;
    string practice = DefaultPractice;
    string? specialty = DefaultSpecialty;
    string? clinician;
    Guid? follows;
    DateTime received = MondayMorning;
    int version = 1;

    TestJourney(Stage stage) => this.stage = stage;

    public static TestJourney InReview() => At(Stage.InReview);

    public static TestJourney AwaitingInformation() => At(Stage.AwaitingInformation);

    public static TestJourney Returned() => At(Stage.Returned);

    public static TestJourney At(Stage stage) => new(stage);

    public TestJourney Routine() => WithPriority(Priority.Routine);

    public TestJourney Urgent() => WithPriority(Priority.Urgent);

    public TestJourney SuspectedCancer() => WithPriority(Priority.Asap);

    /// <param name="odsCode">ODS code of the referring practice.</param>
    public TestJourney From(string odsCode)
    {
        practice = odsCode;
        return this;
    }

    /// <param name="code">Treatment function, such as 110.</param>
    public TestJourney ForSpecialty(string code)
    {
        specialty = code;
        return this;
    }

    public TestJourney WithoutSpecialty()
    {
        specialty = null;
        return this;
    }

    /// <summary>A clinician has it open; in memory only.</summary>
    public TestJourney ClaimedBy(string name)
    {
        clinician = name;
        return this;
    }

    /// <summary>Codes of <see cref="Flags"/>; in memory only, because a hub finds them itself.</summary>
    public TestJourney Flagged(params IEnumerable<string> codes)
    {
        flags.AddRange(codes);
        return this;
    }

    /// <summary>The journey before it; in memory only.</summary>
    public TestJourney Following(Guid journey)
    {
        follows = journey;
        return this;
    }

    /// <summary>When it was received and came into its stage; in memory only, because a hub has its own clock.</summary>
    public TestJourney ReceivedAt(DateTime at)
    {
        received = at;
        return this;
    }

    /// <summary>In memory only.</summary>
    public TestJourney AtVersion(int number)
    {
        version = number;
        return this;
    }

    /// <summary>Changes the message that <see cref="ArriveAsync"/> sends.</summary>
    public TestJourney With(Action<TestReferral> change)
    {
        changes.Add(change);
        return this;
    }

    /// <summary>The journey in memory, with the owner and the deadline that its stage has. Nothing is stored.</summary>
    public ReferralJourney Build()
    {
        var id = EntityId.New(received);
        var journey = new ReferralJourney
        {
            Id = id,
            Reference = ReferralReference.FromReferralId(id).Value,
            Version = version,
            Stage = stage,
            StageEntered = received,
            Updated = received,
            Priority = priority,
            Specialty = specialty,
            Practice = practice,
            Sender = practice,
            PatientKey = "test-patient",
            ClockStart = WorkingDays.LocalDate(received),
            Received = received,
            DocumentVersion = 1,
            Follows = follows,
            FlagCodes = string.Join(' ', flags),
        };
        var turn = StageOwnership.FindOwner(stage, journey, provider: null, new ClockSettings(), received);
        (journey.OwnerKind, journey.Owner, journey.Due, journey.EscalateAt) = (turn?.Kind, turn?.Owner, turn?.Due, turn?.Due);
        if (clinician is not null)
            (journey.OwnerKind, journey.Owner) = (OwnerKind.Clinician, clinician);
        return journey;
    }

    /// <summary>
    /// The message of such a referral: what a clinician must read when it is to be in review, without its reason when the
    /// practice is to be asked, otherwise one that the rules pass.
    /// </summary>
    public TestReferral BuildReferral()
    {
        var referral = TestReferral.Create(priority.ToCode());
        referral.Resource("Organization")["identifier"]![0]!["value"] = practice;
        if (specialty is null)
            referral.Request.Remove("performerType");
        else
            referral.Request["performerType"]!["coding"]![0]!["code"] = specialty;
        if (stage == Stage.InReview)
            referral.Patient["identifier"]![0]!["value"] = DoubtfulNhsNumber;
        if (stage == Stage.AwaitingInformation)
            referral.Request.Remove("reasonCode");
        foreach (var change in changes)
            change(referral);
        return referral;
    }

    /// <summary>Sends the referral to a hub with workers and gives back its journey once it is in the stage.</summary>
    public async Task<ReferralJourney> ArriveAsync(TestHub hub)
    {
        var id = await hub.TakeAsync(BuildReferral());
        return await hub.WaitForStageAsync(id, stage);
    }

    public TestJourney WithPriority(Priority wanted)
    {
        priority = wanted;
        return this;
    }
}

/// <summary>Waits for workers, which act in their own time.</summary>
static class JourneyWaits
{
    const int LooksMax = 400;
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <summary>The journey once it is in a stage; the test fails with the stage in which it stayed.</summary>
    public static async Task<ReferralJourney> WaitForStageAsync(this TestHub hub, Guid id, Stage stage)
    {
        for (var look = 0; look < LooksMax; look++)
        {
            var journey = await hub.JourneyAsync(id);
            if (journey.Stage == stage)
                return journey;
            await Task.Delay(BetweenLooks);
        }

        var stayed = await hub.JourneyAsync(id);
        stayed.Stage.ShouldBe(stage);
        return stayed;
    }
}
