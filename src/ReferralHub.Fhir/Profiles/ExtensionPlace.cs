using System.Text.RegularExpressions;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Profiles;

/// <summary>
/// Where an extension may stand (R4 §2.4.1.0.4, StructureDefinition.context). Contexts in FHIRPath and those that name a
/// slice are not held against anybody.
/// </summary>
static partial class ExtensionPlace
{
    public static bool IsAllowed(Profile profile, PathNode extension, PathNode holder) =>
        profile.Contexts.Count == 0 || profile.Contexts.Any(c => Fits(c, extension, holder));

    static bool Fits(ExtensionContext context, PathNode extension, PathNode holder) =>
        context.Type switch
        {
            "extension" => holder.Type?.Name == "Extension" && holder.Node["url"].Is(context.Expression),
            "element" => FitsElement(context.Expression.Replace("[x]", "", StringComparison.Ordinal), extension, holder),
            _ => true,
        };

    static bool FitsElement(string expression, PathNode extension, PathNode holder)
    {
        if (expression.Contains(':', StringComparison.Ordinal) || expression is "Element")
            return true;
        if (holder.Type is { } type && (type.IsA(expression) || (type.IsA("Element") && expression == "Element")))
            return true;
        if (R4Schema.R4.Find(expression.Split('.')[0]) is not { } owner)
            return true;
        // A path below a resource or data type: the tail of where the extension stands, from the nearest such type on.
        var tail = expression.Split('.')[1..];
        var at = extension.Node.Expression ?? "";
        at = Index().Replace(at, "").Replace("._", ".", StringComparison.Ordinal);
        var steps = at.Split('.');
        var end = Array.FindLastIndex(steps, s => s is "extension" or "modifierExtension");
        if (end < tail.Length)
            return false;
        for (var i = 0; i < tail.Length; i++)
            if (!steps[end - tail.Length + i].StartsWith(tail[i], StringComparison.Ordinal))
                return false;
        return tail.Length > 0 && Reaches(holder, owner, tail.Length);
    }

    /// <summary>Whether so many elements up stands one of that type.</summary>
    static bool Reaches(PathNode holder, SchemaType owner, int count)
    {
        var at = holder;
        for (var i = 0; i < count && at is not null; i++)
            at = at.Parent;
        return at?.Type?.IsA(owner.Name) ?? false;
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
