using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;

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
        builder.HasData(new Lease { Name = LeaseLock.ReferenceData }, new Lease { Name = LeaseLock.Books });
    }
}

/// <summary>Takes and renews leases. All times are those of the database's clock, so that processes with other clocks agree.</summary>
public sealed class LeaseKeeper(HubDatabase database, TimeProvider time)
{
    /// <summary>
    /// Takes the lease when it is free, expired or already ours, and holds it for <paramref name="duration"/>.
    /// Returns the fencing token, or null when somebody else holds it.
    /// </summary>
    public async Task<long?> TakeAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync<long?>(
                async (db, token) =>
                {
                    var now = await database.ClockAsync(db, time, token);
                    var lease = await db.Set<Lease>().AsTracking().FirstOrDefaultAsync(l => l.Name == name, token);
                    if (lease is null)
                        db.Add(lease = new() { Name = name });
                    else if (lease.Holder != holder && lease.Expires > now)
                        return null;
                    if (lease.Holder != holder)
                        (lease.Holder, lease.Token) = (holder, lease.Token + 1);
                    lease.Expires = now + duration;
                    return lease.Token;
                },
                cancellationToken
            );
        }
        catch (Exception e) when (database.IsUniqueViolation(e))
        {
            // Two took a lease that had never been taken; the other one was first.
            return null;
        }
    }

    /// <summary>
    /// Takes the lease from whoever held it. Only where nobody else can be alive: in the embedded database's one process.
    /// </summary>
    public Task ExpireAsync(string name, CancellationToken cancellationToken) => ExpireAsync(l => l.Name == name, cancellationToken);

    /// <summary>Gives the lease back, so that the next holder need not wait for it to expire.</summary>
    public Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken) =>
        ExpireAsync(l => l.Name == name && l.Holder == holder, cancellationToken);

    Task ExpireAsync(Expression<Func<Lease, bool>> which, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var lease = await db.Set<Lease>().AsTracking().FirstOrDefaultAsync(which, token);
                if (lease is not null)
                    lease.Expires = await database.ClockAsync(db, time, token);
            },
            cancellationToken
        );
}

/// <summary>
/// What a holder shows in each transaction: that it still has the lease it began with. A process that was stopped and
/// wakes up after its lease went to somebody else is turned away here, before it has changed anything.
/// </summary>
public sealed record LeaseFence(string Name, long Token)
{
    /// <summary>Locks the lease's row until the transaction ends, so that nobody can take it in between.</summary>
    /// <exception cref="LeaseLostException">Somebody else has it.</exception>
    public async Task HoldAsync(HubDatabase database, HubDbContext db, CancellationToken cancellationToken)
    {
        if (await database.HoldLeaseAsync(db, Name, Token, cancellationToken))
            return;
        HubMeters.LeasesLost.Add(1);
        throw new LeaseLostException(Name);
    }
}

/// <summary>The lease went to another process; what was begun under it has been rolled back.</summary>
public sealed class LeaseLostException(string name) : Exception($"The lease {name} went to another process.");

/// <summary>Lets one process at a time do something that is no standing role, such as loading reference data.</summary>
public static class LeaseLock
{
    /// <summary>Held while reference data is replaced.</summary>
    public const string ReferenceData = "reference-data";

    /// <summary>Held while an event of the books is appended, so that two writers never give a subject one version twice.</summary>
    public const string Books = "books";

    /// <summary>Holds the named lock until the transaction ends; waits while another process holds it.</summary>
    public static async Task HoldLockAsync(this HubDbContext db, string name, CancellationToken cancellationToken)
    {
        if (
            await db.Set<Lease>().Where(l => l.Name == name).ExecuteUpdateAsync(l => l.SetProperty(x => x.Holder, ""), cancellationToken)
            != 1
        )
            throw new InvalidOperationException($"There is no lock {name}; the migrations make its row.");
    }
}
