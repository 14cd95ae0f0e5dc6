using ReferralHub.FhirApi.Search;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.FhirApi;

/// <summary>A resource type of the FHIR face, given by the module that owns what it shows.</summary>
public interface IFhirResourceType
{
    /// <summary>E.g. <c>ServiceRequest</c>.</summary>
    string Type { get; }

    /// <summary>What it stands for here, for the CapabilityStatement.</summary>
    string Documentation { get; }

    /// <summary>Canonical URL of the profile that its resources conform to; null for none.</summary>
    string? Profile { get; }

    IReadOnlyList<SearchParameter> SearchParameters { get; }

    /// <summary>Names that <c>_sort</c> takes; the first is the default.</summary>
    IReadOnlyList<string> Sorts { get; }

    /// <summary>Whether whoever asks now may know of it; for others it is a type that this server does not have.</summary>
    bool IsOffered => true;

    /// <summary>Whether only some are offered it, so that it does not stand in the CapabilityStatement, which is one for all.</summary>
    bool IsRestricted => false;

    /// <summary>Whether earlier versions can be read (<c>vread</c> and <c>history</c>).</summary>
    bool HasHistory => false;

    /// <summary>The resource as it stands; null when there is none with this id.</summary>
    Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken);

    /// <summary>Those with these ids that there are, in any order, with a number of queries that does not grow with theirs.</summary>
    async Task<IReadOnlyList<FhirResource>> ReadManyAsync(
        HubDbContext db,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    ) => (await FindAsync(db, new() { Terms = [new(SearchParameter.Id, null, null, ids)], Count = ids.Count }, cancellationToken)).Items;

    /// <summary>All versions, newest first; empty when there is no such resource.</summary>
    Task<IReadOnlyList<FhirResource>> ReadHistoryAsync(HubDbContext db, string id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FhirResource>>([]);

    /// <summary>One page of those that fit.</summary>
    /// <exception cref="SearchRefusedException">A value cannot be understood, or the search would cost too much.</exception>
    Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken);
}

/// <summary>A search that cannot be answered as it was asked.</summary>
public sealed class SearchRefusedException(Problem problem) : Exception(problem.Text)
{
    public Problem Problem => problem;

    public static SearchRefusedException Value(SearchTerm term, string text) =>
        new(Problem.Malformed("search-value", $"{term.Written}: {text}"));
}
