using System.Reflection;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Dispatch;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Practices.Say;
using ReferralHub.Review;
using ReferralHub.Review.Decide;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Triage;

namespace ReferralHub.Tests.Simulation;

/// <summary>One made-up referral with the messages that may follow it.</summary>
sealed record SimReferral(
    ParsedSubmission New,
    ParsedSubmission Amendment,
    ParsedSubmission LesserAmendment,
    ParsedSubmission Cancellation
);

/// <summary>
/// The hub's own decisions, taken from a running one, and a pool of parsed messages that all seeds share. Only the shells
/// around the decisions are simulated.
/// </summary>
sealed class SimWorld(TestHub hub)
{
    public const int PoolReferrals = 48;
    static readonly Func<object, object> Copy = typeof(object)
        .GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!
        .CreateDelegate<Func<object, object>>();

    public JourneyMoves Moves { get; } = hub.Get<JourneyMoves>();

    public IntakeWriter Intake { get; } = hub.Get<IntakeWriter>();

    public TriageStage Triage { get; } = hub.Get<TriageStage>();

    public ChoiceStage Choice { get; } = hub.Get<ChoiceStage>();

    public ChooseService Chooser { get; } = hub.Get<ChooseService>();

    public DispatchMoves Dispatch { get; } = hub.Get<DispatchMoves>();

    public NoticeMoves Notices { get; } = hub.Get<NoticeMoves>();

    public SettleDecision Settling { get; } = hub.Get<SettleDecision>();

    public UndoDecision Undoing { get; } = hub.Get<UndoDecision>();

    public ReviewStage CarryOut { get; } = hub.Get<ReviewStage>();

    public AnswerQuestion Answers { get; } = hub.Get<AnswerQuestion>();

    public WithdrawReferral Withdrawals { get; } = hub.Get<WithdrawReferral>();

    public OpenAppeal Appeals { get; } = hub.Get<OpenAppeal>();

    public Watchdog Watchdog { get; } = hub.Get<Watchdog>();

    public IReadOnlyList<SimReferral> Pool { get; } = [.. Enumerable.Range(0, PoolReferrals).Select(CreateReferral)];

    /// <summary>As many centres run it: decisions can be undone, and a return has two readers.</summary>
    public static void Set(HubSettings settings) => (settings.Review.UndoMinutes, settings.Review.SecondReaderForReturns) = (10, true);

    /// <summary>A context that tracks and never connects.</summary>
    public static HubDbContext NewContext() =>
        new SqliteHubDbContext(new DbContextOptionsBuilder<SqliteHubDbContext>().UseSqlite("Data Source=:memory:").Options);

    /// <summary>A copy of one row, so that what is rolled back leaves no trace.</summary>
    public static T Clone<T>(T row)
        where T : class => (T)Copy(row);

    static SimReferral CreateReferral(int n)
    {
        var referral = TestReferral.Create(
            (n % 8) switch
            {
                0 => "asap",
                1 => "urgent",
                _ => "routine",
            }
        );
        // Some leave the hub to a clinician: no reason, no specialty, a number that fails its check.
        if (n % 5 == 2)
            referral.Patient["identifier"]![0]!["value"] = "9990000001";
        if (n % 11 == 3)
            referral.Request.Remove("performerType");
        var lesser = referral.Again("update", "active");
        lesser.Request["priority"] = "routine";
        return new(Parse(referral), Parse(referral.Again("update", "active")), Parse(lesser), Parse(referral.Again("update", "revoked")));
    }

    static ParsedSubmission Parse(TestReferral referral)
    {
        var (submission, problems) = ParsedSubmission.Parse(referral.Bytes(), IntakeFace.ProcessMessage, null, null, Simulation.Start);
        return submission ?? throw new InvalidOperationException(problems[0].Text);
    }
}
