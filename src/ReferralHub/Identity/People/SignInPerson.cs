using Microsoft.AspNetCore.Http;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Kernel;

namespace ReferralHub.Identity.People;

/// <summary>Says when an organisation closed.</summary>
public interface IOrganisationClosings
{
    /// <summary>The day from which it is closed; null when it is open or not known.</summary>
    DateOnly? Find(string organisation);
}

/// <summary>The roles of somebody: those that can be used now, and those at organisations that have closed.</summary>
public sealed record UsableRoles(IReadOnlyList<RoleGrant> Open, IReadOnlyList<RoleGrant> Closed);

/// <summary>How a sign-in came out: in the one role, or still without, and then the page says how it goes on.</summary>
public sealed record SignInResult(RoleGrant? Role, bool IsShutOut = false);

/// <summary>Signs in somebody who has just proved who they are, whichever way: with their one role, or to choose among several.</summary>
public sealed class SignInPerson(ReadPeople people, SessionIssuer issuer, IEnumerable<IOrganisationClosings> closings, TimeProvider time)
{
    public async Task<SignInResult> BeginAsync(
        HttpContext http,
        Guid person,
        ProviderSession? provider,
        CancellationToken cancellationToken
    )
    {
        if (await people.FindAsync(person, cancellationToken) is not { } found || found.Person.Disabled)
            return new(null, IsShutOut: true);
        var role = Divide(found.Roles).Open is [var only] ? only : null;
        await issuer.BeginAsync(http, found.Person, role, cancellationToken, provider);
        return new(role);
    }

    public UsableRoles Divide(IReadOnlyList<RoleGrant> roles)
    {
        var today = WorkingDays.LocalDate(time.GetUtcNow().UtcDateTime);
        var closed = roles.Where(r => FindClosing(r.Organisation) <= today).ToList();
        return new([.. roles.Except(closed)], closed);
    }

    public DateOnly? FindClosing(string organisation) => closings.Select(c => c.Find(organisation)).FirstOrDefault(day => day is not null);
}
