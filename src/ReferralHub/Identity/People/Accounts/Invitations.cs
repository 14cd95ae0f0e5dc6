using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People.Accounts;

/// <summary>Makes links by which somebody sets up how they sign in, and takes them back in when they are used.</summary>
public sealed class Invitations(HubDatabase database, TimeProvider time, ILogger<Invitations> log)
{
    public const int MinutesMax = 30;
    public const string Page = "/user/join";

    /// <summary>Makes a person who signs in at the hub itself.</summary>
    public Task<Guid> AddPersonAsync(string name, string post, CancellationToken cancellationToken)
    {
        var subject = EntityId.New(time.UtcNow()).ToString();
        return database.WriteAsync(
            (db, token) => RecordPerson.RecordAsync(db, new(Issuers.Local, subject, name, post, Roles: null), time.UtcNow(), token),
            cancellationToken
        );
    }

    /// <summary>Makes a link's secret. It is nowhere else, so it is shown once. Links made before for the person stop working.</summary>
    /// <param name="by">Signing name of whoever invites.</param>
    public async Task<string> CreateAsync(Guid person, string by, CancellationToken cancellationToken)
    {
        var (secret, now) = (Secrets.Create(), time.UtcNow());
        await database.WriteAsync(
            async (db, token) =>
            {
                await db
                    .Invitations.Where(i => i.Person == person && i.Used == null)
                    .ExecuteUpdateAsync(i => i.SetProperty(x => x.Used, now), token);
                db.Invitations.Add(
                    new()
                    {
                        Id = EntityId.New(now),
                        Secret = Secrets.Hash(secret),
                        Person = person,
                        MadeBy = by,
                        Made = now,
                        Until = now.AddMinutes(MinutesMax),
                    }
                );
            },
            cancellationToken
        );
        PeopleLog.Invited(log, person, by);
        return secret;
    }

    /// <summary>Whom a link is for; null when it was used, is too old or never was.</summary>
    public async Task<Person?> FindAsync(string? secret, CancellationToken cancellationToken)
    {
        if (!Secrets.IsWellFormed(secret))
            return null;
        var (hash, now) = (Secrets.Hash(secret!), time.UtcNow());
        await using var db = database.OpenPeople();
        var invitation = await db.Invitations.FirstOrDefaultAsync(
            i => i.Secret == hash && i.Used == null && i.Until > now,
            cancellationToken
        );
        return invitation is null
            ? null
            : await db.People.FirstOrDefaultAsync(p => p.Id == invitation.Person && !p.Disabled, cancellationToken);
    }

    /// <summary>
    /// Uses a link up, and puts the credential in the place of all that the person had: whoever needs a new link has lost the old means.
    /// </summary>
    /// <returns>False when the link was used in the meantime; then nothing changed.</returns>
    internal async Task<bool> UseAsync(string secret, LocalCredential credential, CancellationToken cancellationToken)
    {
        var (hash, now) = (Secrets.Hash(secret), time.UtcNow());
        var isUsed = await database.WriteAsync(
            async (db, token) =>
            {
                var used = await db
                    .Invitations.Where(i => i.Secret == hash && i.Person == credential.Person && i.Used == null && i.Until > now)
                    .ExecuteUpdateAsync(i => i.SetProperty(x => x.Used, now), token);
                if (used != 1)
                    return false;
                await db.LocalCredentials.Where(c => c.Person == credential.Person).ExecuteDeleteAsync(token);
                await db
                    .StaffSessions.Where(s => s.Person == credential.Person && s.Ended == null)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.Ended, now).SetProperty(x => x.Why, SessionEnd.SignedOut), token);
                db.LocalCredentials.Add(credential);
                return true;
            },
            cancellationToken
        );
        if (isUsed)
            PeopleLog.CredentialAdded(log, credential.Person, credential.Kind.ToString());
        return isUsed;
    }
}
