using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

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
        var interests = await ReferenceRows.ReadAllAsync<DeclaredInterest>(database, cancellationToken);
        byPractice = interests.ToLookup(i => i.Practice, StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>Loads <c>interests.csv</c>: practice, provider, nature, from, to.</summary>
sealed class InterestLoader(HubDatabase database, InterestRegister register) : IReferenceDataLoader
{
    static readonly ReferenceTable<DeclaredInterest> File = new(
        "interests.csv",
        ["practice", "provider", "nature", "from"],
        Read,
        i => $"the interest of {i.Practice} in {i.Provider} from {i.From:yyyy-MM-dd}"
    );

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var count = await File.LoadAsync(database, folder, cancellationToken);
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
