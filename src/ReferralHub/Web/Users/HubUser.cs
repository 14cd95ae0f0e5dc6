using ReferralHub.Platform.Access;

namespace ReferralHub.Web.Users;

/// <summary>Whoever is at the browser.</summary>
/// <param name="Id">Stable id of the person.</param>
/// <param name="Name">As others read it; theirs alone in this hub.</param>
/// <param name="Role">Profession or post, as others read it.</param>
/// <param name="Kind">As what they are here; never a system.</param>
/// <param name="Organisation">
/// ODS code of what they act for: their practice, their provider, their commissioning body; otherwise the centre.
/// </param>
/// <param name="Specialties">Codes of the specialties whose referrals are theirs to review; all when empty.</param>
public sealed record HubUser(string Id, string Name, string Role, CallerRole Kind, string Organisation, IReadOnlyList<string> Specialties)
{
    public bool Reviews => Kind is CallerRole.Reviewer or CallerRole.Lead;

    /// <summary>The person who calls.</summary>
    public static HubUser Read(Caller caller) =>
        new(caller.Id, caller.Name, caller.Post, caller.Role, caller.Organisations[0], caller.Specialties);
}
