using System.Globalization;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using ReferralHub.Platform;

namespace ReferralHub.Intake;

/// <summary>
/// What the hub keeps with a referral and does not go by: a report, an observation, a plan. An invariant that such a resource
/// breaks is told to its sender and shown to the reviewer, and turns nobody's referral away. What the hub goes by must be right.
/// </summary>
static class KeptContent
{
    /// <summary>Types from which the hub takes who is referred, by whom, where to and whether they agreed.</summary>
    static readonly HashSet<string> GoneBy =
    [
        "Bundle",
        "MessageHeader",
        "ServiceRequest",
        "Patient",
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "HealthcareService",
        "Location",
        "Consent",
    ];

    /// <summary>Whether a fault is an invariant that a resource breaks which is only kept.</summary>
    public static bool IsOnlyKept(FhirDocument document, FhirIssue issue) =>
        issue.Code == "invariant" && FindType(document, issue.Expression) is { } type && !GoneBy.Contains(type);

    public static Problem Warn(FhirIssue issue) =>
        Problem.From(issue) with
        {
            Status = 200,
            Severity = "warning",
            Text = $"{issue.Text} The referral was taken and flagged.",
        };

    /// <summary>Type of the innermost resource that an expression leads into; null when it does not lead into one.</summary>
    static string? FindType(FhirDocument document, string expression)
    {
        var (node, type) = (document.Root, document.Root.ResourceType);
        foreach (var step in expression.Split('.').Skip(1))
        {
            var open = step.IndexOf('[', StringComparison.Ordinal);
            var (name, index) =
                open > 0 && int.TryParse(step.AsSpan(open + 1, step.Length - open - 2), NumberStyles.None, null, out var at)
                    ? (step[..open], at)
                    : (step, 0);
            if (name is not ("entry" or "resource" or "contained"))
                break;
            node = FindItem(node, name, index);
            if (!node.Exists)
                break;
            type = node.ResourceType ?? type;
        }

        return type;
    }

    static FhirNode FindItem(FhirNode node, string name, int index)
    {
        foreach (var item in node.Items(name))
            if (index-- == 0)
                return item;
        return default;
    }
}
