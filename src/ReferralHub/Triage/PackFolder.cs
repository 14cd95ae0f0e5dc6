using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Triage.Reading;

namespace ReferralHub.Triage;

/// <summary>
/// The packs as their files are now. A pack that cannot be used stops the start. Later changes of the folder are taken up within
/// seconds, whole or not at all: while any file of it cannot be used, what was read before stays, and that is logged, counted and
/// shown to operations. What of it decides is for <see cref="RulePacks"/> to say.
/// </summary>
public sealed partial class PackFolder(HubSettings settings, ILogger<PackFolder> log)
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    // By the hash of the content. Reading a pack tries hundreds of examples, and most files of a folder that changed have not.
    static readonly ConcurrentDictionary<string, WeakReference<RulePack>> ReadBefore = new(StringComparer.Ordinal);
    readonly string folder = settings.PacksFolder ?? Path.Combine(AppContext.BaseDirectory, "packs");
    readonly Lock reading = new();
    volatile IReadOnlyList<RulePack>? loaded;
    long lookedAt;
    string seen = "";

    /// <summary>Why the folder as it is now cannot be used; null when it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>Every file of it. The same list as long as nothing has changed.</summary>
    /// <param name="isForced">Looks now, although it has looked within the last two seconds.</param>
    public IReadOnlyList<RulePack> Read(bool isForced = false)
    {
        if (!isForced && loaded is { } known && Environment.TickCount64 - Interlocked.Read(ref lookedAt) < LookEvery.TotalMilliseconds)
            return known;
        lock (reading)
        {
            Interlocked.Exchange(ref lookedAt, Environment.TickCount64);
            var stamp = Stamp();
            if (loaded is { } same && stamp == seen)
                return same;
            try
            {
                var packs = Read(folder);
                if (loaded is not null)
                    TakenUp(log, string.Join(' ', packs.Select(p => p.Name)));
                Fault = null;
                loaded = packs;
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

    public static IReadOnlyList<RulePack> Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder of rule packs {folder} does not exist.");
        var read = new List<RulePack>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
            read.Add(ReadFile(file));
        var twice = read.GroupBy(p => p.Name).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? read
            : throw new RulePackException(
                folder,
                YamlDotNet.Core.Mark.Empty,
                $"two files hold the pack {twice.Key}; a changed pack needs a version of its own"
            );
    }

    static RulePack ReadFile(string file)
    {
        var content = File.ReadAllBytes(file);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (ReadBefore.TryGetValue(hash, out var before) && before.TryGetTarget(out var same))
            return same;
        var pack = RulePackReader.Read(file, content);
        ReadBefore[hash] = new(pack);
        return pack;
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
}
