using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using ReferralHub.Journey;
using ReferralHub.LiveTests.Services;
using ReferralHub.Tests;
using ReferralHub.Tests.History;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>
/// A hub of five processes on a real broker and a real database, under load, while one thing after another goes wrong.
/// Afterwards what it has is held against what its senders saw.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    const int Senders = 24;
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(190);
    static readonly TimeSpan QuietMax = TimeSpan.FromSeconds(300);

    /// <summary>Only ends a run that hangs: how long things took is said and not asserted, because machines differ.</summary>
    internal static readonly TimeSpan HangMax = TimeSpan.FromSeconds(180);
    readonly Random random = new(20261124);

    [SkippableFact]
    public async Task EverythingGoesWrong_AndNothingIsLostOrDoubled()
    {
        Skip.IfNot(await PostgreSqlServer.IsThereAsync(), PostgreSqlServer.Missing);
        Skip.IfNot(await RabbitMqServer.IsThereAsync(), RabbitMqServer.Missing);
        await using var database = await PostgreSqlServer.StartNewAsync();
        await using var broker = await RabbitMqServer.StartNewAsync();
        await database.CreateDatabaseAsync("hub");
        await using var databaseWire = TcpProxy.Start(database.Port);
        await using var brokerWire = TcpProxy.Start(broker.Port);
        await using var provider = await TestProvider.StartAsync();
        await using var cluster = await HubCluster.StartAsync(
            database.ConnectionString("hub", databaseWire.Port),
            database.ConnectionString("hub"),
            RabbitMqServer.UriAt(brokerWire.Port),
            provider.Url
        );
        var load = new LoadClient(() => cluster.Url, 1);
        using var stop = new CancellationTokenSource();
        var clinicians = new ReviewClient(() => cluster.Url, HubCluster.Reviewers, 1);
        var running = Task.WhenAll(load.RunAsync(Senders, Pace, stop.Token), clinicians.RunAsync(stop.Token));
        using var unsupervised = new CancellationTokenSource();
        var supervising = cluster.ReviveAsync(unsupervised.Token);
        var story = new Story(output, cluster);
        await Task.Delay(3_000);

        await story.PartAsync("F-1 workers killed", () => KillWorkersAsync(cluster));
        await story.PartAsync("F-17, F-20 commands repeated, garbage among them", () => RepeatCommandsAsync(cluster, broker));
        await story.PartAsync(
            "broker stopped for 60 s; F-2 meanwhile scheduler frozen past its lease",
            () => StopBrokerAsync(cluster, broker, load)
        );
        // One in twelve hangs: a provider's eight connections are soon full of those.
        provider.Mood = call =>
            call % 12 == 0 ? ProviderMood.Hangs
            : call % 4 == 0 ? (ProviderMood)random.Next(2, 8)
            : ProviderMood.Accepts;
        await story.PartAsync("F-3, F-27 broker restarted, provider ill-behaved", () => BrokerFaults.RestartAsync(broker));
        await story.PartAsync("F-6 broker refuses to be published to", () => BrokerFaults.BlockAsync(broker, load));
        await story.PartAsync("F-5 broker's link dead, then reset", () => BrokerFaults.CutAsync(cluster, brokerWire, load));
        await story.PartAsync("F-4 broker killed, its data wiped", () => BrokerFaults.WipeAsync(broker));
        provider.Mood = _ => ProviderMood.ServerError;
        await story.PartAsync("F-8, F-28 database killed, provider down", () => KillDatabaseAsync(database));
        provider.Mood = null;
        await story.PartAsync("F-12 commits without answer", () => CutCommitsAsync(databaseWire));
        await story.PartAsync("web killed, then stopped in order", () => RestartWebAsync(cluster));

        await stop.CancelAsync();
        await running;
        cluster.Supervise();
        foreach (var name in HubCluster.Names)
            await cluster[name].ReadyAsync();
        await load.FinishAsync();
        var quiet = Stopwatch.GetTimestamp();
        // Stuck ones count as settled; with the weather good again none may be left.
        var settled = await cluster.SettleAsync(QuietMax);
        while (
            await cluster.WaitingSinceAsync(DateTime.SpecifyKind(DateTime.MaxValue.Date, DateTimeKind.Utc)) > 0
            && Stopwatch.GetElapsedTime(quiet) < QuietMax
        )
            await Task.Delay(1_000);
        settled &= await cluster.SettleAsync(QuietMax);
        await unsupervised.CancelAsync();
        await supervising;
        var verdict = await CheckAsync(cluster, load, clinicians, provider);
        Summary.Write(
            output,
            $"Chaos: {verdict}; {clinicians.Attempts.Count(a => a.Answer == Answer.Acknowledged)} decisions acknowledged, none lost; "
                + $"{provider.Refusals} refusals of notices, each before a person; "
                + $"quiet after {Stopwatch.GetElapsedTime(quiet).TotalSeconds:0} s; "
                + $"{databaseWire.Cut} commits without answer, {cluster.Revived} processes revived"
        );
        verdict.Violations.ShouldBeEmpty();
        settled.ShouldBeTrue("the hub did not come to rest");
    }

    static async Task<HistoryVerdict> CheckAsync(HubCluster cluster, LoadClient load, ReviewClient clinicians, TestProvider provider)
    {
        await using var db = cluster.Database.OpenRead();
        var ids = await db.Journeys.Select(j => j.Id).ToListAsync();
        return HistoryChecker.Check(
            await HistorySnapshot.ReadAsync(
                cluster.Database,
                load.Attempts,
                provider.Deliveries(ids),
                clinicians.Attempts,
                provider.Held(ids),
                provider.Refused(ids)
            )
        );
    }

    static async Task KillWorkersAsync(HubCluster cluster)
    {
        foreach (var name in new[] { "worker-1", "worker-2", "worker-1" })
        {
            await cluster.KillAndRestartAsync(name);
            await Task.Delay(2_500);
        }
    }

    static async Task FreezeSchedulerAsync(HubCluster cluster)
    {
        var frozen = await cluster.ActiveSchedulerAsync();
        cluster[frozen].Send(Signal.Stop);
        var clock = Stopwatch.GetTimestamp();
        var other = frozen == "scheduler-1" ? "scheduler-2" : "scheduler-1";
        while (!(await cluster.HealthAsync(other, "/metrics")).Contains("referralhub_scheduler_active 1\n", StringComparison.Ordinal))
        {
            Stopwatch.GetElapsedTime(clock).ShouldBeLessThan(HangMax, "nobody took over");
            await Task.Delay(500);
        }

        await Task.Delay(2_000);
        cluster[frozen].Send(Signal.Continue);
        while (!(await cluster.HealthAsync(frozen, "/metrics")).Contains("referralhub_scheduler_active 0\n", StringComparison.Ordinal))
        {
            Stopwatch.GetElapsedTime(clock).ShouldBeLessThan(HangMax, "two hold the lease");
            await Task.Delay(500);
        }
    }

    async Task RepeatCommandsAsync(HubCluster cluster, RabbitMqServer broker)
    {
        List<(Guid Id, Stage Stage)> some;
        await using (var db = cluster.Database.OpenRead())
            some = (await db.Journeys.OrderByDescending(j => j.Id).Take(300).Select(j => new { j.Id, j.Stage }).ToListAsync()).ConvertAll(
                j => (j.Id, j.Stage)
            );
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var (id, _) in some)
        {
            foreach (
                var (queue, type) in new[]
                {
                    ("triage-referral", "Triage:TriageReferral"),
                    ("offer-choice", "Choice:OfferChoice"),
                    ("dispatch-referral", "Dispatch:DispatchReferral"),
                }
            )
            {
                var body = System.Text.Encoding.UTF8.GetBytes(
                    $$$"""{"messageType":["urn:message:ReferralHub.{{{type}}}"],"message":{"referralId":"{{{id}}}"}}"""
                );
                for (var n = random.Next(1, 6); n > 0; n--)
                    await channel.BasicPublishAsync(
                        queue,
                        "",
                        false,
                        new BasicProperties { ContentType = "application/vnd.masstransit+json" },
                        body
                    );
            }
        }

        foreach (var garbage in new[] { "", "not json", "{}", "{\"messageType\":[\"urn:message:Other:Thing\"],\"message\":{}}" })
            await channel.BasicPublishAsync(
                "triage-referral",
                "",
                false,
                new BasicProperties { ContentType = "application/vnd.masstransit+json" },
                System.Text.Encoding.UTF8.GetBytes(garbage)
            );
        var clock = Stopwatch.GetTimestamp();
        while (true)
        {
            await using var db = cluster.Database.OpenRead();
            if (await db.Set<WorkItem>().CountAsync(w => w.Kind == "message-not-understood") >= 4)
                break;
            Stopwatch.GetElapsedTime(clock).ShouldBeLessThan(HangMax, "garbage became no work item");
            await Task.Delay(500);
        }
    }

    async Task StopBrokerAsync(HubCluster cluster, RabbitMqServer broker, LoadClient load)
    {
        await broker.StopAsync();
        load.TakeStatuses();
        await Task.WhenAll(Task.Delay(TimeSpan.FromSeconds(60)), FreezeSchedulerAsync(cluster));
        var statuses = load.TakeStatuses();
        statuses.Keys.Where(s => s is 0 or >= 500).ShouldBeEmpty("intake did not answer while the broker was away");
        (await cluster.HealthAsync("web")).ShouldContain("degraded");
        await broker.StartAsync();
        var back = DateTime.UnixEpoch + (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch);
        var clock = Stopwatch.GetTimestamp();
        while (await cluster.WaitingSinceAsync(DateTime.SpecifyKind(back, DateTimeKind.Utc)) is > 0 and var waiting)
        {
            Stopwatch.GetElapsedTime(clock).ShouldBeLessThan(HangMax, $"{waiting} of what was in flight did not finish in time");
            await Task.Delay(500);
        }

        Summary.Write(
            output,
            $"Broker away for 60 s: {statuses.Values.Sum()} answers, none but 2xx and 4xx; "
                + $"all in flight finished {Stopwatch.GetElapsedTime(clock).TotalSeconds:0} s after its return"
        );
    }

    static async Task KillDatabaseAsync(PostgreSqlServer database)
    {
        await database.KillAsync();
        await Task.Delay(3_000);
        await database.StartAsync();
        await Task.Delay(4_000);
    }

    static async Task CutCommitsAsync(TcpProxy wire)
    {
        wire.CutEveryCommit = 23;
        await Task.Delay(8_000);
        wire.CutEveryCommit = 0;
    }

    static async Task RestartWebAsync(HubCluster cluster)
    {
        await cluster.KillAndRestartAsync("web");
        await cluster["web"].ReadyAsync();
        await Task.Delay(2_000);
        await cluster.RestartAsync("web");
        await Task.Delay(2_000);
    }
}
