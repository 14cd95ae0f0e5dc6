using System.Text.RegularExpressions;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Prose;

/// <summary>What R4 says of single values: URIs, attachments, narratives, identifiers, codings and extensions.</summary>
sealed partial class ValueRules(DefinitionSet definitions, ProseFinding add)
{
    const string UriIdentifiers = "urn:ietf:rfc:3986";
    const string Xhtml = "http://www.w3.org/1999/xhtml";

    public void Check(PathNode node)
    {
        switch (node.Type?.Name)
        {
            case "uri" or "url" or "canonical" or "oid" or "uuid":
                CheckUri(node);
                break;
            case "xhtml":
                CheckNarrative(node);
                break;
            case "Attachment":
                CheckAttachment(node);
                break;
            case "Identifier":
                CheckIdentifier(node);
                break;
            case "Coding":
                CheckCoding(node);
                break;
        }
    }

    /// <summary>R4 §2.24.0.1, uri: a UUID is written in lower case; one that is none, or an OID that is none, points nowhere.</summary>
    void CheckUri(PathNode node)
    {
        if (node.Node.Text is not { } uri)
            return;
        var kind =
            uri.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? "uuid"
            : uri.StartsWith("urn:oid:", StringComparison.OrdinalIgnoreCase) ? "oid"
            : null;
        if (
            kind is not null
            && node.Type!.Name != kind
            && PrimitiveFormat.Fault(kind, System.Text.Encoding.UTF8.GetBytes(uri)) is { } wanted
        )
            Error(node, "value", $"What begins with urn:{kind}: must be {wanted}.");
        else if (uri.StartsWith("uuid:", StringComparison.Ordinal) || uri.StartsWith("oid:", StringComparison.Ordinal))
            Error(node, "value", "UUIDs and OIDs are written with urn: before them.");
    }

    /// <summary>R4 §2.24.0.12: the size is that of the data in bytes, before they were written in base64.</summary>
    void CheckAttachment(PathNode node)
    {
        var (data, size) = (node.Node["data"], node.Node["size"]);
        if (data.Text is not { } text || !size.Exists || !size.Json.TryGetInt64(out var said))
            return;
        var length = Length(text);
        if (length != said)
            Error(node, "value", $"The attachment says that it has {said} bytes; its data have {length}.");
    }

    static long Length(string base64)
    {
        var (characters, padding) = (0L, 0L);
        foreach (var c in base64)
        {
            characters += char.IsWhiteSpace(c) ? 0 : 1;
            padding += c == '=' ? 1 : 0;
        }

        return (characters / 4 * 3) - padding;
    }

    /// <summary>
    /// R4 §2.4.0: a narrative is XML, in the namespace of XHTML. XML knows five entities by name, and HTML's others are written
    /// as numbers.
    /// </summary>
    void CheckNarrative(PathNode node)
    {
        if (node.Node.Text is not { } div)
            return;
        if (HtmlEntity().Match(div) is { Success: true } entity)
            Error(node, "invalid", $"The narrative is XML, which has no entity {entity.Value}; write the character itself or its number.");
        if (!FirstTag(div).Contains(Xhtml, StringComparison.Ordinal))
            Error(node, "invalid", $"The div of a narrative must be in the namespace {Xhtml}.");
    }

    /// <summary>R4 §2.24.0.11: the system is absolute; a value whose system says that it is a URI is one.</summary>
    void CheckIdentifier(PathNode node)
    {
        var system = node.Node["system"].Text;
        if (system is not null && !AbsoluteUri.Is(system))
            Error(node, "value", "The system of an identifier must be an absolute URI.");
        if (system == UriIdentifiers && node.Node["value"].Text is { } value && !AbsoluteUri.Is(value))
            Error(node, "value", $"An identifier with the system {UriIdentifiers} must have an absolute URI as its value.");
    }

    /// <summary>R4 §2.24.0.5: the system is absolute and names a code system; the code is one of its codes.</summary>
    void CheckCoding(PathNode node)
    {
        if (node.Node["system"].Text is not { } system)
            return;
        if (!AbsoluteUri.Is(system))
        {
            Error(node, "value", "The system of a coding must be an absolute URI.");
            return;
        }

        if (definitions.Find("CodeSystem", system) is null)
        {
            if (definitions.Find("ValueSet", system) is not null)
                Error(node, "value", "The system of a coding names a value set; it must name the code system that the code is from.");
            return;
        }

        if (node.Node["code"].Text is not { } code || definitions.FindSystem(system) is not { IsComplete: true } known || known.Has(code))
            return;
        // Code systems under hl7.org are as old as R4; those of terminology.hl7.org go on growing.
        var isFixed = !system.StartsWith("http://terminology.hl7.org/", StringComparison.Ordinal);
        add(
            node,
            isFixed ? FhirSeverity.Error : FhirSeverity.Warning,
            "code-invalid",
            isFixed ? $"The code system {system} has no such code." : $"The code system {system} has no such code in R4."
        );
    }

    void Error(PathNode at, string code, string text) => add(at, FhirSeverity.Error, code, text);

    [GeneratedRegex("&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,20};")]
    private static partial Regex HtmlEntity();

    static ReadOnlySpan<char> FirstTag(string xml)
    {
        var from = xml.IndexOf('<', StringComparison.Ordinal);
        var to = from < 0 ? -1 : xml.IndexOf('>', from);
        return to < 0 ? "" : xml.AsSpan(from, to - from);
    }
}
