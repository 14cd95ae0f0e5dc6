using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Web.Users;

/// <summary>Somebody looked at a referral, or did something with it, on a page. Never changed.</summary>
public sealed class AccessRecord
{
    public Guid Id { get; init; }

    public Guid Referral { get; init; }

    public required string Name { get; init; }

    public required string Role { get; init; }

    /// <summary>ODS code.</summary>
    public required string Organisation { get; init; }

    /// <summary>One of <see cref="AccessActs"/>.</summary>
    public required string What { get; init; }

    public DateTime At { get; init; }
}

sealed class AccessRecordTable : IEntityTypeConfiguration<AccessRecord>
{
    public void Configure(EntityTypeBuilder<AccessRecord> builder)
    {
        builder.ToTable("access_record");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Name).HasMaxLength(100);
        builder.Property(a => a.Role).HasMaxLength(100);
        builder.Property(a => a.Organisation).HasMaxLength(12);
        builder.Property(a => a.What).HasMaxLength(20);
        builder.HasIndex(a => new { a.Referral, a.At });
    }
}

/// <summary>Keeps who looked at what. What cannot be recorded is not shown: an error here fails the page.</summary>
public sealed class AccessLog(HubDatabase database, TimeProvider time)
{
    const int ShownMax = 50;

    /// <summary>Who looked at a referral or did something with it, newest first.</summary>
    public async Task<IReadOnlyList<AccessRecord>> ListAsync(Guid referral, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        return await db.Set<AccessRecord>()
            .Where(a => a.Referral == referral)
            .OrderByDescending(a => a.At)
            .Take(ShownMax)
            .ToListAsync(cancellationToken);
    }

    /// <summary>When somebody last read a referral; null when never.</summary>
    public async Task<DateTime?> LastReadAsync(HubUser user, Guid referral, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        return await db.Set<AccessRecord>()
            .Where(a => a.Referral == referral && a.Name == user.Name && a.What == AccessActs.Read)
            .MaxAsync(a => (DateTime?)a.At, cancellationToken);
    }

    public Task RecordAsync(HubUser user, Guid referral, string what, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (db, _) =>
            {
                var now = time.UtcNow();
                db.Add(
                    new AccessRecord
                    {
                        Id = EntityId.New(now),
                        Referral = referral,
                        Name = user.Name,
                        Role = user.Role,
                        Organisation = user.Organisation,
                        What = what,
                        At = now,
                    }
                );
                return Task.CompletedTask;
            },
            cancellationToken
        );
}
