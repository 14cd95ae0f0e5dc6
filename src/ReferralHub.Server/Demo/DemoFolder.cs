namespace ReferralHub.Server.Demo;

/// <summary>What the demonstration was asked for.</summary>
/// <param name="Port">On 127.0.0.1; 0 for a free one.</param>
sealed record DemoCall(DirectoryInfo Data, int Port, int Referrals, int Seed, bool Once, bool Play, bool Reset, string Report);

/// <summary>The demonstration's own folder, which a marker file tells from every other.</summary>
static class DemoFolder
{
    const string MarkerFile = "demonstration.txt";

    /// <summary>Makes the folder. True when there is nothing in it yet.</summary>
    /// <exception cref="SettingsException">It holds data that are no demonstration's.</exception>
    public static bool Prepare(DemoCall call)
    {
        var marker = Path.Combine(call.Data.FullName, MarkerFile);
        var isDemo = File.Exists(marker);
        if (call.Data.Exists && !isDemo && call.Data.EnumerateFileSystemInfos().Any())
            throw new SettingsException(
                $"{call.Data.FullName} is not empty and not a demonstration's folder; the demonstration does not touch other data. "
                    + "Name another folder with --data."
            );
        var same = $"seed {call.Seed}, {call.Referrals} referrals";
        if (isDemo && !call.Reset && !call.Once && File.ReadAllText(marker).Contains(same, StringComparison.Ordinal))
            return false;
        if (isDemo)
            call.Data.Delete(recursive: true);
        call.Data.Create();
        File.WriteAllText(marker, $"Data of a ReferralHub demonstration ({same}). Everything in it is made up. Safe to delete.\n");
        return true;
    }

    /// <summary>Copies the packs that ship, and a fictitious local one beside them; gives their folder.</summary>
    public static string CopyPacks(DirectoryInfo data)
    {
        var folder = data.CreateSubdirectory("packs").FullName;
        // Those of an earlier version of the hub would decide beside these, or be refused.
        foreach (var old in Directory.EnumerateFiles(folder, "*.yaml").ToList())
            File.Delete(old);
        foreach (var source in new[] { "packs", "demo-packs" })
        foreach (var pack in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, source), "*.yaml"))
            File.Copy(pack, Path.Combine(folder, Path.GetFileName(pack)), overwrite: true);
        return folder;
    }
}
