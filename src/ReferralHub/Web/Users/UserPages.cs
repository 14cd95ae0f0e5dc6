using ReferralHub.Platform.Access;

namespace ReferralHub.Web.Users;

/// <summary>A page that stands in the menu of whoever may open it.</summary>
/// <param name="Words">As the menu calls it.</param>
/// <param name="About">What it is for, as a clause.</param>
public sealed record UserPage(string Url, string Words, string About, params IReadOnlyList<CallerRole> Roles);

/// <summary>
/// Which pages who may open from the menu, and where each begins: one list for the menus, for where people land who sign in, and for the
/// first page.
/// </summary>
public static class UserPages
{
    /// <summary>In the order of the menu; the first of a role is where it begins.</summary>
    public static readonly IReadOnlyList<UserPage> All =
    [
        new("/review", "Review", "referrals that wait for a clinician", RoleSets.Reviewers),
        new("/practice", "Our referrals", "a practice's own referrals, whose turn each is, answers and appeals", CallerRole.Practice),
        new("/provider", "Referrals to us", "what was sent to a provider, and its answers", CallerRole.Provider),
        new("/booking", "Booking", "what waits for capacity or for its patient's choice", CallerRole.Booking),
        new("/operations", "Operations", "stuck work, work items, processes", CallerRole.Operator),
        new("/people", "People", "who has which role", CallerRole.Administrator),
        new("/audit", "Audit", "who saw and did what", CallerRole.Privacy),
        new(
            "/commissioning",
            "Practices",
            "activity and indicative budgets",
            CallerRole.Commissioner,
            CallerRole.Practice,
            CallerRole.Lead
        ),
        new("/rules", "Rules", "what triage goes by, and what each rule did", RoleSets.People),
    ];

    /// <summary>The menu of a role.</summary>
    public static IReadOnlyList<UserPage> List(CallerRole role) => [.. All.Where(p => p.Roles.Contains(role))];

    /// <summary>Where somebody begins.</summary>
    public static string FindLanding(CallerRole role) => All.First(p => p.Roles.Contains(role)).Url;
}
