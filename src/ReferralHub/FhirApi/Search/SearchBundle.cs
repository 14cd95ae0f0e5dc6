using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;
using ReferralHub.Web.Problems;

namespace ReferralHub.FhirApi.Search;

/// <summary>Writes the Bundles that searches and histories are answered with; what they hold has been written before.</summary>
static class SearchBundle
{
    public static byte[] Write(
        string type,
        SearchRequest request,
        SearchPage page,
        IReadOnlyList<FhirResource> included,
        IReadOnlyList<Problem> remarks,
        string baseUrl
    )
    {
        var self = baseUrl + "/" + type + QueryString.Create(request.Applied.Select(p => KeyValuePair.Create(p.Name, (string?)p.Value)));
        var bundle = new R4.Bundle
        {
            Type = R4.Bundle.BundleType.Searchset,
            Total = page.Total,
            Link = [CreateLink("self", AddCursor(self, request.Cursor))],
        };
        if (page.Next is not null)
            bundle.Link.Add(CreateLink("next", AddCursor(self, page.Next)));
        if (page.Previous is not null)
            bundle.Link.Add(CreateLink("previous", AddCursor(self, page.Previous)));
        if (request.Count > 0)
        {
            bundle.Entry.AddRange(page.Items.Select(i => CreateEntry(i, request, R4.Bundle.SearchEntryMode.Match, baseUrl)));
            bundle.Entry.AddRange(included.Select(i => CreateEntry(i, request, R4.Bundle.SearchEntryMode.Include, baseUrl)));
        }

        if (remarks.Count > 0)
            bundle.Entry.Add(
                new()
                {
                    Resource = OperationOutcomes.Create(remarks),
                    Search = new() { Mode = R4.Bundle.SearchEntryMode.Outcome },
                }
            );
        return R4Json.Write(bundle);
    }

    public static byte[] History(IReadOnlyList<FhirResource> versions, string baseUrl) =>
        R4Json.Write(
            new R4.Bundle
            {
                Type = R4.Bundle.BundleType.History,
                Total = versions.Count,
                Link = [CreateLink("self", $"{baseUrl}/{versions[0].Type}/{versions[0].Id}/_history")],
                Entry = [.. versions.Select((version, i) => CreateVersion(version, isFirst: i == versions.Count - 1, baseUrl))],
            }
        );

    static R4.Bundle.EntryComponent CreateVersion(FhirResource version, bool isFirst, string baseUrl) =>
        new R4.Bundle.EntryComponent
        {
            FullUrl = $"{baseUrl}/{version.Type}/{version.Id}",
            Request = new()
            {
                Method = isFirst ? R4.Bundle.HTTPVerb.POST : R4.Bundle.HTTPVerb.PUT,
                Url = isFirst ? version.Type : $"{version.Type}/{version.Id}",
            },
            Response = new()
            {
                Status = isFirst ? "201 Created" : "200 OK",
                Etag = version.ETag,
                LastModifiedElement = R4Values.Instant(version.LastUpdated),
            },
        }.Copy("resource", new(version.Json));

    static R4.Bundle.EntryComponent CreateEntry(
        FhirResource resource,
        SearchRequest request,
        R4.Bundle.SearchEntryMode mode,
        string baseUrl
    ) =>
        new R4.Bundle.EntryComponent
        {
            FullUrl = $"{baseUrl}/{resource.Type}/{resource.Id}",
            Search = new() { Mode = mode },
        }.Copy("resource", new(ResourceSubset.IsWanted(request) ? ResourceSubset.Cut(resource.Json, request) : resource.Json));

    // R4 has a string there, later versions a code; the library's one class has a property for each.
    static R4.Bundle.LinkComponent CreateLink(string relation, string url) => new() { RelationString = relation, Url = url };

    static string AddCursor(string url, Cursor? cursor) =>
        cursor is null ? url : $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}_cursor={cursor}";
}
