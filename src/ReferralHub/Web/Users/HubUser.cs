namespace ReferralHub.Web.Users;

/// <summary>What somebody does here, and so which pages are theirs.</summary>
public enum UserKind
{
    /// <summary>A clinician who decides about referrals.</summary>
    Reviewer,

    /// <summary>A reviewer who also sees how all decide, and gives referrals to others.</summary>
    Lead,

    /// <summary>Somebody at a practice that refers.</summary>
    Practice,
}

/// <summary>Whoever is at the browser.</summary>
/// <param name="Role">Profession or post, as others read it.</param>
/// <param name="Organisation">ODS code; of a practice for <see cref="UserKind.Practice"/>, otherwise of the centre.</param>
/// <param name="Specialties">Codes of the specialties whose referrals are theirs to review; all when empty.</param>
public sealed record HubUser(string Name, string Role, UserKind Kind, string Organisation, IReadOnlyList<string> Specialties)
{
    public bool Reviews => Kind is UserKind.Reviewer or UserKind.Lead;
}
