using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Choice;

/// <summary>A service that a patient may choose, as the directory files describe it.</summary>
public sealed class DirectoryService
{
    /// <summary>Id of the HealthcareService.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>ODS code of the organisation that provides it.</summary>
    public required string Provider { get; set; }

    public required string ProviderName { get; set; }

    /// <summary>ODS site code or name of the place.</summary>
    public string? Site { get; set; }

    public string? SiteName { get; set; }

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    /// <summary>Three-digit specialty codes, space-separated.</summary>
    public required string Specialties { get; set; }

    public int? AgeFrom { get; set; }

    /// <summary>Oldest age that is seen, in whole years.</summary>
    public int? AgeTo { get; set; }

    /// <summary>male or female when only that sex is seen.</summary>
    public string? Sex { get; set; }

    /// <summary>Priorities that are taken, space-separated FHIR codes; empty means all.</summary>
    public string PrioritiesTaken { get; set; } = "";

    /// <summary>Typical days from referral to first appointment; null when the provider does not say.</summary>
    public int? WaitDays { get; set; }

    public DateOnly? WaitAsOf { get; set; }

    /// <summary>Whether it can take another referral now.</summary>
    public bool HasCapacity { get; set; } = true;

    /// <summary>
    /// First attendance, in pence, from the directory's prices at the last load; null when none is loaded. It counts while the
    /// commissioning arrangements have no prices.
    /// </summary>
    public long? PricePence { get; set; }

    /// <summary>Where the provider takes FHIR messages.</summary>
    public string? Endpoint { get; set; }

    public string? Telephone { get; set; }

    public bool Active { get; set; } = true;
}

sealed class DirectoryServiceTable : IEntityTypeConfiguration<DirectoryService>
{
    public void Configure(EntityTypeBuilder<DirectoryService> builder)
    {
        builder.ToTable("directory_service");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).HasMaxLength(64);
    }
}

/// <summary>A directory entry in the form that choosing needs; read once, kept in memory.</summary>
public sealed record ServiceOption(
    string Id,
    string Name,
    string Provider,
    string ProviderName,
    string? Site,
    string? SiteName,
    Place? Place,
    IReadOnlyList<string> Specialties,
    int? AgeFrom,
    int? AgeTo,
    string? Sex,
    IReadOnlyList<Priority> Priorities,
    int? WaitDays,
    DateOnly? WaitAsOf,
    bool HasCapacity,
    long? PricePence,
    string? Endpoint,
    string? Telephone
)
{
    public static ServiceOption FromDirectory(DirectoryService s) =>
        new(
            s.Id,
            s.Name,
            s.Provider,
            s.ProviderName,
            s.Site,
            s.SiteName,
            s.Latitude is { } latitude && s.Longitude is { } longitude ? new Place(latitude, longitude) : null,
            s.Specialties.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            s.AgeFrom,
            s.AgeTo,
            s.Sex,
            [
                .. s
                    .PrioritiesTaken.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(c => Kernel.Priorities.TryParse(c, out var p) ? p : Priority.Routine),
            ],
            s.WaitDays,
            s.WaitAsOf,
            s.HasCapacity,
            s.PricePence,
            s.Endpoint,
            s.Telephone
        );
}

/// <summary>The directory of services as it stands, grouped by specialty.</summary>
public sealed class ServiceDirectory(HubDatabase database, TimeProvider time)
{
    ILookup<string, ServiceOption> bySpecialty = Array.Empty<ServiceOption>().ToLookup(_ => "");
    Dictionary<string, ServiceOption> byId = [];

    /// <summary>When it was read last, UTC.</summary>
    public DateTime LoadedAt { get; private set; } = time.UtcNow();

    public IReadOnlyCollection<ServiceOption> All => byId.Values;

    public IEnumerable<ServiceOption> FindBySpecialty(string specialty) => bySpecialty[specialty];

    public ServiceOption? Find(string id) => byId.GetValueOrDefault(id);

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("the directory is the same for everybody"));
        var services = (await db.DirectoryServices.Where(s => s.Active).ToListAsync(cancellationToken)).ConvertAll(
            ServiceOption.FromDirectory
        );
        bySpecialty = services.SelectMany(s => s.Specialties.Select(code => (code, s))).ToLookup(p => p.code, p => p.s);
        byId = services.ToDictionary(s => s.Id);
        LoadedAt = time.UtcNow();
    }
}
