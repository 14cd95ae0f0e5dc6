using ReferralHub.Platform;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>Where the files of commissioning arrangements lie.</summary>
public static class ArrangementsFolder
{
    /// <summary>Inside the folder of the directory, where <see cref="HubSettings.CommissioningFolder"/> names no other.</summary>
    public const string DefaultName = "commissioning";

    /// <param name="directory">Folder of the directory.</param>
    public static string Find(HubSettings settings, string directory) =>
        settings.CommissioningFolder ?? Path.Combine(directory, DefaultName);
}
