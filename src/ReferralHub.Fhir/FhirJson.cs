using System.Text.Json;
using System.Text.Unicode;

namespace ReferralHub.Fhir;

/// <summary>
/// Reads FHIR R4 JSON strictly and without loss: the bytes are kept, and nodes are views on them.
/// What is refused: too large, too many items, invalid UTF-8, not JSON, nesting too deep, duplicate property names, text that is not
/// valid Unicode or holds control characters FHIR forbids (R4 §2.24.0.1 string), no <c>resourceType</c>.
/// </summary>
public static class FhirJson
{
    static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Reads one resource. Exactly one of the two results is not null.</summary>
    /// <param name="json">UTF-8 bytes; a byte order mark is skipped. They must not change while the document is in use.</param>
    /// <param name="limits">Bounds; <see cref="ReadLimits.Default"/> when null.</param>
    /// <param name="cancellation">Ends checks of the document when nobody waits for them any more.</param>
    public static (FhirDocument? Document, ReadProblem? Problem) Read(
        ReadOnlyMemory<byte> json,
        ReadLimits? limits = null,
        CancellationToken cancellation = default
    )
    {
        limits ??= ReadLimits.Default;
        if (json.Span.StartsWith(ByteOrderMark))
            json = json[3..];
        if (json.Length == 0)
            return (null, new(ReadProblemKind.Empty, "structure", "The body is empty; a FHIR resource in JSON was expected."));
        if (json.Length > limits.BytesMax)
            return (
                null,
                new(
                    ReadProblemKind.TooLarge,
                    "too-long",
                    FormattableString.Invariant($"The document has {json.Length:N0} bytes; at most {limits.BytesMax:N0} are accepted.")
                )
            );
        if (!Utf8.IsValid(json.Span))
            return (null, Diagnosis.InvalidUtf8(json.Span));
        // Escapes are the only way left to bring in lone surrogates and control characters, so only documents that have any pay for this.
        if (json.Span.IndexOf("\\u"u8) >= 0 && Diagnosis.FindInvalidText(json.Span, limits) is { } invalidText)
            return (null, invalidText);

        if (ItemCount.FindTooMany(json.Span, limits) is { } tooMany)
            return (null, tooMany);

        JsonDocument parsed;
        try
        {
            parsed = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = limits.DepthMax, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return (null, Diagnosis.Explain(json.Span, limits));
        }

        var document = new FhirDocument(parsed, json, cancellation);
        if (document.Root.ResourceType is null)
        {
            parsed.Dispose();
            return (
                null,
                new(ReadProblemKind.NotAResource, "structure", "The JSON is not a FHIR resource: it is not an object with a resourceType.")
            );
        }

        if (document.Root.ResourceType == "Bundle" && document.Root["entry"].Count > limits.BundleEntriesMax)
        {
            parsed.Dispose();
            return (null, ItemCount.DescribeEntries(limits));
        }

        return (document, null);
    }

    /// <summary>Reads JSON that is no resource, such as the manifest of a package.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    internal static FhirDocument ReadPlain(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith(ByteOrderMark))
            json = json[3..];
        return new(JsonDocument.Parse(json), json);
    }
}
