using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ReferralHub.FhirApi;

/// <summary>
/// What a caller sends and asks for: JSON, of FHIR 4.0 where it names a version (R4 §3.1.0.1.9). Other parameters, such as BaRS's
/// <c>version</c>, are passed over.
/// </summary>
static class FhirMediaType
{
    const string VersionParameter = "fhirVersion";
    const string Version = "4.0";

    /// <summary>Whether a body of this type can be read.</summary>
    public static bool IsJson(string? contentType) => contentType?.Split(';', 2)[0] is { } type && IsJsonType(type);

    /// <summary>Whether it says no version, or this one.</summary>
    public static bool IsOfThisVersion(string? contentType) => ReadVersion(contentType ?? "") is null or Version;

    /// <summary>Whether the caller takes JSON of this version: <c>_format</c> decides, else <c>Accept</c>.</summary>
    public static bool IsAccepted(HttpRequest request)
    {
        if (request.Query["_format"].FirstOrDefault() is { Length: > 0 } format)
            return format.Contains("json", StringComparison.OrdinalIgnoreCase) && IsOfThisVersion(format);
        var accept = request.Headers.Accept.ToString();
        return accept.Length == 0 || SplitList(accept).Any(IsTaken);
    }

    static bool IsTaken(string range)
    {
        var type = range.Split(';', 2)[0].Trim();
        return (IsJsonType(type) || type is "*/*" or "application/*")
            && IsOfThisVersion(range)
            && !(
                double.TryParse(ReadParameter(range, "q"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
                && quality == 0
            );
    }

    static bool IsJsonType(string type) =>
        type.Trim().Equals("application/fhir+json", StringComparison.OrdinalIgnoreCase)
        || type.Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);

    static string? ReadVersion(string type) => ReadParameter(type, VersionParameter);

    static string? ReadParameter(string type, string name)
    {
        foreach (var parameter in type.Split(';').Skip(1))
            if (parameter.Split('=', 2) is [var key, var value] && key.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return value.Trim().Trim('"');
        return null;
    }

    /// <summary>A list with commas; none of the types asked for here has one in quotes.</summary>
    static string[] SplitList(string header) => header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
