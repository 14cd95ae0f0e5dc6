using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Review.Interests;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Leave;

/// <summary>
/// To whom a referral can be given: the reviewers of the settings' users. A name that is nobody's would leave the referral with nobody.
/// </summary>
public sealed class ListColleagues(HubSettings settings, ReviewerInterests interests, TimeProvider time)
{
    /// <summary>Whether the settings name the users, so that a name can be checked.</summary>
    public bool KnowsUsers => settings.Users.Count > 0;

    /// <summary>Reviewers other than the user who may decide about a referral; those of its specialty first.</summary>
    public IReadOnlyList<HubUser> List(HubUser user, ReferralJourney journey) =>
        [
            .. settings
                .Users.Select(u => u.ToUser(settings.Organisation.OdsCode))
                .Where(u => u.Reviews && u.Name != user.Name && !IsBarred(u.Name, journey))
                .OrderByDescending(u => journey.Specialty is { } specialty && u.Specialties.Contains(specialty))
                .ThenBy(u => u.Name, StringComparer.Ordinal),
        ];

    /// <summary>What is wrong with giving a referral to somebody of this name; null when nothing is.</summary>
    internal Problem? Check(string colleague, ReferralJourney journey)
    {
        if (KnowsUsers && !settings.Users.Exists(u => u.Name == colleague && u.Kind is UserKind.Reviewer or UserKind.Lead))
            return ReviewProblems.ColleagueUnknown;
        return IsBarred(colleague, journey) ? ReviewProblems.ColleagueInterested(colleague) : null;
    }

    bool IsBarred(string reviewer, ReferralJourney journey) =>
        !journey.Priority.IsSuspectedCancer()
        && interests.FindAgainst(reviewer, journey.Specialty, WorkingDays.LocalDate(time.UtcNow())) is not null;
}
