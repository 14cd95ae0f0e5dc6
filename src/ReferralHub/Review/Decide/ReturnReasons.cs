namespace ReferralHub.Review.Decide;

/// <summary>Why a referral is returned: the e-RS reasons with usage REJECT.</summary>
public static class ReturnReasons
{
    public static readonly IReadOnlyList<(string Code, string Words)> All =
    [
        ("OUTPATIENT_APPT_NOT_REQUIRED", "An outpatient appointment is not required"),
        ("SERVICE_PREREQUISITES_NOT_COMPLETE", "The service's prerequisites are not complete"),
        ("SERVICE_INAPPROPRIATE", "The service is not appropriate"),
        ("FURTHER_INFORMATION_REQUIRED", "Further information is required"),
        ("OTHER", "Another reason, given in the text"),
    ];

    public static bool Knows(string? code) => All.Any(r => r.Code == code);

    public static string Describe(string? code) => All.FirstOrDefault(r => r.Code == code).Words ?? code ?? "";
}
