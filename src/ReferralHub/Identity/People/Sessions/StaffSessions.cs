using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People.Sessions;

/// <summary>
/// Reads for each request what its cookie stands for: that a session was ended, a role taken back or a person shut out counts from
/// the next request on, in every process.
/// </summary>
sealed class StaffSessions(
    HubDatabase database,
    HubSettings settings,
    TimeProvider time,
    IEnumerable<ICommissionedPractices> commissioned,
    IEnumerable<IOrganisationClosings> closings,
    ILogger<StaffSessions> log
)
{
    const int HeardMax = 10_000;
    static readonly TimeSpan WrittenEveryMax = TimeSpan.FromMinutes(1);

    /// <summary>When something was last heard in this process, by session: exact, whereas the row is up to a minute behind.</summary>
    readonly ConcurrentDictionary<Guid, DateTime> heard = new();

    TimeSpan Idle => TimeSpan.FromMinutes(settings.Sessions.IdleMinutes);

    TimeSpan Absolute => TimeSpan.FromHours(settings.Sessions.HoursMax);

    /// <param name="isSign">Whether the request is a sign of the person and not of a page that asks by itself.</param>
    public async Task<SignedIn?> ReadAsync(string secret, bool isSign, CancellationToken cancellationToken)
    {
        var hash = Secrets.Hash(secret);
        await using var db = database.OpenPeople();
        var grants = db.RoleGrants;
        var row = await (
            from session in db.StaffSessions
            where session.Secret == hash
            join person in db.People on session.Person equals person.Id
            from grant in grants.Where(g => g.Id == session.Grant).DefaultIfEmpty()
            select new
            {
                session,
                person,
                grant,
            }
        ).FirstOrDefaultAsync(cancellationToken);
        if (row is null)
            return null;
        var (session1, now) = (row.session, time.UtcNow());
        if (session1.Ended is null && FindEnd(session1, row.person, row.grant, now) is { } why)
        {
            await EndAsync(session1.Id, why, now, cancellationToken);
            (session1.Ended, session1.Why) = (now, why);
        }
        else if (session1.Ended is null && isSign)
            await HearAsync(session1, now, cancellationToken);

        var caller = session1.Ended is null && row.grant is { } role ? CreateCaller(row.person, role, session1.Id) : null;
        return new(session1, row.person, row.grant, caller);
    }

    /// <summary>Ends a session that has not ended yet.</summary>
    public async Task EndAsync(Guid session, SessionEnd why, DateTime now, CancellationToken cancellationToken)
    {
        var ended = await database.WriteAsync(
            (db, token) =>
                db
                    .StaffSessions.Where(s => s.Id == session && s.Ended == null)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.Ended, now).SetProperty(x => x.Why, why), token),
            cancellationToken
        );
        heard.TryRemove(session, out _);
        if (ended > 0)
            PeopleLog.SessionEnded(log, session, why);
    }

    internal Caller CreateCaller(Person person, RoleGrant grant, Guid session) =>
        new(grant.Role, person.Id.ToString(), person.SigningName, person.Post, [grant.Organisation])
        {
            Session = session.ToString(),
            Specialties = grant.Specialties.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            CommissionedPractices =
                grant.Role == CallerRole.Commissioner ? [.. commissioned.SelectMany(c => c.List(grant.Organisation))] : [],
        };

    SessionEnd? FindEnd(StaffSession session, Person person, RoleGrant? grant, DateTime now)
    {
        var seen = heard.TryGetValue(session.Id, out var here) && here > session.Seen ? here : session.Seen;
        return person.Disabled ? SessionEnd.Disabled
            : grant?.IsInForce(now) == false ? SessionEnd.RoleRemoved
            : grant is not null && IsClosed(grant.Organisation, now) ? SessionEnd.OrganisationClosed
            : now - session.Began >= Absolute ? SessionEnd.TooLong
            : now - seen > Idle ? SessionEnd.Idle
            : null;
    }

    bool IsClosed(string organisation, DateTime now) =>
        closings.Any(c => c.Find(organisation) is { } day && day <= WorkingDays.LocalDate(now));

    async Task HearAsync(StaffSession session, DateTime now, CancellationToken cancellationToken)
    {
        if (heard.Count >= HeardMax)
            heard.Clear();
        heard[session.Id] = now;
        var every = Idle / 15 < WrittenEveryMax ? Idle / 15 : WrittenEveryMax;
        if (now - session.Seen < every)
            return;
        await database.WriteAsync(
            (db, token) =>
                db
                    .StaffSessions.Where(s => s.Id == session.Id && s.Seen < now)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.Seen, now), token),
            cancellationToken
        );
    }
}

/// <summary>Says which practices' patients a commissioning body answers for.</summary>
public interface ICommissionedPractices
{
    /// <summary>ODS codes of practices; none for a body that is not known.</summary>
    IReadOnlyList<string> List(string body);
}
