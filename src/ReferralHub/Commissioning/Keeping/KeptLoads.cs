using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>Reads back what was loaded, from the texts that are kept.</summary>
static class KeptLoads
{
    public static Task<CommissioningLoad?> FindLastAsync(HubDbContext db, CancellationToken cancellationToken) =>
        db.CommissioningLoads.AsNoTracking().OrderByDescending(l => l.Number).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The configuration as it was loaded then.</summary>
    /// <exception cref="ReferenceDataException">A text is gone, was changed, or can be read no longer.</exception>
    public static async Task<Configuration> ReadAsync(HubDbContext db, CommissioningLoad load, CancellationToken cancellationToken)
    {
        var manifest = await ReadTextAsync(db, load.Manifest, cancellationToken);
        var files = new List<ConfigurationFile>();
        foreach (var (hash, name) in Manifest.Read(manifest))
            files.Add(new(name, hash, await ReadTextAsync(db, hash, cancellationToken)));
        var read = ConfigurationReader.Read(files);
        return read.Configuration
            ?? throw new ReferenceDataException(
                "commissioning",
                null,
                $"what was loaded on {load.At:yyyy-MM-dd} can be read no longer: {FaultText.Write(read.Faults)}"
            );
    }

    static async Task<byte[]> ReadTextAsync(HubDbContext db, string hash, CancellationToken cancellationToken)
    {
        var text = await db.CommissioningTexts.AsNoTracking().FirstOrDefaultAsync(t => t.Hash == hash, cancellationToken);
        return text is null ? throw new ReferenceDataException("commissioning_text", null, $"the kept text {hash} is not there")
            : Manifest.Hash(text.Bytes) != hash
                ? throw new ReferenceDataException("commissioning_text", null, $"the kept text {hash} ({text.Name}) was changed")
            : text.Bytes;
    }
}
