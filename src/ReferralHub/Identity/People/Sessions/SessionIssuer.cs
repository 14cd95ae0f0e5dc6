using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People.Sessions;

/// <summary>By what a session came about, when an identity provider vouched for the person.</summary>
/// <param name="Sid">The provider's id of its own session; null when it gave none.</param>
/// <param name="Proved">When they proved to the provider who they are, strongly enough to count as confirmed; null when not known.</param>
public sealed record ProviderSession(string Issuer, string? Sid, DateTime? Proved = null);

/// <summary>Begins sessions, and gives them a new cookie when somebody proves again who they are. The only writer of the cookie.</summary>
public sealed class SessionIssuer
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    readonly HubDatabase database;
    readonly TimeProvider time;
    readonly StaffSessions sessions;
    readonly ILogger<SessionIssuer> log;

    internal SessionIssuer(HubDatabase database, TimeProvider time, StaffSessions sessions, ILogger<SessionIssuer> log) =>
        (this.database, this.time, this.sessions, this.log) = (database, time, sessions, log);

    /// <summary>
    /// Begins a session for somebody who has just proved who they are; whatever session the browser had ends. The request goes on
    /// as theirs.
    /// </summary>
    /// <param name="grant">The role in which they act; null when they have none or have yet to choose.</param>
    public async Task BeginAsync(
        HttpContext http,
        Person person,
        RoleGrant? grant,
        CancellationToken cancellationToken,
        ProviderSession? provider = null
    ) => await BeginAsync(http, person, grant, SessionEnd.SignedOut, isFresh: true, provider, cancellationToken);

    /// <summary>Goes on in another role of the same person: another session, whose limits run from the first sign-in.</summary>
    internal async Task ChangeRoleAsync(HttpContext http, SignedIn signedIn, RoleGrant grant, CancellationToken cancellationToken) =>
        await BeginAsync(
            http,
            signedIn.Person,
            grant,
            SessionEnd.RoleChanged,
            isFresh: false,
            signedIn.Session.Issuer is { } issuer ? new(issuer, signedIn.Session.Sid) : null,
            cancellationToken
        );

    /// <summary>Notes that the person has just proved again who they are; a cookie that others may know is worth nothing now.</summary>
    /// <returns>False when the session is not theirs, or is over.</returns>
    internal async Task<bool> StepUpAsync(HttpContext http, Guid session, Guid person, CancellationToken cancellationToken)
    {
        var (secret, now) = (Secrets.Create(), time.UtcNow());
        var hash = Secrets.Hash(secret);
        var changed = await database.WriteAsync(
            (db, token) =>
                db
                    .StaffSessions.Where(s => s.Id == session && s.Person == person && s.Ended == null)
                    .ExecuteUpdateAsync(
                        s => s.SetProperty(x => x.Secret, hash).SetProperty(x => x.SteppedUp, now).SetProperty(x => x.Seen, now),
                        token
                    ),
            cancellationToken
        );
        if (changed == 0)
            return false;
        SessionCookie.Write(http, secret);
        PeopleLog.SteppedUp(log, person, session);
        return true;
    }

    async Task BeginAsync(
        HttpContext http,
        Person person,
        RoleGrant? grant,
        SessionEnd whyOther,
        bool isFresh,
        ProviderSession? provider,
        CancellationToken cancellationToken
    )
    {
        var (secret, now) = (Secrets.Create(), time.UtcNow());
        var other = SignedIn.Find(http)?.Session;
        var session = new StaffSession
        {
            Id = EntityId.New(now),
            Secret = Secrets.Hash(secret),
            Person = person.Id,
            Grant = grant?.Id,
            Began = isFresh || other is null ? now : other.Began,
            Seen = now,
            SteppedUp =
                !isFresh ? other?.SteppedUp
                : provider is null ? now
                : provider.Proved,
            Issuer = provider?.Issuer,
            Sid = provider?.Sid,
        };
        await database.WriteAsync(
            async (db, token) =>
            {
                if (other is not null)
                    await db
                        .StaffSessions.Where(s => s.Id == other.Id && s.Ended == null)
                        .ExecuteUpdateAsync(s => s.SetProperty(x => x.Ended, now).SetProperty(x => x.Why, whyOther), token);
                await db.StaffSessions.Where(s => s.Began < now - Kept).ExecuteDeleteAsync(token);
                db.StaffSessions.Add(session);
            },
            cancellationToken
        );
        SessionCookie.Write(http, secret);
        var caller = grant is null ? null : sessions.CreateCaller(person, grant, session.Id);
        SignedIn.Keep(http, new(session, person, grant, caller));
        http.SetCaller(caller);
        PeopleLog.SessionBegan(log, session.Id, person.Id);
    }
}
