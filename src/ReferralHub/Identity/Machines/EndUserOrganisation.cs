using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Identity.Machines;

/// <summary>
/// The header by which BaRS says for which organisation a request is made: an Organization in JSON, in base64. It counts for nothing by
/// itself; where it says something else than the token, one of them is wrong.
/// </summary>
static class EndUserOrganisation
{
    public const string Header = "NHSD-End-User-Organisation";
    const int BytesMax = 8 * 1024;

    /// <summary>ODS codes of the header; null without one, empty where it cannot be read.</summary>
    public static IReadOnlyList<string>? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
            return null;
        if (values is not [{ Length: > 0 and <= BytesMax } text])
            return [];
        // Some send base64, some base64url, with padding or without.
        if (PublicKey.Decode(text.Trim().TrimEnd('=').Replace('+', '-').Replace('/', '_')) is not { } bytes)
            return [];
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 16 });
            return ReadCodes(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    static List<string> ReadCodes(JsonElement organisation)
    {
        var codes = new List<string>();
        if (
            organisation.ValueKind != JsonValueKind.Object
            || !organisation.TryGetProperty("identifier", out var identifiers)
            || identifiers.ValueKind != JsonValueKind.Array
        )
            return codes;
        foreach (var identifier in identifiers.EnumerateArray())
            if (
                identifier.ValueKind == JsonValueKind.Object
                && IdentifierSystem.Same(Text(identifier, "system"), FhirSystems.OdsOrganisation)
                && OdsCode.TryParse(Text(identifier, "value"), out var code)
            )
                codes.Add(code.Value);
        return codes;
    }

    static string? Text(JsonElement from, string member) =>
        from.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
