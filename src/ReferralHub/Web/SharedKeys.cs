using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Web;

/// <summary>One key that protects forms and choice sessions; in the database, so that every web process reads what another wrote.</summary>
public sealed class ProtectionKey
{
    public Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Xml { get; init; }

    public DateTime Made { get; init; }
}

sealed class ProtectionKeyTable : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> builder)
    {
        builder.ToTable("protection_key");
        builder.HasKey(k => k.Id);
        builder.Property(k => k.Xml).HasMaxLength(4000);
    }
}

/// <summary>Keeps the keys of data protection in the hub's database. The framework asks synchronously, at most a few times a day.</summary>
public sealed class SharedKeys(HubDatabase database, TimeProvider time) : IXmlRepository
{
    const int KeysMax = 1_000;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = database.OpenRead();
        return [.. db.Set<ProtectionKey>().OrderBy(k => k.Made).Take(KeysMax).Select(k => k.Xml).ToList().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var now = time.UtcNow();
        database
            .WriteAsync(
                (db, _) =>
                {
                    db.Add(
                        new ProtectionKey
                        {
                            Id = EntityId.New(now),
                            Name = friendlyName,
                            Xml = element.ToString(SaveOptions.DisableFormatting),
                            Made = now,
                        }
                    );
                    return Task.CompletedTask;
                },
                CancellationToken.None
            )
            .GetAwaiter()
            .GetResult();
    }
}
