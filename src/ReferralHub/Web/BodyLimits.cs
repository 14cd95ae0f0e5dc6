using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;

namespace ReferralHub.Web;

/// <summary>How much a request may bring. The FHIR interface reads with a limit of its own.</summary>
public static class BodyLimits
{
    /// <summary>What is larger than may be attached still gets its form back with a sentence, up to this.</summary>
    public const int BytesMax = 32 * 1024 * 1024;

    /// <summary>JSON for the hub's own interfaces stands in memory as a whole.</summary>
    const int JsonBytesMax = 1024 * 1024;

    public static TBuilder TakesJson<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new RequestSizeLimitAttribute(JsonBytesMax));
}
