using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Design;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Server.Databases.PostgreSql;

/// <summary>The context that owns PostgreSQL's migrations, and writes rows by the hundred in one round trip.</summary>
public sealed class PostgreSqlHubDbContext(DbContextOptions<PostgreSqlHubDbContext> options) : HubDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<ReferralRecord>().Property(r => r.FamilyKey).UseCollation("C");
    }

    protected override Task<int> WriteRowsAsync(IReadOnlyList<EntityEntry> entries, CancellationToken cancellationToken) =>
        PostgreSqlRows.WriteAsync(this, entries, cancellationToken);
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a running server.</summary>
public sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlHubDbContext>
{
    public PostgreSqlHubDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlHubDbContext>().UseNpgsql("Host=localhost").Options);
}
