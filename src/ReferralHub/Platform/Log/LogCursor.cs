using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReferralHub.Platform.Log;

/// <summary>How far a reader of the log has come. Moves in the same transaction as what it feeds.</summary>
public sealed class LogCursor
{
    public required string Name { get; init; }

    public long Position { get; set; }
}

sealed class LogCursorTable : IEntityTypeConfiguration<LogCursor>
{
    public void Configure(EntityTypeBuilder<LogCursor> builder)
    {
        builder.ToTable("log_cursor");
        builder.HasKey(c => c.Name);
        builder.Property(c => c.Name).HasMaxLength(40);
    }
}
