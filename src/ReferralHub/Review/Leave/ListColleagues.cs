using ReferralHub.Identity.People;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Interests;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Leave;

/// <summary>
/// To whom a referral can be given: those who may review here. A name that is nobody's would leave the referral with nobody.
/// </summary>
public sealed class ListColleagues(ReadPeople people, ReviewerInterests interests, TimeProvider time)
{
    static readonly CallerRole[] Reviewers = [CallerRole.Reviewer, CallerRole.Lead];

    /// <summary>
    /// Reviewers other than the user who may decide about a referral; those of its specialty first. Null when the hub knows no reviewer,
    /// so that a name cannot be checked.
    /// </summary>
    public async Task<IReadOnlyList<HubUser>?> ListAsync(HubUser user, ReferralJourney journey, CancellationToken cancellationToken)
    {
        var reviewers = await people.ListAsync(Reviewers, cancellationToken);
        return reviewers.Count == 0
            ? null
            :
            [
                .. reviewers
                    .Select(Describe)
                    .Where(u => u.Name != user.Name && !IsBarred(u.Name, journey))
                    .OrderByDescending(u => journey.Specialty is { } specialty && u.Specialties.Contains(specialty))
                    .ThenBy(u => u.Name, StringComparer.Ordinal),
            ];
    }

    /// <summary>The names of those who review here, against which <see cref="Check"/> holds one.</summary>
    internal async Task<IReadOnlyCollection<string>> ListNamesAsync(CancellationToken cancellationToken) =>
        [.. (await people.ListAsync(Reviewers, cancellationToken)).Select(p => p.Person.SigningName)];

    /// <summary>What is wrong with giving a referral to somebody of this name; null when nothing is.</summary>
    internal Problem? Check(string colleague, IReadOnlyCollection<string> reviewers, ReferralJourney journey)
    {
        if (reviewers.Count > 0 && !reviewers.Contains(colleague))
            return ReviewProblems.ColleagueUnknown;
        return IsBarred(colleague, journey) ? ReviewProblems.ColleagueInterested(colleague) : null;
    }

    static HubUser Describe(PersonWithRoles person) =>
        new(
            person.Person.Id.ToString(),
            person.Person.SigningName,
            person.Person.Post,
            person.Roles[0].Role,
            person.Roles[0].Organisation,
            person.Roles[0].Specialties.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

    bool IsBarred(string reviewer, ReferralJourney journey) =>
        !journey.Priority.IsSuspectedCancer()
        && interests.FindAgainst(reviewer, journey.Specialty, WorkingDays.LocalDate(time.UtcNow())) is not null;
}
