using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Review;

namespace ReferralHub.Operations;

/// <summary>What is wrong in the same way: how many, since when, and the first of them.</summary>
public sealed record FailedGroup(
    string Cause,
    string Words,
    Stage Stage,
    int Count,
    int Parked,
    DateTime Oldest,
    IReadOnlyList<FailedReferral> First
);

/// <summary>One referral that no worker gets done, as operations see it: no patient data.</summary>
public sealed record FailedReferral(
    Guid Id,
    string Reference,
    Stage Stage,
    string Priority,
    string Cause,
    DateTime Since,
    int Tries,
    int Deaths,
    DateTime? Due,
    DateTime? ParkedSince
);

/// <summary>One referral with what operators did to it, newest first.</summary>
public sealed record FailedDetail(FailedReferral Referral, IReadOnlyList<OperatorAct> Acts, IReadOnlyList<FailedStep> Steps);

/// <summary>An event of its log, without who or what it is about.</summary>
public sealed record FailedStep(int Version, string Type, DateTime At, string By, string? Reason);

/// <summary>
/// Failed, stuck and parked work: seen by cause, tried again one by one or all together, or parked with a reason. Who did
/// what and why is kept, in the operators' table and in the log, in the transaction that does it.
/// </summary>
public sealed class FailedWork(HubDatabase database, CurrentScope callerScope, JourneyMoves moves, WakeUps wakeUps, TimeProvider time)
{
    const int GroupsMax = 50;
    const int FirstMax = 5;
    const int TogetherMax = 500;
    const int StepsMax = 50;
    const int NameMax = 100;
    const int ReasonMax = 400;

    public static readonly Problem NotFound = new(
        404,
        "not-found",
        "REC_NOT_FOUND",
        "not-failed",
        "No referral with this reference is stuck or parked."
    );
    public static readonly Problem NameMissing = new(422, "required", "REC_UNPROCESSABLE_ENTITY", "by", "Say who does it (by).", "by");
    public static readonly Problem ReasonMissing = new(
        422,
        "required",
        "REC_UNPROCESSABLE_ENTITY",
        "reason",
        "Say why it is parked (reason).",
        "reason"
    );

    public static readonly Problem NeverParked = new(
        409,
        "conflict",
        "REC_CONFLICT",
        "never-parked",
        "This referral may not wait (suspected cancer, immediate, or read first for such a reason) and is never parked. Try it again, or "
            + "ring its owner and see to it by hand."
    );

    /// <summary>All that is stuck or parked, grouped by cause and stage, the largest group first.</summary>
    public async Task<IReadOnlyList<FailedGroup>> GroupsAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var groups = await Failed(db)
            .GroupBy(j => new { j.StuckReason, j.Stage })
            .Select(g => new
            {
                g.Key.StuckReason,
                g.Key.Stage,
                Count = g.Count(),
                Parked = g.Count(j => j.ParkedSince != null),
                Oldest = g.Min(j => j.StuckSince ?? j.ParkedSince),
            })
            .OrderByDescending(g => g.Count)
            .Take(GroupsMax)
            .ToListAsync(cancellationToken);
        var found = new List<FailedGroup>();
        foreach (var group in groups)
        {
            var first = await Failed(db)
                .Where(j => j.StuckReason == group.StuckReason && j.Stage == group.Stage)
                .OrderBy(j => j.StuckSince)
                .ThenBy(j => j.Id)
                .Take(FirstMax)
                .ToListAsync(cancellationToken);
            var cause = group.StuckReason ?? "parked";
            found.Add(
                new(cause, Describe(cause), group.Stage, group.Count, group.Parked, group.Oldest!.Value, first.ConvertAll(ToFailedReferral))
            );
        }

