using Microsoft.AspNetCore.Http;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Machines;

/// <summary>Which scope a system needs for which address. Roles are not asked here; every route says for itself who may call it.</summary>
static class NeededScopes
{
    /// <summary>Addresses outside FHIR, by how they begin.</summary>
    static readonly (PathString Path, string Scope)[] Others =
    [
        ("/feeds/events", SmartScopes.Events),
        ("/feeds/practices", SmartScopes.Events),
        ("/operations/api", SmartScopes.Operate),
        ("/rules", SmartScopes.Rules),
        ("/books", SmartScopes.Books),
        ("/commissioning/api", SmartScopes.Books),
    ];

    /// <summary>The scope that the caller lacks for this request; null when it has what it needs.</summary>
    public static string? FindMissing(HttpRequest request, Caller caller)
    {
        if (request.Path.StartsWithSegments("/fhir", StringComparison.OrdinalIgnoreCase, out var rest))
            return
                FindInteraction(request.Method, rest.Value?.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [])
                    is var (type, interaction)
                && !caller.MayCall(type, interaction)
                ? SmartScopes.Write(type, interaction)
                : null;
        foreach (var (path, scope) in Others)
            if (request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
                return caller.Scopes.Contains(scope) ? null : scope;
        return null;
    }

    /// <summary>
    /// What a request does with which type; null where any registered system may. A Bundle is asked entry by entry when it is read.
    /// </summary>
    static (string Type, Interactions Interaction)? FindInteraction(string method, string[] steps) =>
        (method, steps) switch
        {
            (_, []) or (_, ["metadata"]) or (_, [".well-known", ..]) => null,
            (_, ["$process-message"]) => ("ServiceRequest", Interactions.Create),
            (_, ["$validate"]) or (_, [_, "$validate"]) => null,
            ("POST", [var type, "_search"]) => (Type(type), Interactions.Search),
            (_, [var type, _, "$validate"]) => (Type(type), Interactions.Read),
            ("GET" or "HEAD", [var type]) => (Type(type), Interactions.Search),
            ("GET" or "HEAD", [var type, ..]) => (Type(type), Interactions.Read),
            ("POST", [var type]) => (Type(type), Interactions.Create),
            ("PUT", [var type, ..]) => (Type(type), Interactions.Update),
            ("DELETE", [var type, ..]) => (Type(type), Interactions.Delete),
            _ => null,
        };

    /// <summary>A type as it stands in a scope; what else stands in an address is no type, and only a scope for all covers it.</summary>
    static string Type(string step) => step.Length <= 64 && step.All(char.IsAsciiLetter) ? step : "*";
}
