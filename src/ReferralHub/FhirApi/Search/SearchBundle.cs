using Microsoft.AspNetCore.Http;
using ReferralHub.Fhir;
using ReferralHub.Platform;
using ReferralHub.Web.Problems;

namespace ReferralHub.FhirApi.Search;

/// <summary>Writes the Bundles that searches and histories are answered with.</summary>
static class SearchBundle
{
    public static byte[] Write(
        string type,
        SearchRequest request,
        SearchPage page,
        IReadOnlyList<FhirResource> included,
        IReadOnlyList<Problem> remarks,
        string baseUrl
    ) =>
        FhirWriter.Write(writer =>
        {
            writer.Resource("Bundle");
            writer.WriteString("type", "searchset");
            if (page.Total is { } total)
                writer.WriteNumber("total", total);
            writer.WriteStartArray("link");
            var self =
                baseUrl + "/" + type + QueryString.Create(request.Applied.Select(p => KeyValuePair.Create(p.Name, (string?)p.Value)));
            Link(writer, "self", AddCursor(self, request.Cursor));
            if (page.Next is not null)
                Link(writer, "next", AddCursor(self, page.Next));
            if (page.Previous is not null)
                Link(writer, "previous", AddCursor(self, page.Previous));
            writer.WriteEndArray();
            if (request.Count > 0 && (page.Items.Count > 0 || included.Count > 0 || remarks.Count > 0) || remarks.Count > 0)
            {
                writer.WriteStartArray("entry");
                foreach (var item in request.Count > 0 ? page.Items : [])
                    Entry(writer, item, request, "match", baseUrl);
                foreach (var item in included)
                    Entry(writer, item, request, "include", baseUrl);
                if (remarks.Count > 0)
                {
                    writer.WriteStartObject();
                    writer.WritePropertyName("resource");
                    OperationOutcomes.Write(writer, remarks);
                    Mode(writer, "outcome");
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });

    public static byte[] History(IReadOnlyList<FhirResource> versions, string baseUrl) =>
        FhirWriter.Write(writer =>
        {
            writer.Resource("Bundle");
            writer.WriteString("type", "history");
            writer.WriteNumber("total", versions.Count);
            writer.WriteStartArray("link");
            Link(writer, "self", $"{baseUrl}/{versions[0].Type}/{versions[0].Id}/_history");
            writer.WriteEndArray();
            writer.WriteStartArray("entry");
            for (var i = 0; i < versions.Count; i++)
            {
                var (version, isFirst) = (versions[i], i == versions.Count - 1);
                writer.WriteStartObject();
                writer.WriteString("fullUrl", $"{baseUrl}/{version.Type}/{version.Id}");
                writer.WritePropertyName("resource");
                writer.WriteRawValue(version.Json);
                writer.WriteStartObject("request");
                writer.WriteString("method", isFirst ? "POST" : "PUT");
                writer.WriteString("url", isFirst ? version.Type : $"{version.Type}/{version.Id}");
                writer.WriteEndObject();
                writer.WriteStartObject("response");
                writer.WriteString("status", isFirst ? "201 Created" : "200 OK");
                writer.WriteString("etag", version.ETag);
                writer.WriteString("lastModified", FhirDateTime.Instant(version.LastUpdated));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    static void Entry(FhirWriter writer, FhirResource resource, SearchRequest request, string mode, string baseUrl)
    {
        writer.WriteStartObject();
        writer.WriteString("fullUrl", $"{baseUrl}/{resource.Type}/{resource.Id}");
        writer.WritePropertyName("resource");
        writer.WriteRawValue(ResourceSubset.IsWanted(request) ? ResourceSubset.Cut(resource.Json, request) : resource.Json);
        Mode(writer, mode);
        writer.WriteEndObject();
    }

    static void Mode(FhirWriter writer, string mode)
    {
        writer.WriteStartObject("search");
        writer.WriteString("mode", mode);
        writer.WriteEndObject();
    }

    static void Link(FhirWriter writer, string relation, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("relation", relation);
        writer.WriteString("url", url);
        writer.WriteEndObject();
    }

    static string AddCursor(string url, Cursor? cursor) =>
        cursor is null ? url : $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}_cursor={cursor}";
}
