namespace ReferralHub.Platform;

/// <summary>What a process does. One program; a hub grows by adding workers.</summary>
public static class Roles
{
    /// <summary>Takes referrals in and shows pages.</summary>
    public const string Web = "web";

    /// <summary>Does the work of the automated stages; workers compete.</summary>
    public const string Worker = "worker";

    /// <summary>Stands ready to stamp, project and watch; one at a time holds the lease.</summary>
    public const string Scheduler = "scheduler";

    public static readonly string[] All = [Web, Worker, Scheduler];

    /// <summary>Names in the list that are no roles.</summary>
    public static IEnumerable<string> Unknown(string roles) =>
        Split(roles).Where(r => !All.Contains(r, StringComparer.OrdinalIgnoreCase) && !r.Equals("all", StringComparison.OrdinalIgnoreCase));

    internal static string[] Split(string roles) =>
        roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
