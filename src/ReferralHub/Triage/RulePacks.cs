using Microsoft.Extensions.Logging;
using ReferralHub.Platform;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Triage.Reading;

namespace ReferralHub.Triage;

/// <summary>
/// The packs in use, read from the packs folder. A pack that cannot be used stops the start. Later changes of the folder are taken
/// up within seconds, whole or not at all: while any file of it cannot be used, all that was in use stays so, and that is logged,
/// counted and shown to operations.
/// </summary>
public sealed partial class RulePacks(HubSettings settings, ILogger<RulePacks> log)
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    readonly string folder = settings.PacksFolder ?? Path.Combine(AppContext.BaseDirectory, "packs");
    readonly Lock reading = new();
    volatile Loaded? loaded;
    long lookedAt;
    string seen = "";

    /// <summary>All packs, in force or not.</summary>
    public IReadOnlyList<RulePack> All => Current().Packs;

    /// <summary>Why the folder as it is now cannot be used; null when it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>The packs that decide on this day.</summary>
    public IReadOnlyList<RulePack> InForce(DateOnly date) => Current().FindInForce(date);

    public static IReadOnlyList<RulePack> ReadFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder of rule packs {folder} does not exist.");
        var read = new List<RulePack>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
            read.Add(RulePackReader.Read(file, File.ReadAllBytes(file)));
        var twice = read.GroupBy(p => p.Name).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? read
            : throw new RulePackException(
                folder,
                YamlDotNet.Core.Mark.Empty,
                $"two files hold the pack {twice.Key}; a changed pack needs a version of its own"
            );
    }

    /// <summary>Of one pack the version that took effect last.</summary>
    public static IReadOnlyList<RulePack> InForce(IReadOnlyList<RulePack> packs, DateOnly date) =>
        [
            .. packs
                .Where(p => p.IsInForce(date))
                .GroupBy(p => p.Id)
                .Select(g => g.OrderBy(p => p.EffectiveFrom).ThenBy(p => p.Version, StringComparer.Ordinal).Last()),
        ];

    Loaded Current()
    {
        if (loaded is { } known && Environment.TickCount64 - Interlocked.Read(ref lookedAt) < LookEvery.TotalMilliseconds)
            return known;
        lock (reading)
        {
            Interlocked.Exchange(ref lookedAt, Environment.TickCount64);
            var stamp = Stamp();
            if (loaded is { } same && stamp == seen)
                return same;
            try
            {
                var packs = ReadFolder(folder);
                if (loaded is not null)
                    TakenUp(log, string.Join(' ', packs.Select(p => p.Name)));
                Fault = null;
                loaded = new(packs);
            }
            catch (Exception e) when (loaded is not null && e is RulePackException or IOException or UnauthorizedAccessException)
            {
                Fault = e.Message;
                HubMeters.RulePacksRefused.Add(1);
                Refused(log, e.Message);
            }

            seen = stamp;
            return loaded!;
        }
    }

    string Stamp() =>
        !Directory.Exists(folder)
            ? ""
            : string.Join(
                '|',
                new DirectoryInfo(folder)
                    .EnumerateFiles("*.yaml")
                    .OrderBy(f => f.Name, StringComparer.Ordinal)
                    .Select(f => $"{f.Name}:{f.Length}:{f.LastWriteTimeUtc.Ticks}")
            );

    [LoggerMessage(3001, LogLevel.Information, "Rule packs were read anew: {Packs}")]
    static partial void TakenUp(ILogger log, string packs);

    [LoggerMessage(3002, LogLevel.Error, "The rule packs cannot be used and those before stay in force: {Reason}")]
    static partial void Refused(ILogger log, string reason);

    /// <summary>Packs that were read together, and which of them are in force on one day.</summary>
    sealed class Loaded(IReadOnlyList<RulePack> packs)
    {
        Tuple<DateOnly, IReadOnlyList<RulePack>>? day;

        public IReadOnlyList<RulePack> Packs => packs;

        public IReadOnlyList<RulePack> FindInForce(DateOnly date)
        {
            if (day is { } known && known.Item1 == date)
                return known.Item2;
            var made = Tuple.Create(date, InForce(packs, date));
            day = made;
            return made.Item2;
        }
    }
}
