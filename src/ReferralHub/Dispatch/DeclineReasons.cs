namespace ReferralHub.Dispatch;

/// <summary>
/// Why a provider declines, in words: the national list (CodeSystem dos-rejected-reasons-bars), and what the hub reads itself.
/// </summary>
static class DeclineReasons
{
    /// <summary>Codes that somebody at a provider chooses from, in the order of the national list.</summary>
    public static readonly IReadOnlyList<string> All = ["21", "22", "23", "24", "26", "27", "31", "32", "40", "41", "42", "99"];

    /// <summary>In words; a code that is on no list is said as it came.</summary>
    public static string Describe(string? code) =>
        code switch
        {
            null => "No reason was given",
            "21" => "Unsuitable because of transport",
            "22" => "Rejected for capacity reasons",
            "23" => "The service is not clinically appropriate",
            "24" => "The service declined the referral",
            "26" => "Rejected because of the patient's choice",
            "27" => "The service could not be contacted",
            "31" => "No appointments are available",
            "32" => "The appointments are not suitable",
            "40" => "The patient is not eligible for the service",
            "41" => "The patient asked for a home visit",
            "42" => "Unsuitable because of the distance",
            "99" => "Another reason, which was not given",
            "fatal-error" => "The provider's system could not take the message",
            _ => $"Reason {code} of the provider's own",
        };
}
