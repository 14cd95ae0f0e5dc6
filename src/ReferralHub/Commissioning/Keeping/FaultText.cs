using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>Faults as one text, for whoever reads why a start was refused.</summary>
static class FaultText
{
    const int FaultsShown = 5;

    /// <summary>The first few, a line each, and how many more there are.</summary>
    public static string Write(IEnumerable<ConfigurationFault> faults)
    {
        var errors = faults.Where(f => f.IsError).ToList();
        var lines = errors.Take(FaultsShown).Select(f => f.Place is null ? f.Text : $"{f.Place}{Name(f)}: {f.Text}").ToList();
        if (errors.Count > FaultsShown)
            lines.Add($"… and {errors.Count - FaultsShown} more; `referralhub commissioning check` lists them all.");
        return string.Join(Environment.NewLine + "  ", lines);
    }

    static string Name(ConfigurationFault fault) => fault.Row is null ? "" : $" ({fault.Row})";
}
