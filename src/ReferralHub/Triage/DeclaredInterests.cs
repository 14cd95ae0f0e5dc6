using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Triage;

/// <summary>An interest that a practice has declared in a provider.</summary>
public sealed class DeclaredInterest : Interest
{
    public required string Practice { get; init; }
}

sealed class DeclaredInterestTable : IEntityTypeConfiguration<DeclaredInterest>
{
    public void Configure(EntityTypeBuilder<DeclaredInterest> builder)
    {
        builder.ToTable("declared_interest");
        builder.HasKey(i => new
        {
            i.Practice,
            i.Provider,
            i.From,
        });
        builder.Property(i => i.Practice).HasMaxLength(12);
        builder.Property(i => i.Provider).HasMaxLength(12);
        builder.Property(i => i.Nature).HasMaxLength(Interest.NatureCharactersMax);
    }
}

/// <summary>The register of interests, kept in memory.</summary>
public sealed class InterestRegister(HubDatabase database)
{
    ILookup<string, DeclaredInterest> byPractice = Array.Empty<DeclaredInterest>().ToLookup(i => i.Practice);

    public IEnumerable<DeclaredInterest> FindInForce(string? practice, DateOnly date) =>
        practice is null ? [] : byPractice[practice].Where(i => i.CountsOn(date));

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        byPractice = (await db.DeclaredInterests.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(
            i => i.Practice,
            StringComparer.OrdinalIgnoreCase
        );
    }
}

/// <summary>Loads <c>interests.csv</c>: practice, provider, nature, from, to.</summary>
sealed class InterestLoader(HubDatabase database, InterestRegister register) : IReferenceDataLoader
{
    const string FileName = "interests.csv";

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        var count = 0;
        if (File.Exists(path))
        {
            var interests = CsvFile.Read(path, ["practice", "provider", "nature", "from"], Read);
            count = interests.Count;
            await database.WriteAsync(
                async (db, token) =>
                {
                    await db.HoldLockAsync(LeaseLock.ReferenceData, token);
                    await db.DeclaredInterests.ExecuteDeleteAsync(token);
                    db.DeclaredInterests.AddRange(interests);
                },
                cancellationToken
            );
        }

        await register.ReloadAsync(cancellationToken);
        return count;
    }

    static (DeclaredInterest?, string?) Read(Func<string, string> field)
    {
        if (!OdsCode.TryParse(field("practice"), out var practice))
            return (null, "practice is not an ODS code");
        if (!OdsCode.TryParse(field("provider"), out var provider))
            return (null, "provider is not an ODS code");
        var (from, to, nature, fault) = Interest.ReadTerms(field);
        return fault is not null
            ? (null, fault)
            : (
                new()
                {
                    Practice = practice.Value,
                    Provider = provider.Value,
                    Nature = nature,
                    From = from,
                    To = to,
                },
                null
            );
    }
}
