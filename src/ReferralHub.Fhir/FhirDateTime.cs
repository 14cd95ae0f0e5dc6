using System.Globalization;

namespace ReferralHub.Fhir;

/// <summary>
/// FHIR date and dateTime primitives (R4 §2.24.0.1): YYYY, YYYY-MM, YYYY-MM-DD or a full instant with zone.
/// </summary>
public static class FhirDateTime
{
    /// <summary>Reads a full date; partial dates give false, because a birth year is not a birthday.</summary>
    public static bool TryDate(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Reads a date or dateTime as a UTC instant; a bare date is its midnight UTC. Partial dates give false.</summary>
    public static bool TryInstant(string? text, out DateTime utc)
    {
        utc = default;
        if (text is null)
            return false;
        if (TryDate(text, out var date))
        {
            utc = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            return true;
        }

        // FHIR requires a zone as soon as there is a time; a time without one would be a guess.
        var hasZone = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        if (text.Length < 17 || text[10] != 'T' || !hasZone)
            return false;
        // A leap second is an instant of its own; no clock here has one, so it is taken as the last moment before it.
        var readable = text.AsSpan(16).StartsWith(":60", StringComparison.Ordinal) ? $"{text.AsSpan(0, 17)}59{text.AsSpan(19)}" : text;
        if (!DateTimeOffset.TryParse(readable, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
            return false;
        utc = instant.UtcDateTime;
        return true;
    }

    /// <summary>Writes an instant in UTC to the millisecond.</summary>
    public static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
