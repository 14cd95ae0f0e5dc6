using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.Audit;

/// <summary>Somebody looked at a referral, or did something with it.</summary>
/// <param name="Role">Profession or post, as others read it.</param>
/// <param name="What">One of <see cref="AuditActs"/>.</param>
public sealed record AccessRecord(Guid Referral, string Name, string Role, string Organisation, string What, DateTime At);

/// <summary>What the audit says of single referrals, for those who work on them.</summary>
public sealed class AccessLog(HubDatabase database)
{
    const int ShownMax = 50;

    /// <summary>Those that show no referral by itself, or nothing at all.</summary>
    static readonly string[] LeftOut = [AuditActs.List, AuditActs.Search, AuditActs.Refused];

    /// <summary>Who looked at a referral or did something with it, newest first; who saw it in a list among others is left out.</summary>
    public async Task<IReadOnlyList<AccessRecord>> ListAsync(Guid referral, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("the audit is kept apart from what it is about"));
        return await db
            .AccessSubjects.Where(s => s.Referral == referral)
            .Join(db.AccessEvents, s => s.Event, e => e.Id, (s, e) => e)
            .Where(e => !LeftOut.Contains(e.Act))
            .OrderByDescending(e => e.At)
            .Take(ShownMax)
            .Select(e => new AccessRecord(referral, e.Name, e.Post, e.Organisation, e.Act, e.At))
            .ToListAsync(cancellationToken);
    }

    /// <summary>When somebody last read a referral; null when never.</summary>
    public async Task<DateTime?> LastReadAsync(HubUser user, Guid referral, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("the audit is kept apart from what it is about"));
        return await db
            .AccessSubjects.Where(s => s.Referral == referral)
            .Join(db.AccessEvents, s => s.Event, e => e.Id, (s, e) => e)
            .Where(e => e.Name == user.Name && e.Act == AuditActs.Read)
            .MaxAsync(e => (DateTime?)e.At, cancellationToken);
    }
}
