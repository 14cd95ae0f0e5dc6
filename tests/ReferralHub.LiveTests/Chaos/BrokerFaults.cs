using System.Diagnostics;
using ReferralHub.LiveTests.Services;
using Shouldly;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>What may happen to a broker and its link while a hub is at work; each ends with the broker back as it was.</summary>
static class BrokerFaults
{
    public static async Task RestartAsync(RabbitMqServer broker)
    {
        await broker.StopAsync();
        await broker.StartAsync();
        await Task.Delay(3_000);
    }

    public static async Task BlockAsync(RabbitMqServer broker, LoadClient load)
    {
        await broker.ControlAsync("set_vm_memory_high_watermark", "0.0001");
        load.TakeStatuses();
        await Task.Delay(8_000);
        load.TakeStatuses().Keys.Where(s => s is 0 or >= 500).ShouldBeEmpty("intake did not answer while the broker was blocked");
        await broker.ControlAsync("set_vm_memory_high_watermark", "0.4");
        await Task.Delay(2_000);
    }

    public static async Task CutAsync(HubCluster cluster, TcpProxy wire, LoadClient load)
    {
        wire.BlackHole = true;
        load.TakeStatuses();
        var clock = Stopwatch.GetTimestamp();
        while (!(await cluster.HealthAsync("web")).Contains("degraded", StringComparison.Ordinal))
        {
            Stopwatch.GetElapsedTime(clock).ShouldBeLessThan(ChaosTests.HangMax, "a dead link was not noticed");
            await Task.Delay(500);
        }

        load.TakeStatuses().Keys.Where(s => s is 0 or >= 500).ShouldBeEmpty("intake did not answer while the link was dead");
        wire.BlackHole = false;
        wire.Reset();
        await Task.Delay(3_000);
    }

    public static async Task WipeAsync(RabbitMqServer broker)
    {
        await broker.KillAsync();
        await broker.StartAsync();
        await Task.Delay(2_000);
        await broker.KillAsync();
        await broker.WipeAsync();
        await broker.StartAsync();
        await Task.Delay(3_000);
    }
}
