using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ReferralHub.Server.Commands;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Benchmarks;

/// <summary>
/// <c>bench</c> measures a whole hub, <c>scope</c> what narrow scopes cost, <c>ledger</c> how fast the book is kept; other arguments are
/// those of BenchmarkDotNet, which measures single steps.
/// </summary>
static class EntryPoint
{
    static async Task<int> Main(string[] args)
    {
        if (args is ["bench", ..])
        {
            // Program.Flow is the hub's own list of modules.
            var root = new RootCommand("Benchmarks of ReferralHub.") { Bench.BenchCommand.Create(new HubBuilder(Program.Flow)) };
            using var stop = StopSignals.Listen();
            MachineCulture.Fix();
            return await CommandRunner.RunAsync(root, args, stop.Token);
        }

        if (args is ["scope", ..])
        {
            using var stop = StopSignals.Listen();
            MachineCulture.Fix();
            var journeys = args is [_, var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 100_000;
            return await Bench.ScopeBench.RunAsync(new HubBuilder(Program.Flow), journeys, stop.Token);
        }

        if (args is ["ledger", ..])
        {
            using var stop = StopSignals.Listen();
            MachineCulture.Fix();
            var referrals = args is [_, var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 100_000;
            return await Bench.LedgerBench.RunAsync(new HubBuilder(Program.Flow), referrals, stop.Token);
        }

        // In process: the project's build settings are not those of the project that BenchmarkDotNet would generate.
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkSwitcher.FromAssembly(typeof(ReadingBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
        return 0;
    }
}
