using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Logging;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
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
    const int XmlCharactersMax = 16_000;

    public void Configure(EntityTypeBuilder<ProtectionKey> builder)
    {
        builder.ToTable("protection_key");
        builder.HasKey(k => k.Id);
        // A wrapped key carries the certificate that wraps it.
        builder.Property(k => k.Xml).HasMaxLength(XmlCharactersMax);
    }
}

/// <summary>
/// Keeps the keys of data protection in the hub's database. The framework asks synchronously, at most a few times a day. Once keys are
/// wrapped, one that lies in clear counts no more: it is in every older copy of the database, so what it seals proves nothing.
/// </summary>
public sealed partial class SharedKeys(HubDatabase database, HubSettings settings, TimeProvider time, ILogger<SharedKeys> log)
    : IXmlRepository
{
    const int KeysMax = 1_000;
    static readonly XName Wrapped = XName.Get("EncryptedData", "http://www.w3.org/2001/04/xmlenc#");

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = database.OpenRead(AccessScope.System("keys that protect forms"));
        var all = db.Set<ProtectionKey>().OrderBy(k => k.Made).Take(KeysMax).Select(k => k.Xml).ToList().ConvertAll(XElement.Parse);
        if (settings.Keys.CertificateFile is null)
            return all;
        var counting = all.FindAll(k => k.Name != "key" || k.Descendants(Wrapped).Any());
        if (counting.Count < all.Count)
            LeftInClear(log, all.Count - counting.Count);
        return counting;
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

    [LoggerMessage(1050, LogLevel.Warning, "{Count} keys of cookies lie in the database in clear and no longer count")]
    static partial void LeftInClear(ILogger log, int count);
}
