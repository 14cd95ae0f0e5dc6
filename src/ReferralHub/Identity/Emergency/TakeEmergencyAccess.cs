using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Identity.Audit;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Emergency;

/// <summary>Tells the privacy officer of an emergency access, in its transaction.</summary>
public interface IEmergencyNotice
{
    void Raise(HubDbContext db, EmergencyAccess access);
}

/// <summary>An emergency access that is used.</summary>
/// <param name="Reference">Of its referral, as it is shown.</param>
public sealed record UsedAccess(EmergencyAccess Access, string Reference);

/// <summary>
/// Break-glass: somebody whose work does not show them a referral says why they must see it, and may read that one for an hour. The
/// privacy officer is told at once, and each reading is marked in the audit.
/// </summary>
public sealed partial class TakeEmergencyAccess(
    HubDatabase database,
    IAuditedPatients patients,
    IEmergencyNotice notice,
    TimeProvider time,
    ILogger<TakeEmergencyAccess> logger
)
{
    public const int ReasonCharactersMin = 10;
    public const int ReasonCharactersMax = 500;
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(60);

    static readonly Problem NoReason = Problem.Invalid(
        "emergency-unexplained",
        $"Say why you must see it, in {ReasonCharactersMin} to {ReasonCharactersMax} characters. The privacy officer reads it.",
        "reason"
    );

    static readonly Problem NotFound = Problem.Invalid(
        "emergency-not-found",
        "There is no referral with this reference, nor one of a patient with this NHS number.",
        "asked"
    );

    /// <summary>Takes it; the problem when it cannot be taken.</summary>
    /// <param name="asked">Reference of a referral, or NHS number of a patient, whose newest referral is meant.</param>
    public async Task<(Problem? Problem, EmergencyAccess? Access, string Reference)> TakeAsync(
        Caller caller,
        string? asked,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var why = reason?.Trim() ?? "";
        if (why.Length is < ReasonCharactersMin or > ReasonCharactersMax)
            return (NoReason, null, "");
        AuditedPatient? found;
        await using (var db = database.OpenRead(AccessScope.System("emergency access shows what the role does not")))
            found = (await patients.FindAsync(db, asked?.Trim() ?? "", cancellationToken)).FirstOrDefault();
        if (found is null)
            return (NotFound, null, "");
        var now = time.UtcNow();
        var access = new EmergencyAccess
        {
            Id = EntityId.New(now),
            At = now,
            Until = now + Length,
            Person = caller.Id,
            Name = caller.Name,
            Role = caller.Role.ToString(),
            Organisation = caller.Organisations.FirstOrDefault() ?? "",
            Referral = found.Referral,
            PatientKey = found.PatientKey,
            Reason = why,
        };
        if (AuditEntry.Current is { } entry)
        {
            (entry.Act, entry.Reason, entry.Emergency) = (AuditActs.BreakGlass, why, access.Id);
            entry.Touch(found.Referral, found.PatientKey);
        }

        await database.WriteInAsync(
            AccessScope.System("the referral is not within the caller's own scope"),
            (db, _) =>
            {
                db.EmergencyAccesses.Add(access);
                notice.Raise(db, access);
                return Task.FromResult(true);
            },
            cancellationToken
        );
        LogTaken(logger, access.Id, access.Referral);
        return (null, access, found.Reference);
    }

    /// <summary>What a person has taken and may still use, newest first.</summary>
    public async Task<IReadOnlyList<EmergencyAccess>> ListLiveAsync(string person, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        await using var db = database.OpenRead(AccessScope.System("emergency access shows what the role does not"));
        return await db
            .EmergencyAccesses.Where(e => e.Person == person && e.Until > now)
            .OrderByDescending(e => e.Until)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// The live access of a person to this referral, and marks the call as done under it; null when they have none.
    /// </summary>
    public async Task<UsedAccess?> UseAsync(Caller caller, string reference, CancellationToken cancellationToken)
    {
        if (!ReferralReference.TryParse(reference, out var parsed))
            return null;
        foreach (var live in await ListLiveAsync(caller.Id, cancellationToken))
        {
            await using var db = database.OpenRead(AccessScope.System("emergency access shows what the role does not"));
            var names = await patients.ListReferencesAsync(db, [live.Referral], cancellationToken);
            if (!names.TryGetValue(live.Referral, out var shown) || shown != ReferralReference.Display(parsed.Value))
                continue;
            if (AuditEntry.Current is { } entry)
            {
                (entry.Emergency, entry.Reason) = (live.Id, live.Reason);
                entry.Touch(live.Referral, live.PatientKey);
            }

            return new(live, shown);
        }

        return null;
    }

    [LoggerMessage(1875, LogLevel.Warning, "Emergency access {Access} to referral {Referral} was taken")]
    static partial void LogTaken(ILogger logger, Guid access, Guid referral);
}
