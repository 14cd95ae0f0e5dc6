namespace ReferralHub.Commissioning.Plans;

/// <summary>Names of people as they write them and as they are compared.</summary>
static class PersonNames
{
    /// <summary>Without spaces around it, and in one line.</summary>
    public static string Tidy(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Upper and lower case and the width of spaces do not count.</summary>
    public static string ToKey(string name) => Tidy(name).ToUpperInvariant();
}