        return found;
    }

    public async Task<FailedDetail?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        if (!ReferralReference.TryParse(reference, out var parsed))
            return null;
        await using var db = database.OpenRead(callerScope.Read());
        var journey = await Failed(db).FirstOrDefaultAsync(j => j.Reference == parsed.Value, cancellationToken);
        if (journey is null)
            return null;
        var acts = await db
            .OperatorActs.Where(a => a.Referral == journey.Id)
            .OrderByDescending(a => a.At)
            .Take(StepsMax)
            .ToListAsync(cancellationToken);
        var events = await db
            .Log.Where(e => e.Referral == journey.Id)
            .OrderByDescending(e => e.Version)
            .Take(StepsMax)
            .ToListAsync(cancellationToken);
        return new(
            ToFailedReferral(journey),
            acts,
            events.ConvertAll(e => new FailedStep(e.Version, e.Type, e.At, Actor.ReadKind(e.Actor), EventData.Read(e.Data).Reason))
        );
    }

    /// <summary>Has one tried again, from the first try on and whatever killed workers with it.</summary>
    public async Task<Problem?> RetryAsync(string reference, string? by, string? reason, CancellationToken cancellationToken)
    {
        if (Name(by) is not { } name)
            return NameMissing;
        if (!ReferralReference.TryParse(reference, out var parsed))
            return NotFound;
        var (_, retried) = await ActAsync(
            db => Failed(db).Where(j => j.Reference == parsed.Value),
            "retried",
            name,
            reason,
            (db, journey, now) => moves.Retry(db, journey, Actor.Operator(name), now),
            cancellationToken
        );
        if (retried.Count == 0)
            return NotFound;
        wakeUps.Send(retried);
        return null;
    }

    /// <summary>Has all with this cause tried again, or all there are; returns how many.</summary>
    public async Task<(int Count, Problem? Problem)> RetryAllAsync(string? cause, string? by, CancellationToken cancellationToken)
    {
        if (Name(by) is not { } name)
            return (0, NameMissing);
        var (total, last) = (0, Guid.Empty);
        while (true)
        {
            var from = last;
            var (looked, retried) = await ActAsync(
                db => Failed(db).Where(j => j.Id > from && (cause == null || j.StuckReason == cause)).OrderBy(j => j.Id).Take(TogetherMax),
                "retried",
                name,
                null,
                (db, journey, now) => moves.Retry(db, journey, Actor.Operator(name), now),
                cancellationToken
            );
            if (looked.Count == 0)
                return (total, null);
            wakeUps.Send(retried);
            // The last one in the database's order, which on SQL Server is another than .NET's.
            (total, last) = (total + retried.Count, looked[^1]);
        }
    }

    /// <summary>
    /// Takes one out of the workers' hands until somebody retries it. Its owner and deadline stay, so it goes on being escalated. What
    /// may not wait is refused.
    /// </summary>
    public async Task<Problem?> ParkAsync(string reference, string? by, string? reason, CancellationToken cancellationToken)
    {
        if (Name(by) is not { } name)
            return NameMissing;
        if (string.IsNullOrWhiteSpace(reason))
            return ReasonMissing;
        if (!ReferralReference.TryParse(reference, out var parsed))
            return NotFound;
        var (looked, parked) = await ActAsync(
            db => Failed(db).Where(j => j.Reference == parsed.Value && j.ParkedSince == null),
            "parked",
            name,
            reason,
            (db, journey, now) => moves.Park(db, journey, ReasonCodes.Operator, Actor.Operator(name), now),
            cancellationToken,
            unless: journey => journey.MayNotWait
        );
        return parked.Count > 0 ? null
            : looked.Count > 0 && await IsNeverParkedAsync(looked[0], cancellationToken) ? NeverParked
            : NotFound;
    }

    async Task<bool> IsNeverParkedAsync(Guid referral, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        return await db.Journeys.FirstOrDefaultAsync(j => j.Id == referral, cancellationToken) is { MayNotWait: true };
    }

    public static string Describe(string cause) =>
        cause switch
        {
            ReasonCodes.NoWorkerFinished => "No worker finished it within a minute",
            ReasonCodes.KillsWorkers => "It was in hand each time a process died",
            "parked" => "Parked by an operator",
            "no-answer-in-time" => "The provider did not answer in time",
            "no-endpoint" => "The chosen service has no address to send to",
            "endpoint-not-allowed" => "The chosen service's address is not one that messages may go to (setting ProviderEndpoints)",
            _ when cause.StartsWith("http-", StringComparison.Ordinal) => $"The provider answered {cause[5..]}",
            _ when cause.StartsWith("connection-", StringComparison.Ordinal) => "The provider could not be reached",
            _ => cause,
        };

    /// <summary>Stuck or parked, and of concern to a worker still.</summary>
    static IQueryable<ReferralJourney> Failed(HubDbContext db) =>
        db.Journeys.Where(j => (j.StuckSince != null || j.ParkedSince != null) && j.WakeAt != null);

    /// <summary>What was looked at, in the order of the query, and what of it nobody else held and was changed.</summary>
    Task<(List<Guid> Looked, List<ReferralJourney> Changed)> ActAsync(
        Func<HubDbContext, IQueryable<ReferralJourney>> which,
        string act,
        string by,
        string? reason,
        Action<HubDbContext, ReferralJourney, DateTime> change,
        CancellationToken cancellationToken,
        Predicate<ReferralJourney>? unless = null
    ) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var ids = await which(db).Select(j => j.Id).ToListAsync(token);
                var journeys = await database.Claim<ReferralJourney>(db, ids).Where(j => j.WakeAt != null).ToListAsync(token);
                if (unless is not null)
                    journeys.RemoveAll(unless);
                foreach (var journey in journeys)
                {
                    db.OperatorActs.Add(
                        new()
                        {
                            Id = EntityId.New(now),
                            Referral = journey.Id,
                            Act = act,
                            By = by,
                            Reason = Cut(reason),
                            Cause = journey.StuckReason,
                            At = now,
                        }
                    );
                    change(db, journey, now);
                }

                return (ids, journeys);
            },
            cancellationToken
        );

    static FailedReferral ToFailedReferral(ReferralJourney j) =>
        new(
            j.Id,
            ReferralReference.Display(j.Reference),
            j.Stage,
            j.Priority.ToWords(),
            j.StuckReason ?? "parked",
            (j.StuckSince ?? j.ParkedSince)!.Value,
            j.WakeCount,
            j.Deaths,
            j.Due,
            j.ParkedSince
        );

    static string? Name(string? by) =>
        string.IsNullOrWhiteSpace(by) ? null
        : by.Trim() is { Length: > NameMax } name ? name[..NameMax]
        : by.Trim();

    static string? Cut(string? reason) => reason?.Trim() is { Length: > ReasonMax } text ? text[..ReasonMax] : reason?.Trim();
}
