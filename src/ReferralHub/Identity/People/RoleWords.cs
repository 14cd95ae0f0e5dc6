using ReferralHub.Kernel;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.People;

/// <summary>Roles as people read them: what each is called, and what it may do.</summary>
static class RoleWords
{
    public static string Name(CallerRole role) =>
        role switch
        {
            CallerRole.Reviewer => "Reviewer",
            CallerRole.Lead => "Clinical lead",
            CallerRole.Practice => "Practice staff",
            CallerRole.Booking => "Booking team",
            CallerRole.Commissioner => "Commissioner",
            CallerRole.Provider => "Provider staff",
            CallerRole.Privacy => "Privacy officer",
            CallerRole.Operator => "Operator",
            CallerRole.Administrator => "Administrator",
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A system has no role of a person."),
        };

    /// <summary>What somebody may do in a role, as a sentence.</summary>
    public static string Describe(CallerRole role, IReadOnlyList<string> specialties) =>
        role switch
        {
            CallerRole.Reviewer => $"Reviews {Specialties(specialties)}.",
            CallerRole.Lead => $"Reviews {Specialties(specialties)}, sees how all decide, and gives referrals to others.",
            CallerRole.Practice => "Sees the practice's referrals, answers questions, appeals.",
            CallerRole.Booking => "Looks for capacity, and helps patients to choose.",
            CallerRole.Commissioner => "Sees plans, money and referral patterns of the practices whose patients the body answers for.",
            CallerRole.Provider => "Sees what was sent to the provider.",
            CallerRole.Privacy => "Reads who saw and did what, and answers for the protection of patients' data.",
            CallerRole.Operator => "Keeps the hub running: failed work, health, deliveries.",
            CallerRole.Administrator => "Gives roles to people and takes them back.",
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A system has no role of a person."),
        };

    static string Specialties(IReadOnlyList<string> codes) =>
        codes.Count == 0 ? "all specialties" : string.Join(", ", codes.Select(TreatmentFunction.FindName));
}
