using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Log;

/// <summary>
/// One fact in the append-only log. Holds no patient data. Position and hash are empty until the sequencer
/// stamps them, and never change afterwards.
/// </summary>
public sealed class LogEvent
{
    /// <summary>Characters of <see cref="Data"/>.</summary>
    public const int DataCharactersMax = 4_000;

    public Guid Id { get; init; }

    /// <summary>
    /// What it is about: a referral, or for types that begin with <see cref="LogSubjects.BookPrefix"/> something of the books. Column and
    /// member keep the name they had when every event was about a referral; the hash takes the id in whatever it is called.
    /// </summary>
    public Guid Referral { get; init; }

    /// <summary>Version of the journey that this event made, or of what else it is about; 1 is the first.</summary>
    public int Version { get; init; }

    public required string Type { get; init; }

    public DateTime At { get; init; }

    /// <summary>Who did it: <c>kind:name</c>, e.g. <c>hub:triage</c>, <c>clinician:…</c>, <c>practice:L81008</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>JSON object; the members are those of the journey's EventData, or of the books' BookEventData.</summary>
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
        builder.Property(e => e.Data).HasMaxLength(LogEvent.DataCharactersMax);
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

        /// <summary>How far this reader has come; 0 when it has not begun. Nothing is tracked.</summary>
        public Task<long> FindCursorAsync(string name, CancellationToken cancellationToken) =>
            db.Cursors.Where(c => c.Name == name).Select(c => c.Position).FirstOrDefaultAsync(cancellationToken);

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
