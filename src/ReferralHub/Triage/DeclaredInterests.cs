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

    internal const int NatureCharactersMax = 40;
    const int MonthsOnRegister = 6;

    /// <summary>Whether an interest stands on the register on a day.</summary>
    internal static bool Counts(DateOnly from, DateOnly? to, DateOnly date) => from <= date && (to is null || date <= to.Value.AddMonths(MonthsOnRegister));

    /// <summary>What every register says of an interest: since when, until when, of what nature; or what is wrong with the row.</summary>
    internal static (DateOnly From, DateOnly? To, string Nature, string? Fault) ReadTerms(Func<string, string> field)
    {
        if (!TryDate(field("from"), out var from)) return (default, null, "", "from is not a date, YYYY-MM-DD");
        DateOnly? to = null;
        if (field("to").Length > 0)
        {
            if (!TryDate(field("to"), out var end)) return (default, null, "", "to is not a date, YYYY-MM-DD");
            to = end;
        }

        return field("nature") is { Length: > 0 and <= NatureCharactersMax } nature
            ? (from, to, nature, null)
            : (default, null, "", $"nature says what kind of interest it is, in at most {NatureCharactersMax} characters");
    }

    static bool TryDate(string text, out DateOnly date) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}

sealed class DeclaredInterestTable : IEntityTypeConfiguration<DeclaredInterest>
{
    public void Configure(EntityTypeBuilder<DeclaredInterest> builder)
    {
        builder.ToTable("declared_interest");
        builder.HasKey(i => new { i.Practice, i.Provider, i.From });
        builder.Property(i => i.Practice).HasMaxLength(12);
        builder.Property(i => i.Provider).HasMaxLength(12);
        builder.Property(i => i.Nature).HasMaxLength(DeclaredInterest.NatureCharactersMax);
    }
}

/// <summary>The register of interests, kept in memory.</summary>
public sealed class InterestRegister(HubDatabase database)
{
    ILookup<string, DeclaredInterest> byPractice = Array.Empty<DeclaredInterest>().ToLookup(i => i.Practice);

    public IEnumerable<DeclaredInterest> Of(string? practice, DateOnly date) =>
        practice is null ? [] : byPractice[practice].Where(i => DeclaredInterest.Counts(i.From, i.To, date));

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
        var (from, to, nature, fault) = DeclaredInterest.ReadTerms(field);
        return fault is not null ? (null, fault) : (new() { Practice = practice.Value, Provider = provider.Value, Nature = nature, From = from, To = to }, null);
    }
}
