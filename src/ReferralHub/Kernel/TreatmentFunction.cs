using System.Collections.Frozen;

namespace ReferralHub.Kernel;

/// <summary>
/// A specialty by its national three-digit code. Two lists share the numbers: treatment functions (NHS Data Dictionary)
/// and UK Core practice settings (main specialties); the first gives the name where both have the code.
/// </summary>
/// <param name="Code">Three digits, e.g. 110.</param>
/// <param name="Name">The national name without the word Service, e.g. Trauma and Orthopaedic.</param>
/// <param name="RttLine">The line of the RTT return, or null where the roll-up is not verified.</param>
public sealed record TreatmentFunction(string Code, string Name, string? RttLine)
{
    static readonly FrozenDictionary<string, TreatmentFunction> ByCode = Load();

    public static IEnumerable<TreatmentFunction> All => ByCode.Values.OrderBy(t => t.Code, StringComparer.Ordinal);

    /// <summary>Finds a code; false when no national list has it.</summary>
    public static bool TryFind(string? code, out TreatmentFunction function) => ByCode.TryGetValue(code ?? "", out function!);

    /// <summary>The name of a code, or the code itself when it is unknown, or "Not known" when there is none.</summary>
    public static string FindName(string? code) =>
        code is null ? "Not known"
        : TryFind(code, out var found) ? found.Name
        : code;

    static FrozenDictionary<string, TreatmentFunction> Load()
    {
        var all = new Dictionary<string, TreatmentFunction>();
        foreach (var fields in KernelData.Lines("PracticeSettings.csv").Select(line => line.Split(',', 2)))
            all[fields[0]] = new(fields[0], fields[1], null);
        foreach (var fields in KernelData.Lines("TreatmentFunctions.csv").Select(line => line.Split(',')))
            all[fields[0]] = new(
                fields[0],
                fields[1].EndsWith(" Service", StringComparison.Ordinal) ? fields[1][..^8] : fields[1],
                fields[2].Length > 0 ? fields[2] : null
            );
        return all.ToFrozenDictionary();
    }
}
