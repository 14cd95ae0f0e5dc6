using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Log;

/// <summary>
/// One fact in the append-only journey log. Holds no patient data. Position and hash are empty until the sequencer
/// stamps them, and never change afterwards.
/// </summary>
public sealed class LogEvent
{
    public Guid Id { get; init; }

    public Guid Referral { get; init; }

    /// <summary>Version of the journey that this event made; 1 is the first.</summary>
    public int Version { get; init; }

    public required string Type { get; init; }

    public DateTime At { get; init; }

    /// <summary>Who did it: <c>kind:name</c>, e.g. <c>hub:triage</c>, <c>clinician:…</c>, <c>practice:L81008</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>JSON object; the members are those of the journey's EventData.</summary>
    public required string Data { get; init; }

    /// <summary>1-based place in the log, contiguous; null until sequenced.</summary>
    public long? Position { get; set; }

    /// <summary>Hex SHA-256 over the previous event's hash and this event; null until sequenced.</summary>
    public string? Hash { get; set; }
}

sealed class LogEventTable : IEntityTypeConfiguration<LogEvent>
{
    public void Configure(EntityTypeBuilder<LogEvent> builder)
    {
        builder.ToTable("journey_event");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Type).HasMaxLength(40);
        builder.Property(e => e.Actor).HasMaxLength(120);
        builder.Property(e => e.Data).HasMaxLength(4000);
        builder.Property(e => e.Hash).HasMaxLength(64);
        builder
            .HasIndex(e => new
            {
                e.Referral,
                e.Version,
                e.Type,
            })
            .IsUnique();
        builder.HasIndex(e => e.Position).IsUnique();
    }
}

static class LogTables
{
    extension(HubDbContext db)
    {
        public DbSet<LogEvent> Log => db.Set<LogEvent>();

        public DbSet<LogCursor> Cursors => db.Set<LogCursor>();

        /// <summary>The cursor of this reader, tracked; made when it is the first time.</summary>
        public async Task<LogCursor> CursorAsync(string name, CancellationToken cancellationToken)
        {
            var cursor = await db.Cursors.AsTracking().FirstOrDefaultAsync(c => c.Name == name, cancellationToken);
            if (cursor is null)
                db.Cursors.Add(cursor = new() { Name = name });
            return cursor;
        }
    }
}
