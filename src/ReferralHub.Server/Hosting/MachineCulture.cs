using System.Globalization;
using System.Runtime.InteropServices;

namespace ReferralHub.Server.Hosting;

/// <summary>
/// Takes the machine's language out of the hub: what it prints, parses and sorts is the same under every LANG, on a machine
/// with ICU (the library that knows languages) and on one without.
/// </summary>
static class MachineCulture
{
    const int OldestIcu = 50;

    /// <summary>Far beyond the newest there is; two come out each year, and looking for one that is not there costs microseconds.</summary>
    const int NewestIcu = 120;

    /// <summary>Whether languages are known. SqlClient refuses to work where they are not.</summary>
    public static bool KnowsLanguages => CultureInfo.InvariantCulture.CompareInfo.Compare("a", "B") < 0;

    /// <summary>
    /// Has to run before anything else in the process asks for a culture. The runtime would end with a core dump on a machine
    /// that lacks ICU; told in time that there is none, it does without, and so does the hub.
    /// </summary>
    public static void Fix()
    {
        if (OperatingSystem.IsLinux() && !HasIcu())
            AppContext.SetSwitch("System.Globalization.Invariant", true);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }

    /// <summary>Looks where the runtime will look: for a pair of libraries of one version, or without any.</summary>
    static bool HasIcu()
    {
        if (HasPair(""))
            return true;
        for (var version = NewestIcu; version >= OldestIcu; version--)
            // Joined as it is: a number that is not negative asks no culture how to be written.
            if (HasPair("." + version))
                return true;
        return false;
    }

    static bool HasPair(string version) =>
        NativeLibrary.TryLoad("libicuuc.so" + version, out _) && NativeLibrary.TryLoad("libicui18n.so" + version, out _);
}
