using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Leases;

/// <summary>The right to be the only one doing something, for a while. The token grows with each new holder (fencing).</summary>
public sealed class Lease
{
    public required string Name { get; init; }

    public string Holder { get; set; } = "";

    public long Token { get; set; }

    public DateTime Expires { get; set; }
}

sealed class LeaseTable : IEntityTypeConfiguration<Lease>
{
    public void Configure(EntityTypeBuilder<Lease> builder)
    {
        builder.ToTable("lease");
        builder.HasKey(l => l.Name);
        builder.Property(l => l.Name).HasMaxLength(40);
        builder.Property(l => l.Holder).HasMaxLength(80);
        builder.Property(l => l.Token).IsConcurrencyToken();
    }
}

/// <summary>Takes and renews leases.</summary>
public sealed class LeaseKeeper(HubDatabase database, TimeProvider time)
{
    /// <summary>
    /// Takes the lease when it is free, expired or already ours, and holds it for <paramref name="duration"/>.
    /// Returns the fencing token, or null when somebody else holds it.
    /// </summary>
    public Task<long?> TakeAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken) =>
        database.WriteAsync<long?>(async (db, token) =>
        {
            var now = time.UtcNow();
            var lease = await db.Set<Lease>().AsTracking().FirstOrDefaultAsync(l => l.Name == name, token);
            if (lease is null) db.Add(lease = new() { Name = name });
            else if (lease.Holder != holder && lease.Expires > now) return null;
            if (lease.Holder != holder) (lease.Holder, lease.Token) = (holder, lease.Token + 1);
            lease.Expires = now + duration;
            return lease.Token;
        }, cancellationToken);

    /// <summary>Gives the lease back, so that the next holder need not wait for it to expire.</summary>
    public Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var lease = await db.Set<Lease>().AsTracking().FirstOrDefaultAsync(l => l.Name == name && l.Holder == holder, token);
        if (lease is not null) lease.Expires = time.UtcNow();
    }, cancellationToken);
}
