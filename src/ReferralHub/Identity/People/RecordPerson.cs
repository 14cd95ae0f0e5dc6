using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People;

/// <summary>A role that an issuer says somebody has.</summary>
public sealed record GrantedRole(CallerRole Role, string Organisation, string Specialties = "");

/// <summary>What an issuer says about somebody who has proved to it who they are.</summary>
/// <param name="Roles">All that it says they have; null when it says nothing about roles, and then they stay as they are.</param>
public sealed record VouchedPerson(string Issuer, string Subject, string Name, string Post, IReadOnlyList<GrantedRole>? Roles);

/// <summary>Keeps what an issuer says about a person: who they are, and the roles they have and no longer have.</summary>
public sealed class RecordPerson(HubDatabase database, TimeProvider time)
{
    /// <returns>Id of the person, who is made when nobody of this issuer and subject was here before.</returns>
    public Task<Guid> RecordAsync(VouchedPerson vouched, CancellationToken cancellationToken) =>
        database.WriteAsync((db, token) => RecordAsync(db, vouched, time.UtcNow(), token), cancellationToken);

    internal static async Task<Guid> RecordAsync(HubDbContext db, VouchedPerson vouched, DateTime now, CancellationToken cancellationToken)
    {
        var (name, post) = (CutName(vouched.Name), CutName(vouched.Post));
        var person = await db
            .People.AsTracking()
            .FirstOrDefaultAsync(p => p.Issuer == vouched.Issuer && p.Subject == vouched.Subject, cancellationToken);
        if (person is null)
        {
            var signing = await SigningNames.ChooseAsync(db, name, post, cancellationToken);
            db.People.Add(
                person = new()
                {
                    Id = EntityId.New(now),
                    Issuer = vouched.Issuer,
                    Subject = vouched.Subject,
                    DisplayName = name,
                    SigningName = signing,
                    NameKey = SigningNames.Normalise(signing),
                    Post = post,
                    Made = now,
                }
            );
        }

        (person.DisplayName, person.Post) = (name, post);
        if (vouched.Roles is { } roles)
            await RefreshAsync(db, person.Id, vouched.Issuer, roles, now, cancellationToken);
        return person.Id;
    }

    /// <summary>Grants what is new and takes back what the issuer no longer says; what people granted here stays.</summary>
    static async Task RefreshAsync(
        HubDbContext db,
        Guid person,
        string issuer,
        IReadOnlyList<GrantedRole> roles,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var had = await db
            .RoleGrants.AsTracking()
            .Where(g => g.Person == person && g.Source == issuer)
            .Where(RoleGrant.InForceAt(now))
            .ToListAsync(cancellationToken);
        var wanted = roles.Distinct().ToList();
        foreach (var gone in had.Where(g => !wanted.Contains(new(g.Role, g.Organisation, g.Specialties))))
            (gone.Until, gone.EndedBy) = (now, issuer);
        foreach (var added in wanted.Where(w => !had.Exists(g => w == new GrantedRole(g.Role, g.Organisation, g.Specialties))))
            db.RoleGrants.Add(RoleGrant.Give(person, added, by: issuer, now, source: issuer));
    }

    static string CutName(string name) => PersonLimits.Cut(name.Trim(), PersonLimits.NameCharactersMax);
}
