using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ReferralHub.Triage.Simulation;

namespace ReferralHub.Server.Commands;

/// <summary>Tells on standard error how far a simulation is and how long it will take, and keeps what was counted.</summary>
/// <param name="checkpoint">Where it is kept; null for nowhere.</param>
sealed class SimulationProgress(FileInfo? checkpoint)
{
    readonly long started = Stopwatch.GetTimestamp();
    int? first;

    public async Task ToldAsync(SimulationReport report)
    {
        var done = report.Considered + report.Unreadable;
        first ??= done;
        var rate = (done - first.Value) / Math.Max(0.001, Stopwatch.GetElapsedTime(started).TotalSeconds);
        var left = rate > 0 ? $", about {((report.Total - done) / rate).ToString("0", CultureInfo.InvariantCulture)} s left" : "";
        await Console.Error.WriteAsync($"\r{done:N0} of {report.Total:N0}{left}      ");
        if (checkpoint is null)
            return;
        var beside = checkpoint.FullName + ".new";
        await File.WriteAllBytesAsync(beside, JsonSerializer.SerializeToUtf8Bytes(report, SimulateCommand.Json));
        File.Move(beside, checkpoint.FullName, overwrite: true);
    }
}
