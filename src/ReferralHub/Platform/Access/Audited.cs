using Microsoft.AspNetCore.Builder;

namespace ReferralHub.Platform.Access;

/// <summary>
/// A route or page that anybody may call and that is audited all the same: a sign-in, a token, a patient's own page. Routes with
/// an allowance for callers are audited without it.
/// </summary>
/// <param name="act">One of <see cref="AuditActs"/>; null for what the method of the request says.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AuditedAttribute(string? act = null) : Attribute
{
    public string? Act => act;
}

/// <summary>Marks routes.</summary>
public static class AuditedRoutes
{
    /// <param name="act">One of <see cref="AuditActs"/>; null for what the method of the request says.</param>
    public static TBuilder Audited<TBuilder>(this TBuilder route, string? act = null)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AuditedAttribute(act));
}
