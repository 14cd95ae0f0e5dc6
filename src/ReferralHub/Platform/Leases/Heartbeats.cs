using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Leases;

/// <summary>When something last said that it is alive. One row for the watchdog and one for each process.</summary>
public sealed class Heartbeat
{
    public required string Name { get; init; }

    public DateTime At { get; set; }

    /// <summary>For a process: its roles and version.</summary>
    public string Detail { get; set; } = "";
}

sealed class HeartbeatTable : IEntityTypeConfiguration<Heartbeat>
{
    public void Configure(EntityTypeBuilder<Heartbeat> builder)
    {
        builder.ToTable("heartbeat");
        builder.HasKey(h => h.Name);
        builder.Property(h => h.Name).HasMaxLength(120);
    }
}

/// <summary>Writes and reads signs of life. Whoever can read the database can tell that the watchdog is dead.</summary>
public sealed class Heartbeats(HubDatabase database, TimeProvider time)
{
    public const string Watchdog = "watchdog";

    /// <summary>The watchdog has been silent for too long after this.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    public async Task BeatAsync(string name, string detail, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(
                async (db, token) =>
                {
                    var now = await database.ClockAsync(db, time, token);
                    var beat = await db.Set<Heartbeat>().AsTracking().FirstOrDefaultAsync(h => h.Name == name, token);
                    if (beat is null)
                        db.Add(beat = new() { Name = name });
                    (beat.At, beat.Detail) = (now, detail);
                },
                cancellationToken
            );
        }
        catch (Exception e) when (database.IsUniqueViolation(e))
        {
            // Two wrote the first beat at once; one of them is there.
        }
    }

    /// <summary>How long the watchdog has been silent by the database's clock; null when it never ran.</summary>
    public async Task<TimeSpan?> WatchdogAgeAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("looks how old the watchdog's sign of life is"));
        var at = await db.Set<Heartbeat>()
            .Where(h => h.Name == Watchdog)
            .Select(h => (DateTime?)h.At)
            .FirstOrDefaultAsync(cancellationToken);
        return at is null ? null : await database.ClockAsync(db, time, cancellationToken) - at;
    }
}
