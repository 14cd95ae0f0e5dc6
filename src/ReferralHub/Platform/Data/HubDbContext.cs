using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Platform.Data;

/// <summary>
/// The one context. Modules bring their tables as IEntityTypeConfiguration classes; the conventions that let three
/// databases agree stand here. Each provider derives its own context, which owns that provider's migrations.
/// </summary>
public abstract class HubDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Whose rows it finds. What the transactions of <see cref="HubDatabase.WriteAsync{T}"/> read is not narrowed.</summary>
    public AccessScope Scope { get; init; } = AccessScope.Centre;

    internal IReadOnlyList<string> ScopePractices => Scope.Practices;

    internal IReadOnlyList<string> ScopeProviders => Scope.Providers;

    internal Guid ScopeReferral => Scope.Referral ?? Guid.Empty;

    /// <summary>Looks at what is about to be written, and may refuse it.</summary>
    internal Func<IReadOnlyList<EntityEntry>, CancellationToken, Task>? BeforeSave { get; set; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<string>().HaveMaxLength(400);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(HubDbContext).Assembly);
        if (!Scope.IsAll)
            ScopeRules.Current.AddTo(modelBuilder, this);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (type.IsEnum)
                {
                    property.SetProviderClrType(typeof(string));
                    property.SetMaxLength(24);
                }
            }

            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => SnakeCase(p.Name)))}");
        }
    }

    /// <summary>Saves through <see cref="RowWriter"/>; only deletions, which no hot path has, go EF's own way.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is null)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        var entries = new List<EntityEntry>();
        var deletes = false;
        foreach (var entry in ChangeTracker.Entries()) // finds out first what has changed
        {
            deletes |= entry.State == EntityState.Deleted;
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
                entries.Add(entry);
        }

        if (BeforeSave is { } look)
            await look(entries, cancellationToken);
        if (deletes)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        var written = await WriteRowsAsync(entries, cancellationToken);
        if (acceptAllChangesOnSuccess)
            ChangeTracker.AcceptAllChanges();
        return written;
    }

    /// <summary>Writes added and changed rows within the open transaction; returns how many. A provider may have a faster way.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A row changed underneath.</exception>
    protected virtual Task<int> WriteRowsAsync(IReadOnlyList<EntityEntry> entries, CancellationToken cancellationToken) =>
        Task.FromResult(RowWriter.Write(this, entries));

    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    sealed class UtcConverter()
        : ValueConverter<DateTime, DateTime>(value => value, value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
