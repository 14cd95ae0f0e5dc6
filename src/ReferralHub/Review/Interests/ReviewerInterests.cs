using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Triage;

namespace ReferralHub.Review.Interests;

/// <summary>
/// Who must not decide about which specialty: a reviewer with an interest in a provider that the referral could go to.
/// Kept in memory, loaded from <c>reviewer-interests.csv</c>: reviewer, provider, nature, from, to.
/// </summary>
public sealed class ReviewerInterests(HubDatabase database, IEnumerable<ITriageDirectory> directories) : IReferenceDataLoader
{
    const string FileName = "reviewer-interests.csv";
    ILookup<string, ReviewerInterest> byReviewer = Array.Empty<ReviewerInterest>().ToLookup(i => i.Reviewer);

    /// <summary>The interest that keeps a reviewer from deciding about a specialty; null when there is none.</summary>
    public ReviewerInterest? FindAgainst(string reviewer, string? specialty, DateOnly date)
    {
        if (specialty is null)
            return null;
        var held = FindInForce(reviewer, date).ToList();
        return held.Count == 0
            ? null
            : held.Find(i => directories.Any(d => d.FindProviders(specialty).Contains(i.Provider, StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>Specialties about which a reviewer must not decide.</summary>
    public IReadOnlyList<string> ListBarred(string reviewer, DateOnly date) =>
        FindInForce(reviewer, date).Any()
            ? [.. TreatmentFunction.All.Select(f => f.Code).Where(code => FindAgainst(reviewer, code, date) is not null)]
            : [];

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        var count = 0;
        if (File.Exists(path))
        {
            var interests = CsvFile.Read(path, ["reviewer", "provider", "nature", "from"], Read);
            count = interests.Count;
            await database.WriteAsync(
                async (db, token) =>
                {
                    await db.HoldLockAsync(LeaseLock.ReferenceData, token);
                    await db.Set<ReviewerInterest>().ExecuteDeleteAsync(token);
                    db.Set<ReviewerInterest>().AddRange(interests);
                },
                cancellationToken
            );
        }

        await using var db = database.OpenRead();
        byReviewer = (await db.Set<ReviewerInterest>().AsNoTracking().ToListAsync(cancellationToken)).ToLookup(
            i => i.Reviewer,
            StringComparer.Ordinal
        );
        return count;
    }

    IEnumerable<ReviewerInterest> FindInForce(string reviewer, DateOnly date) => byReviewer[reviewer].Where(i => i.CountsOn(date));

    static (ReviewerInterest?, string?) Read(Func<string, string> field)
    {
        if (field("reviewer") is not { Length: > 0 and <= ReviewLimits.NameCharactersMax } reviewer)
            return (null, "reviewer is the name under which decisions are signed");
        if (!OdsCode.TryParse(field("provider"), out var provider))
            return (null, "provider is not an ODS code");
        var (from, to, nature, fault) = Interest.ReadTerms(field);
        return fault is not null
            ? (null, fault)
            : (
                new()
                {
                    Reviewer = reviewer,
                    Provider = provider.Value,
                    Nature = nature,
                    From = from,
                    To = to,
                },
                null
            );
    }
}
