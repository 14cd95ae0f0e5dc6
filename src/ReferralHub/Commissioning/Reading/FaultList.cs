using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Adds to a list of faults, and makes it one that people can read.</summary>
static class FaultList
{
    /// <summary>Whoever has more than these puts them right first.</summary>
    public const int FaultsMax = 500;

    public static void AddError(this List<ConfigurationFault> faults, RowPlace? place, string? row, string text) =>
        faults.Add(new(true, place, row, text));

    public static void AddWarning(this List<ConfigurationFault> faults, RowPlace? place, string? row, string text) =>
        faults.Add(new(false, place, row, text));

    /// <summary>
    /// At most <see cref="FaultsMax"/>, errors before warnings; when some are left out, the last one says how many. What was repeated
    /// from a file has no characters that a terminal would obey.
    /// </summary>
    public static IReadOnlyList<ConfigurationFault> MakeReadable(this IReadOnlyCollection<ConfigurationFault> faults)
    {
        var shown = faults.Count <= FaultsMax ? faults.ToList() : [.. faults.OrderByDescending(f => f.IsError).Take(FaultsMax)];
        if (faults.Count - FaultsMax is var left and > 0)
            shown.Add(new(faults.Any(f => f.IsError), null, null, $"There are {left} more; put these right, then check again."));
        return shown.ConvertAll(f =>
            f with
            {
                // A CSV file without any line is at fault at its beginning.
                Place = f.Place is { Line: < 1 } before ? before with { Line = 1 } : f.Place,
                Text = Shown.WithoutControls(f.Text),
                Row = f.Row is null ? null : Shown.WithoutControls(f.Row),
            }
        );
    }
}
