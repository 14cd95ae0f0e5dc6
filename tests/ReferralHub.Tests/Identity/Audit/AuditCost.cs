using System.Diagnostics;
using ReferralHub.Identity.Audit;
using ReferralHub.Intake;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Identity.Audit;

/// <summary>
/// What the audit costs beside the work that it is about, with and without in turn in one run; printed, not asserted. Longer with
/// REFERRALHUB_AUDIT_ROUNDS, e.g. 20.
/// </summary>
public sealed class AuditCost(ITestOutputHelper output)
{
    const int CallsOfRound = 200;
    const int AtOnce = 32;

    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("REFERRALHUB_AUDIT_ROUNDS"), out var set) ? set : 1;

    [Fact]
    public async Task Intake_WithAndWithoutAudit_IsPrinted()
    {
        await using var hub = await TestHub.StartAsync("web");
        var intake = hub.Get<IntakeService>();

        await CompareAsync(
            "intake",
            async () =>
            {
                var result = await intake.SubmitAsync(
                    TestReferral.Routine().Bytes(),
                    IntakeFace.ProcessMessage,
                    null,
                    null,
                    caller: null,
                    CancellationToken.None
                );
                result.Stored.ShouldBeTrue();
            }
        );
    }

    [Fact]
    public async Task Read_WithAndWithoutAudit_IsPrinted()
    {
        await using var hub = await TestHub.StartAsync("web");
        var id = await hub.TakeAsync(TestReferral.Routine());
        var rest = hub.Get<ReferralHub.FhirApi.FhirRest>();
        var writer = hub.Get<AuditWriter>();

        await CompareAsync(
            "read",
            async () =>
            {
                var answer = await rest.ReadAsync(
                    "ServiceRequest",
                    id.ToString(),
                    new Microsoft.AspNetCore.Http.HeaderDictionary(),
                    CancellationToken.None
                );
                answer.Status.ShouldBe(200);
                if (AuditEntry.Current is { } entry)
                    await writer.WriteAsync(entry, answer.Status);
            }
        );
    }

    async Task CompareAsync(string what, Func<Task> call)
    {
        var (without, with) = (new List<double>(), new List<double>());
        await RunAsync(call, isAudited: true);
        for (var round = 0; round < Rounds; round++)
        {
            without.Add(await RunAsync(call, isAudited: false));
            with.Add(await RunAsync(call, isAudited: true));
        }

        without.Sort();
        with.Sort();
        var (before, after) = (without[without.Count / 2], with[with.Count / 2]);
        output.WriteLine(
            $"{what}: {before:N0} µs CPU without audit, {after:N0} with, {100 * (after - before) / before:N1} % more ({Rounds} rounds)"
        );
    }

    /// <summary>Microseconds of CPU of the whole process for a call.</summary>
    static async Task<double> RunAsync(Func<Task> call, bool isAudited)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Parallel.ForAsync(
            0,
            CallsOfRound,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (_, _) =>
            {
                AuditEntry.Current = isAudited
                    ? new RequestEntry(new(DateTime.UnixEpoch, "POST /measured", new string('0', 64), IsRead: false, IsAudited: true, null))
                    : null;
                await call();
            }
        );
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMicroseconds / CallsOfRound;
    }
}
