using System.Linq.Expressions;
using ReferralHub.FhirApi.Search;
using ReferralHub.Journey;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Resources;

/// <summary>In which order a search gives referrals, and where its pages begin.</summary>
static class ReferralOrder
{
    public static IQueryable<ReferralJourney> Sort(IQueryable<ReferralJourney> journeys, SearchRequest request, bool isBackward)
    {
        var isDescending = request.Sort.IsDescending != isBackward;
        if (FindSortKey(request.Sort.Name) is not { } key)
        {
            if (request.Cursor is { } at && Guid.TryParse(at.Id, out var after))
                journeys = isDescending ? journeys.Where(j => j.Id < after) : journeys.Where(j => j.Id > after);
            return isDescending ? journeys.OrderByDescending(j => j.Id) : journeys.OrderBy(j => j.Id);
        }

        return journeys.Page(key, j => j.Id, request.Cursor?.PageKey, isDescending);
    }

    static Expression<Func<ReferralJourney, DateTime>>? FindSortKey(string sort) =>
        sort switch
        {
            "_lastUpdated" or "modified" => j => j.Updated,
            "authored" => j => j.Authored,
            "authored-on" => j => j.Received,
            _ => null,
        };

    /// <summary>Where the page before or after goes on from this journey.</summary>
    public static Cursor FindCursor(ReferralJourney journey, SearchRequest request, bool isBackward) =>
        new(isBackward, FindSortKey(request.Sort.Name) is { } key ? Cursor.FormatKey(key.Compile()(journey)) : "", journey.Id.ToString());
}
