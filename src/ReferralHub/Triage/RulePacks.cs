using ReferralHub.Platform;

namespace ReferralHub.Triage;

/// <summary>The packs in use, read once at start from the packs folder. A pack that cannot be used stops the start.</summary>
public sealed class RulePacks(HubSettings settings)
{
    readonly Lazy<IReadOnlyList<RulePack>> packs = new(() => ReadFolder(settings.PacksFolder ?? Path.Combine(AppContext.BaseDirectory, "packs")));

    public IReadOnlyList<RulePack> All => packs.Value;

    public static IReadOnlyList<RulePack> ReadFolder(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder of rule packs {folder} does not exist.");
        var read = new List<RulePack>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            using var text = File.OpenText(file);
            read.Add(RulePackReader.Read(file, text));
        }

        return read;
    }
}
