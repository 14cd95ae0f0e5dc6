using System.Text.RegularExpressions;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Prose;

/// <summary>Forms of a literal reference (R4 §2.3.0.1): within the resource, absolute, or a type and an id.</summary>
sealed partial class ReferenceRules(ProseFinding add)
{
    public void Check(PathNode reference)
    {
        if (reference.Node["reference"].Text is not { } text || text[0] == '#' || AbsoluteUri.Is(text))
            return;
        // Entries of a transaction may point to what a search finds (R4 §3.1.0.11.2).
        if (text.Contains('?', StringComparison.Ordinal))
            return;
        if (
            Relative().Match(text) is not { Success: true } parts
            || R4Schema.R4.Find(parts.Groups[1].Value) is not { Kind: SchemaKind.Resource }
        )
            add(
                reference,
                FhirSeverity.Error,
                "value",
                "A relative reference must be a resource type and an id, such as Patient/123; write anything else as an "
                    + "absolute URL or a URN."
            );
    }

    [GeneratedRegex(@"^([A-Z][A-Za-z]{1,63})/[A-Za-z0-9\-.]{1,64}(?:/_history/[A-Za-z0-9\-.]{1,64})?$")]
    private static partial Regex Relative();
}
