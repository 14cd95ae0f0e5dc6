using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People;

/// <summary>Somebody with the roles that they have now.</summary>
public sealed record PersonWithRoles(Person Person, IReadOnlyList<RoleGrant> Roles);

/// <summary>Finds people and the roles they have.</summary>
public sealed class ReadPeople(HubDatabase database, TimeProvider time)
{
    const int ListedMax = 2_000;

    public async Task<PersonWithRoles?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = database.OpenPeople();
        return await db.People.FirstOrDefaultAsync(p => p.Id == id, cancellationToken) is { } person
            ? new(person, await ListRolesAsync(db, [id], cancellationToken))
            : null;
    }

    /// <summary>By the name with which they sign, as it is compared; null when nobody has it.</summary>
    public async Task<PersonWithRoles?> FindByNameAsync(string signingName, CancellationToken cancellationToken)
    {
        await using var db = database.OpenPeople();
        var key = SigningNames.Normalise(signingName);
        return await db.People.FirstOrDefaultAsync(p => p.NameKey == key, cancellationToken) is { } person
            ? new(person, await ListRolesAsync(db, [person.Id], cancellationToken))
            : null;
    }

    /// <summary>Everybody, by name.</summary>
    public async Task<IReadOnlyList<PersonWithRoles>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenPeople();
        var people = await db.People.OrderBy(p => p.NameKey).Take(ListedMax).ToListAsync(cancellationToken);
        var roles = (await ListRolesAsync(db, null, cancellationToken)).ToLookup(g => g.Person);
        return [.. people.Select(p => new PersonWithRoles(p, [.. roles[p.Id]]))];
    }

    /// <summary>Those who may sign in and act in one of these roles, by name.</summary>
    public async Task<IReadOnlyList<PersonWithRoles>> ListAsync(
        IReadOnlyCollection<CallerRole> roles,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await ListAsync(cancellationToken))
                .Where(p => !p.Person.Disabled && p.Roles.Any(r => roles.Contains(r.Role)))
                .Select(p => p with { Roles = [.. p.Roles.Where(r => roles.Contains(r.Role))] }),
        ];

    async Task<List<RoleGrant>> ListRolesAsync(HubDbContext db, Guid[]? people, CancellationToken cancellationToken)
    {
        var grants = db.RoleGrants.Where(RoleGrant.InForceAt(time.UtcNow()));
        if (people is not null)
            grants = grants.Where(g => people.Contains(g.Person));
        return await grants.OrderBy(g => g.From).ThenBy(g => g.Id).ToListAsync(cancellationToken);
    }
}
