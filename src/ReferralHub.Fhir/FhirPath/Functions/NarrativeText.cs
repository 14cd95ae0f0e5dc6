using System.Text.RegularExpressions;
using System.Xml;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>
/// What FHIR lets a narrative hold (R4 §2.4.0.1): XHTML of formatting, tables, lists, links and images, no script, and some
/// content.
/// </summary>
static partial class NarrativeText
{
    static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "big",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "ul",
        "var",
    };

    static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "abbr",
        "accesskey",
        "align",
        "alt",
        "axis",
        "bgcolor",
        "border",
        "cellhalign",
        "cellpadding",
        "cellspacing",
        "cellvalign",
        "char",
        "charoff",
        "charset",
        "cite",
        "class",
        "colspan",
        "compact",
        "coords",
        "dir",
        "frame",
        "headers",
        "height",
        "href",
        "hreflang",
        "hspace",
        "id",
        "lang",
        "longdesc",
        "name",
        "nowrap",
        "rel",
        "rev",
        "rowspan",
        "rules",
        "scope",
        "shape",
        "span",
        "src",
        "start",
        "style",
        "summary",
        "tabindex",
        "title",
        "type",
        "valign",
        "value",
        "vspace",
        "width",
        "xmlns",
    };

    public static bool IsSafe(string text)
    {
        try
        {
            // Names of HTML entities are allowed in a narrative and unknown to XML.
            using var reader = XmlReader.Create(
                new StringReader(HtmlEntity().Replace(text, " ")),
                new XmlReaderSettings
                {
                    DtdProcessing = DtdProcessing.Ignore,
                    XmlResolver = null,
                    MaxCharactersFromEntities = 0,
                }
            );
            var hasContent = false;
            while (reader.Read())
            {
                hasContent |=
                    reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA
                    || (reader.NodeType == XmlNodeType.Element && reader.LocalName == "img");
                if (reader.NodeType != XmlNodeType.Element)
                    continue;
                if (!Elements.Contains(reader.LocalName) || (reader.Depth == 0 && reader.LocalName != "div") || !AreAttributesSafe(reader))
                    return false;
            }

            return hasContent;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    [GeneratedRegex("&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,20};")]
    private static partial Regex HtmlEntity();

    static bool AreAttributesSafe(XmlReader reader)
    {
        while (reader.MoveToNextAttribute())
        {
            var isName = Attributes.Contains(reader.LocalName) || reader.Prefix is "xmlns" or "xml";
            if (!isName || reader.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))
                return false;
        }

        reader.MoveToElement();
        return true;
    }
}
