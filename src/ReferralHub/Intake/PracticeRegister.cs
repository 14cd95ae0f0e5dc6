using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;

namespace ReferralHub.Intake;

/// <summary>The practices of the area, kept in memory; loaded at start and after each load of the directory.</summary>
public sealed class PracticeRegister(HubDatabase database)
{
    FrozenDictionary<string, Practice> byOds = FrozenDictionary<string, Practice>.Empty;

    public IReadOnlyCollection<Practice> All => byOds.Values;

    public bool Knows(string? ods) => ods is not null && byOds.ContainsKey(ods);

    public Practice? Find(string? ods) => ods is not null && byOds.TryGetValue(ods, out var practice) ? practice : null;

    public string NameOf(string? ods) => Find(ods)?.Name ?? ods ?? "Not known";

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        byOds = (await db.Practices.AsNoTracking().ToListAsync(cancellationToken)).ToFrozenDictionary(p => p.Ods, StringComparer.OrdinalIgnoreCase);
    }
}
