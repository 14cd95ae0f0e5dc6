using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Simulation;

/// <summary>
/// Thirty days of a hub, five hundred times over, each with faults of its own; and the same with bugs planted, which
/// must be found. <c>REFERRALHUB_TEST_SEEDS</c> sets another number of seeds.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output) : IAsyncLifetime
{
    const int SeedsDefault = 500;
    TestHub hub = null!;
    SimWorld world = null!;

    static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("REFERRALHUB_TEST_SEEDS"), out var seeds) ? seeds : SeedsDefault;

    public static TheoryData<string> Bugs => [.. Enum.GetNames<SimBug>().Where(n => n != nameof(SimBug.None))];

    public async Task InitializeAsync()
    {
        hub = await TestHub.StartAsync("web", set: SimWorld.Set);
        world = new(hub);
    }

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public void EverySeed_KeepsTheInvariants()
    {
        var (referrals, steps) = (0, 0L);
        for (var seed = 1UL; seed <= (ulong)Seeds; seed++)
        {
            var outcome = new Simulation(world, seed, SimBug.None).Run();
            outcome.Verdict.Violations.ShouldBeEmpty($"seed {seed}, faults {outcome.Faults}, {outcome.Steps} steps");
            (referrals, steps) = (referrals + outcome.Verdict.Journeys, steps + outcome.Steps);
        }

        output.WriteLine($"{Seeds} seeds, {referrals} referrals, {steps} steps");
    }

    [Fact]
    public void SameSeed_SameTrace()
    {
        for (var seed = 1UL; seed <= 20; seed++)
            new Simulation(world, seed, SimBug.None)
                .Run()
                .TraceHash.ShouldBe(new Simulation(world, seed, SimBug.None).Run().TraceHash, $"seed {seed}");
        new Simulation(world, 1, SimBug.None).Run().TraceHash.ShouldNotBe(new Simulation(world, 2, SimBug.None).Run().TraceHash);
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void PlantedBug_IsFound(string bug)
    {
        for (var seed = 1UL; seed <= SeedsDefault; seed++)
        {
            var outcome = new Simulation(world, seed, Enum.Parse<SimBug>(bug)).Run();
            if (outcome.Verdict.Violations.Count == 0)
                continue;
            output.WriteLine($"{bug}: found by seed {seed}: {outcome.Verdict.Violations[0]}");
            return;
        }

        Assert.Fail($"{bug} was not found by {SeedsDefault} seeds.");
    }
}
