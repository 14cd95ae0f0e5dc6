using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Databases.SqlServer;

/// <summary>The context that owns SQL Server's migrations.</summary>
public sealed class SqlServerHubDbContext(DbContextOptions<SqlServerHubDbContext> options) : HubDbContext(options)
{
    /// <summary>
    /// Every text is compared character by character, as the code and the other databases do it. By the server's default,
    /// which does not tell case, two senders' message ids could be one, and one person's link open another's referral.
    /// </summary>
    internal const string Collation = "Latin1_General_100_BIN2";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        foreach (var property in entity.GetProperties())
            if ((property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string))
                property.SetCollation(Collation);
    }
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a server.</summary>
public sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerHubDbContext>
{
    public SqlServerHubDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerHubDbContext>().UseSqlServer("Server=localhost").Options);
}
