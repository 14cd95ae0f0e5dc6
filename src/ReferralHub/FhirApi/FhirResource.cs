using ReferralHub.Fhir;
using ReferralHub.FhirApi.Search;
using ReferralHub.Platform;

namespace ReferralHub.FhirApi;

/// <summary>A resource as this server gives it out.</summary>
/// <param name="LastUpdated">UTC; what <c>meta.lastUpdated</c> says.</param>
/// <param name="Json">The resource in UTF-8.</param>
public sealed record FhirResource(string Type, string Id, string VersionId, DateTime LastUpdated, byte[] Json)
{
    public string ETag => $"W/\"{VersionId}\"";

    /// <summary>Writes a resource that starts with its type, id and meta.</summary>
    /// <param name="profile">Canonical URL of the profile it is written to; null for none.</param>
    /// <param name="content">The rest of it, into the open object.</param>
    public static FhirResource Write(
        string type,
        string id,
        string versionId,
        DateTime lastUpdated,
        string? profile,
        Action<FhirWriter> content
    ) =>
        new(
            type,
            id,
            versionId,
            lastUpdated,
            FhirWriter.Write(writer =>
            {
                writer.Resource(type, id);
                writer.WriteStartObject("meta");
                writer.WriteString("versionId", versionId);
                writer.WriteString("lastUpdated", FhirDateTime.Instant(lastUpdated));
                if (profile is not null)
                {
                    writer.WriteStartArray("profile");
                    writer.WriteStringValue(profile);
                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
                content(writer);
                writer.WriteEndObject();
            })
        );
}

/// <summary>One page of a search.</summary>
/// <param name="Next">Cursor of the page after; null when there is none.</param>
/// <param name="Previous">Cursor of the page before; null when there is none.</param>
/// <param name="Total">Number of matches, when it was asked for.</param>
public sealed record SearchPage(IReadOnlyList<FhirResource> Items, Cursor? Next = null, Cursor? Previous = null, int? Total = null);
