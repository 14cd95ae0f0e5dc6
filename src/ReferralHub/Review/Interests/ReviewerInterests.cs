using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Triage;

namespace ReferralHub.Review.Interests;

/// <summary>
/// Who must not decide about which specialty: a reviewer with an interest in a provider that the referral could go to.
/// Kept in memory, loaded from <c>reviewer-interests.csv</c>: reviewer, provider, nature, from, to.
/// </summary>
public sealed class ReviewerInterests(HubDatabase database, IEnumerable<ITriageDirectory> directories) : IReferenceDataLoader
{
    static readonly ReferenceTable<ReviewerInterest> File = new(
        "reviewer-interests.csv",
        ["reviewer", "provider", "nature", "from"],
        Read,
        i => $"the interest of {i.Reviewer} in {i.Provider} from {i.From:yyyy-MM-dd}"
    );

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
        var count = await File.LoadAsync(database, folder, cancellationToken);
        var interests = await ReferenceRows.ReadAllAsync<ReviewerInterest>(database, cancellationToken);
        byReviewer = interests.ToLookup(i => i.Reviewer, StringComparer.Ordinal);
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
