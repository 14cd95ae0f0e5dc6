using ReferralHub.Intake;

namespace ReferralHub.Server.Commands;

/// <summary>Tells on standard error how far an import is; standard output holds the report alone.</summary>
sealed class ImportProgress
{
    const int ToldEvery = 500;
    const int LeftOutShownMax = 20;
    readonly Dictionary<IntakeOutcome, int> counts = [];
    int told;

    public static async Task TellLeftOutAsync(IReadOnlyList<string> files)
    {
        foreach (var file in files.Take(LeftOutShownMax))
            await Console.Error.WriteLineAsync($"Left out, because an import reads {ImportFiles.Kinds}: {file}");
        if (files.Count > LeftOutShownMax)
            await Console.Error.WriteLineAsync($"Left out for the same reason: {files.Count - LeftOutShownMax:N0} more");
    }

    public async Task CountAsync(ImportItem item)
    {
        counts[item.Result.Outcome] = counts.GetValueOrDefault(item.Result.Outcome) + 1;
        var sum = counts.Values.Sum();
        if (sum < told + ToldEvery)
            return;
        told = sum;
        var words = counts.OrderBy(c => c.Key).Select(c => $"{c.Value:N0} {c.Key.ToString().ToLowerInvariant()}");
        await Console.Error.WriteLineAsync($"{sum:N0} messages up to {item.Name}: {string.Join(", ", words)}");
    }
}
