using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>A text that was loaded once, kept for ever: what was in force on a day can be shown again to the letter.</summary>
public sealed class CommissioningText
{
    /// <summary>SHA-256 of the bytes, in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Name of the file under which it came first.</summary>
    public required string Name { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>One load of the folder of arrangements. Rows are added and never changed.</summary>
public sealed class CommissioningLoad
{
    /// <summary>The subject of its event in the log.</summary>
    public Guid Id { get; init; }

    /// <summary>1 for the first; the highest is the last, whatever the clocks of processes say.</summary>
    public int Number { get; init; }

    public DateTime At { get; init; }

    /// <summary>Hash of the kept text that lists its files by name with their hashes.</summary>
    public required string Manifest { get; init; }

    /// <summary>How many files it has.</summary>
    public int Files { get; init; }
}

sealed class CommissioningTextTable : IEntityTypeConfiguration<CommissioningText>
{
    public void Configure(EntityTypeBuilder<CommissioningText> builder)
    {
        builder.ToTable("commissioning_text");
        builder.HasKey(t => t.Hash);
        builder.Property(t => t.Hash).HasMaxLength(64);
        builder.Property(t => t.Name).HasMaxLength(260);
    }
}

sealed class CommissioningLoadTable : IEntityTypeConfiguration<CommissioningLoad>
{
    public void Configure(EntityTypeBuilder<CommissioningLoad> builder)
    {
        builder.ToTable("commissioning_load");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Manifest).HasMaxLength(64);
        builder.HasIndex(l => l.Number).IsUnique();
    }
}

static class CommissioningTables
{
    extension(HubDbContext db)
    {
        public DbSet<CommissioningText> CommissioningTexts => db.Set<CommissioningText>();

        public DbSet<CommissioningLoad> CommissioningLoads => db.Set<CommissioningLoad>();
    }
}
