using System.Diagnostics;

namespace ReferralHub.LiveTests.Network;

/// <summary>
/// A network of two machines inside this one: a namespace in which a hub runs, and a cable from there to the tests. Nothing of it is on
/// any other network. Needs root and iproute2.
/// </summary>
sealed class OwnNetwork : IAsyncDisposable
{
    static readonly string Number = $"{Environment.ProcessId % 200 + 20}";

    OwnNetwork() { }

    /// <summary>Why it cannot be made here; null when it can.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() || Environment.UserName != "root" ? "Only root on Linux may make a network."
        : !File.Exists("/usr/sbin/ip") && !File.Exists("/sbin/ip") ? "iproute2 is not installed."
        : null;

    public static string Name => $"rh-net-{Number}";

    /// <summary>Address of the machine that the hub runs on.</summary>
    public static string HubAddress => $"10.231.{Number}.2";

    /// <summary>Address of the machine that its callers are on.</summary>
    public static string CallersAddress => $"10.231.{Number}.1";

    /// <exception cref="InvalidOperationException">The machine lets nobody make one.</exception>
    public static async Task<OwnNetwork> LayAsync()
    {
        var network = new OwnNetwork();
        var (here, there) = ($"rh{Number}a", $"rh{Number}b");
        foreach (
            var line in new[]
            {
                $"netns add {Name}",
                $"link add {here} type veth peer name {there} netns {Name}",
                $"addr add {CallersAddress}/30 dev {here}",
                $"link set {here} up",
                $"-n {Name} addr add {HubAddress}/30 dev {there}",
                $"-n {Name} link set {there} up",
                $"-n {Name} link set lo up",
            }
        )
            if (await RunAsync(line) is { } fault)
            {
                await network.DisposeAsync();
                throw new InvalidOperationException($"ip {line}: {fault}");
            }

        return network;
    }

    /// <summary>With the namespace goes the cable.</summary>
    public async ValueTask DisposeAsync() => await RunAsync($"netns del {Name}");

    static async Task<string?> RunAsync(string line)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", line) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : error.Trim();
    }
}
