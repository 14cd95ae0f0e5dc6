using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Triage;

/// <summary>An interest that a practice has declared in a provider.</summary>
public sealed class DeclaredInterest
{
    public required string Practice { get; init; }

    public required string Provider { get; init; }

    /// <summary>What kind: ownership, employment, family, other.</summary>
    public required string Nature { get; init; }

    public DateOnly From { get; init; }

    /// <summary>Last day; it stays on the register for six months after that (NHS England, Managing conflicts of interest, 2017).</summary>
    public DateOnly? To { get; init; }
}

sealed class DeclaredInterestTable : IEntityTypeConfiguration<DeclaredInterest>
{
    public void Configure(EntityTypeBuilder<DeclaredInterest> builder)
    {
        builder.ToTable("declared_interest");
        builder.HasKey(i => new { i.Practice, i.Provider, i.From });
        builder.Property(i => i.Practice).HasMaxLength(12);
        builder.Property(i => i.Provider).HasMaxLength(12);
        builder.Property(i => i.Nature).HasMaxLength(40);
    }
}

/// <summary>The register of interests, kept in memory.</summary>
public sealed class InterestRegister(HubDatabase database)
{
    const int MonthsOnRegister = 6;
    ILookup<string, DeclaredInterest> byPractice = Array.Empty<DeclaredInterest>().ToLookup(i => i.Practice);

    public IEnumerable<DeclaredInterest> Of(string? practice, DateOnly date) =>
        practice is null ? [] : byPractice[practice].Where(i => i.From <= date && (i.To is null || date <= i.To.Value.AddMonths(MonthsOnRegister)));

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        byPractice = (await db.DeclaredInterests.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(i => i.Practice, StringComparer.OrdinalIgnoreCase);
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
            await database.WriteAsync(async (db, token) =>
            {
                await db.HoldLockAsync(LeaseLock.ReferenceData, token);
                await db.DeclaredInterests.ExecuteDeleteAsync(token);
                db.DeclaredInterests.AddRange(interests);
            }, cancellationToken);
        }

        await register.ReloadAsync(cancellationToken);
        return count;
    }

    static (DeclaredInterest?, string?) Read(Func<string, string> field)
    {
        if (!OdsCode.TryParse(field("practice"), out var practice)) return (null, "practice is not an ODS code");
        if (!OdsCode.TryParse(field("provider"), out var provider)) return (null, "provider is not an ODS code");
        if (!TryDate(field("from"), out var from)) return (null, "from is not a date, YYYY-MM-DD");
        DateOnly? to = null;
        if (field("to").Length > 0)
        {
            if (!TryDate(field("to"), out var end)) return (null, "to is not a date, YYYY-MM-DD");
            to = end;
        }

        return field("nature") is not { Length: > 0 and <= 40 } nature ? (null, "nature says what kind of interest it is, in at most 40 characters") : (new() { Practice = practice.Value, Provider = provider.Value, Nature = nature, From = from, To = to }, null);
    }

    static bool TryDate(string text, out DateOnly date) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
