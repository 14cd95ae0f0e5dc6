using ReferralHub.Intake;

namespace ReferralHub.Server;

/// <summary>
/// Builds and writes the answer to the made-up referral of <see cref="WarmUp"/>, beside the start and not before it: the library
/// that FHIR is said with takes a fifth of a second of processor time when it is first used, for which no page should wait.
/// </summary>
sealed class WarmAnswers(IntakeAnswers answers) : BackgroundService
{
    /// <summary>What there is to answer; null in processes that take no referrals.</summary>
    public IntakeResult? Example { get; set; }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Example is { } example
            ? Task.Run(() => _ = answers.CreateAnswer(example, IntakeFace.ProcessMessage), stoppingToken)
            : Task.CompletedTask;
}
