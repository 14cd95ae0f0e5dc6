using ReferralHub.FhirApi.Search;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.FhirApi;

/// <summary>A resource as this server gives it out.</summary>
/// <param name="LastUpdated">UTC; what <c>meta.lastUpdated</c> says.</param>
/// <param name="Json">The resource in UTF-8.</param>
public sealed record FhirResource(string Type, string Id, string VersionId, DateTime LastUpdated, byte[] Json)
{
    /// <summary>The referral or patient that it is about, for the audit; null for what is about none.</summary>
    public AuditSubject? About { get; init; }

    public string ETag => $"W/\"{VersionId}\"";

    /// <summary>Writes a resource that has its id; its meta is made here.</summary>
    /// <param name="profile">Canonical URL of the profile it is written to; null for none.</param>
    /// <exception cref="ArgumentException">The resource has no id.</exception>
    public static FhirResource Write(R4.Resource resource, string versionId, DateTime lastUpdated, string? profile = null)
    {
        var id = resource.Id ?? throw new ArgumentException($"A {resource.TypeName} that is given out needs its id.", nameof(resource));
        return new(resource.TypeName, id, versionId, lastUpdated, R4Json.Write(resource.WithMeta(versionId, lastUpdated, profile)));
    }
}

/// <summary>One page of a search.</summary>
/// <param name="Next">Cursor of the page after; null when there is none.</param>
/// <param name="Previous">Cursor of the page before; null when there is none.</param>
/// <param name="Total">Number of matches, when it was asked for.</param>
public sealed record SearchPage(IReadOnlyList<FhirResource> Items, Cursor? Next = null, Cursor? Previous = null, int? Total = null);
