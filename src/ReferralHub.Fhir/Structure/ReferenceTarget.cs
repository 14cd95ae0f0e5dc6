using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Structure;

/// <summary>What a Reference points to, and whether the element it stands in may point to that.</summary>
static class ReferenceTarget
{
    /// <summary>
    /// The resource type that <c>Reference.type</c> names, or else a literal reference by <c>Type/id</c> at its end; null when
    /// neither tells.
    /// </summary>
    public static string? Named(string? type, string? reference)
    {
        if (type is not null || reference is null)
            return type;
        var parts = reference.Split("/_history/")[0].Split('/');
        return parts.Length >= 2 ? parts[^2] : null;
    }

    public static bool Fits(SchemaTypeUse use, string target) =>
        use.Targets.Count == 0
        || use.Targets.Contains("Resource")
        || R4Schema.R4.Find(target) is not { Kind: SchemaKind.Resource }
        || use.Targets.Contains(target);
}
