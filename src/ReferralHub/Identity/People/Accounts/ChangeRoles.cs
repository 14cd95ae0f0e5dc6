using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People.Accounts;

/// <summary>Gives people roles and takes them back, shuts people out and lets them in again.</summary>
public sealed class ChangeRoles(HubDatabase database, TimeProvider time, ILogger<ChangeRoles> log)
{
    const int SpecialtiesCharactersMax = 400;

    /// <param name="by">Signing name of whoever grants it.</param>
    /// <returns>What is wrong; null when it was granted, or they had it.</returns>
    public async Task<string?> GrantAsync(Guid person, GrantedRole role, string by, CancellationToken cancellationToken)
    {
        if (FindFault(role) is { } fault)
            return fault;
        _ = OdsCode.TryParse(role.Organisation, out var organisation);
        var wanted = role with { Organisation = organisation.Value, Specialties = string.Join(' ', Split(role.Specialties)) };
        var isNew = await database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var has = await db
                    .RoleGrants.Where(g => g.Person == person && g.Role == wanted.Role && g.Organisation == wanted.Organisation)
                    .Where(RoleGrant.InForceAt(now))
                    .AnyAsync(g => g.Specialties == wanted.Specialties, token);
                if (!has)
                    db.RoleGrants.Add(RoleGrant.Give(person, wanted, by, now));
                return !has;
            },
            cancellationToken
        );
        if (isNew)
            PeopleLog.RoleGranted(log, wanted.Role, person, by);
        return null;
    }

    /// <summary>What is wrong with a role that somebody is to be given; null when nothing is.</summary>
    public static string? FindFault(GrantedRole role) =>
        !RoleSets.People.Contains(role.Role) ? "That is no role of a person."
        : !OdsCode.TryParse(role.Organisation, out _) ? "Enter the ODS code of the organisation, such as A81001."
        : role.Specialties.Length > SpecialtiesCharactersMax
        || Split(role.Specialties).Any(s => s.Length is < 3 or > 5 || !s.All(char.IsAsciiLetterOrDigit))
            ? "Enter specialties as treatment function codes parted by spaces, such as 110 330."
        : null;

    static string[] Split(string specialties) => specialties.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Takes a grant back; whoever acts in it is refused at their next request.</summary>
    /// <returns>False when it was not in force.</returns>
    public async Task<bool> RevokeAsync(Guid grant, string by, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var revoked = await database.WriteAsync(
            (db, token) =>
                db
                    .RoleGrants.Where(g => g.Id == grant)
                    .Where(RoleGrant.InForceAt(now))
                    .ExecuteUpdateAsync(g => g.SetProperty(x => x.Until, now).SetProperty(x => x.EndedBy, by), token),
            cancellationToken
        );
        if (revoked > 0)
            PeopleLog.RoleRevoked(log, grant, by);
        return revoked > 0;
    }

    /// <summary>Shuts somebody out from their next request on, or lets them in again.</summary>
    public async Task DisableAsync(Guid person, bool disabled, string by, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            (db, token) => db.People.Where(p => p.Id == person).ExecuteUpdateAsync(p => p.SetProperty(x => x.Disabled, disabled), token),
            cancellationToken
        );
        PeopleLog.PersonDisabled(log, person, disabled, by);
    }
}
