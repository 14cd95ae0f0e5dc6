using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using ReferralHub.Intake;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Databases.SqlServer;

/// <summary>The context that owns SQL Server's migrations.</summary>
public sealed class SqlServerHubDbContext(DbContextOptions<SqlServerHubDbContext> options) : HubDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Compared byte by byte, as on the other databases; names are found by their beginning in capitals.
        modelBuilder.Entity<ReferralRecord>().Property(r => r.FamilyKey).UseCollation("Latin1_General_100_BIN2_UTF8");
    }
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a server.</summary>
public sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerHubDbContext>
{
    public SqlServerHubDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerHubDbContext>().UseSqlServer("Server=localhost").Options);
}
