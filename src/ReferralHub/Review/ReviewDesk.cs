using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Web.Users;

namespace ReferralHub.Review;

/// <summary>How far a reviewer has come in a session.</summary>
/// <param name="Seconds">Median seconds from opening a referral to deciding; null before the first.</param>
public sealed record SessionProgress(
    Guid Id,
    DateTime Started,
    int Decided,
    int Undone,
    int Deferred,
    int Referred,
    int Skipped,
    int? Seconds
);

/// <summary>Reviewing one referral after the other: the best next one, skip, defer, refer to a colleague.</summary>
public sealed class ReviewDesk(
    HubDatabase database,
    JourneyMoves moves,
    ReviewClaims claims,
    ReviewerInterests interests,
    HubSettings settings,
    TimeProvider time
)
{
    const int CandidatesMax = 25;
    const int TriesMax = 4;
    const int TextCharactersMax = ReviewRules.TextCharactersMax;

    /// <summary>Claims the most pressing referral that nobody else has; null when there is none. Two who ask at once get two.</summary>
    /// <param name="among">Which part of the queue.</param>
    public async Task<string?> NextAsync(HubUser user, QueueFilter among, Guid session, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            var now = time.UtcNow();
            var candidates = await CandidatesAsync(user, among, session, now, cancellationToken);
            if (candidates.Count == 0)
                return null;
            if (await TakeFirstAsync(user, candidates, cancellationToken) is { } reference)
                return reference;
        }

        return null;
    }

    /// <summary>The reviewer's session, begun when there is none that was begun today and not ended.</summary>
    public Task<Guid> SessionAsync(string reviewer, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                if (await OpenSessionAsync(db, reviewer, now, token) is { } open)
                    return open.Id;
                var begun = new ReviewSession
                {
                    Id = EntityId.New(now),
                    Reviewer = reviewer,
                    Started = now,
                };
                db.ReviewSessions.Add(begun);
                return begun.Id;
            },
            cancellationToken
        );

    /// <summary>The session that is on, if any.</summary>
    public async Task<SessionProgress?> ProgressAsync(string reviewer, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var session = await OpenSessionAsync(db, reviewer, time.UtcNow(), cancellationToken);
        return session is null ? null : await ProgressAsync(db, session, cancellationToken);
    }

    /// <summary>Ends the session that is on, gives back what the reviewer has open, and says what was done.</summary>
    public async Task<SessionProgress?> EndAsync(string reviewer, CancellationToken cancellationToken)
    {
        var ended = await database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var session = await OpenSessionAsync(db.Set<ReviewSession>().AsTracking(), reviewer, now, token);
                if (session is null)
                    return null;
                session.Ended = now;
                var held = await db
                    .ReviewClaims.Where(c => c.Reviewer == reviewer && c.Until <= now.AddMinutes(settings.Review.ClaimMinutes))
                    .Select(c => c.Referral)
                    .ToListAsync(token);
                foreach (var journey in await database.Claim<ReferralJourney>(db, held).ToListAsync(token))
                    await claims.ReleaseAsync(db, journey, reviewer, now, token);
                return session;
            },
            cancellationToken
        );
        if (ended is null)
            return null;
        await using var read = database.OpenRead();
        return await ProgressAsync(read, ended, cancellationToken);
    }

    /// <summary>Leaves it for later in this session; it goes back to its team.</summary>
    public Task<Problem?> SkipAsync(string reference, HubUser user, Guid? session, CancellationToken cancellationToken) =>
        LeaveAsync(
            reference,
            user,
            cancellationToken,
            (_, journey, now) => ReviewService.Act(journey, ReviewActKind.Skip, user.Name, session, now)
        );

    /// <summary>Leaves it until a day, with a reason. Its deadline stays and is the last day that can be named.</summary>
    public Task<Problem?> DeferAsync(
        string reference,
        HubUser user,
        DateOnly? until,
        string? reason,
        Guid? session,
        CancellationToken cancellationToken
    )
    {
        if (Text("say why it waits", reason) is { } fault)
            return Task.FromResult<Problem?>(fault);
        return LeaveAsync(
            reference,
            user,
            cancellationToken,
            (_, journey, now) =>
                ReviewService.Act(
                    journey,
                    ReviewActKind.Defer,
                    user.Name,
                    session,
                    now,
                    text: reason!.Trim(),
                    until: WorkingDays.ToStartOfDay(until!.Value)
                ),
            (journey, now) =>
            {
                if (journey.Priority.IsSuspectedCancer())
                    return new(
                        422,
                        "invariant",
                        "REC_UNPROCESSABLE_ENTITY",
                        "act",
                        "Suspected cancer is never held: decide now, or refer it to a colleague who can.",
                        "act"
                    );
                var today = WorkingDays.LocalDate(now);
                // What is overdue already may be put off once more, to the next working day.
                var last = WorkingDays.LocalDate(journey.Due!.Value) is var due && due > today ? due : WorkingDays.Add(today, 1);
                return until is null || until <= today || until > last
                    ? new(
                        422,
                        "invariant",
                        "REC_UNPROCESSABLE_ENTITY",
                        "until-day",
                        $"Enter a day after today and not after {last:d MMMM yyyy}, when the decision is due.",
                        "until-day"
                    )
                    : null;
            }
        );
    }

    /// <summary>Gives it to a named colleague, with a reason. Unanswered by the end of the next working day it goes back to the team.</summary>
    public Task<Problem?> ReferAsync(
        string reference,
        HubUser user,
        string? colleague,
        string? reason,
        Guid? session,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(colleague) || colleague.Length > ReviewRules.NameCharactersMax)
            return Task.FromResult<Problem?>(
                new(422, "invariant", "REC_UNPROCESSABLE_ENTITY", "colleague", "Name the colleague.", "colleague")
            );
        if (colleague.Trim() == user.Name)
            return Task.FromResult<Problem?>(
                new(422, "invariant", "REC_UNPROCESSABLE_ENTITY", "colleague", "Name somebody other than yourself.", "colleague")
            );
        if (Text("say what you want to know of your colleague", reason) is { } fault)
            return Task.FromResult<Problem?>(fault);
        return database.WriteAsync<Problem?>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var (journey, problem) = await OpenToAsync(db, reference, user, now, token);
                if (journey is null)
                    return problem;
                db.ReviewActs.Add(
                    ReviewService.Act(journey, ReviewActKind.Refer, user.Name, session, now, other: colleague.Trim(), text: reason!.Trim())
                );
                await ReviewClaims.TakeAsync(db, journey, colleague.Trim(), now, settings, token, WorkingDays.Deadline(now, 1));
                moves.Claim(db, journey, colleague.Trim(), Actor.Clinician(user.Name), now);
                await db.ReviewDrafts.Where(d => d.Referral == journey.Id && d.Reviewer == user.Name).ExecuteDeleteAsync(token);
                return null;
            },
            cancellationToken
        );
    }

    Task<Problem?> LeaveAsync(
        string reference,
        HubUser user,
        CancellationToken cancellationToken,
        Func<HubDbContext, ReferralJourney, DateTime, ReviewAct> act,
        Func<ReferralJourney, DateTime, Problem?>? check = null
    ) =>
        database.WriteAsync<Problem?>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var (journey, problem) = await OpenToAsync(db, reference, user, now, token);
                if (journey is null)
                    return problem;
                if (check?.Invoke(journey, now) is { } fault)
                    return fault;
                db.ReviewActs.Add(act(db, journey, now));
                await claims.ReleaseAsync(db, journey, user.Name, now, token);
                return null;
            },
            cancellationToken
        );

    /// <summary>The referral, when it is in review and nobody else has it.</summary>
    static async Task<(ReferralJourney? Journey, Problem? Problem)> OpenToAsync(
        HubDbContext db,
        string reference,
        HubUser user,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var journey = await ReviewService.FindAsync(db, reference, cancellationToken);
        if (journey is null)
            return (null, ReviewService.NotFound);
        if (journey.Stage != Stage.InReview || journey.OwnerKind == OwnerKind.Hub)
            return (
                null,
                new(
                    409,
                    "conflict",
                    "REC_CONFLICT",
                    "not-in-review",
                    "It is no longer open for a decision; what became of it stands on its page."
                )
            );
        var other = await db.ReviewClaims.FirstOrDefaultAsync(
            c => c.Referral == journey.Id && c.Until > now && c.Reviewer != user.Name,
            cancellationToken
        );
        return other is null
            ? (journey, null)
            : (null, new(409, "conflict", "REC_CONFLICT", "claimed", $"{other.Reviewer} has this referral open."));
    }

    async Task<List<Guid>> CandidatesAsync(HubUser user, QueueFilter among, Guid session, DateTime now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var barred = interests.Barred(user.Name, WorkingDays.LocalDate(now));
        var open = ReviewQueue
            .Filter(db, among with { Show = QueueShow.Open }, user, now)
            .Where(j => !db.Set<ReviewClaim>().Any(c => c.Referral == j.Id && c.Until > now && c.Reviewer != user.Name))
            .Where(j => j.Specialty == null || j.Priority == Priority.Asap || j.Priority == Priority.Stat || !barred.Contains(j.Specialty))
            // A second reader is somebody else than the first.
            .Where(j =>
                !db.Set<PendingDecision>().Any(p => p.Referral == j.Id && p.StageEntered == j.StageEntered && p.Reviewer == user.Name)
            )
            // Nor is an appeal for whoever signed the return.
            .Where(j =>
                j.Follows == null
                || !db.Set<ReviewDecision>()
                    .Any(d => d.Referral == j.Follows && d.Outcome == ReviewOutcome.Return && d.Reviewer == user.Name)
            )
            .Where(j =>
                !db.Set<ReviewAct>()
                    .Any(a =>
                        a.Referral == j.Id
                        && ((a.Kind == ReviewActKind.Defer && a.Until > now) || (a.Kind == ReviewActKind.Skip && a.Session == session))
                    )
            );
        return await open.OrderBy(j => j.Due).ThenBy(j => j.Id).Select(j => j.Id).Take(CandidatesMax).ToListAsync(cancellationToken);
    }

    Task<string?> TakeFirstAsync(HubUser user, List<Guid> candidates, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                // One at a time, in order: holding them all would hide from a colleague what is not taken.
                foreach (var id in candidates)
                {
                    var journey = await database
                        .Claim<ReferralJourney>(db, [id])
                        .FirstOrDefaultAsync(j => j.Stage == Stage.InReview && j.OwnerKind != OwnerKind.Hub, token);
                    if (
                        journey is null
                        || await db.ReviewClaims.AnyAsync(c => c.Referral == id && c.Until > now && c.Reviewer != user.Name, token)
                    )
                        continue;
                    if (await ReviewClaims.TakeAsync(db, journey, user.Name, now, settings, token))
                        moves.Claim(db, journey, user.Name, Actor.Clinician(user.Name), now);
                    return ReferralReference.Display(journey.Reference);
                }

                return null;
            },
            cancellationToken
        );

    static Task<ReviewSession?> OpenSessionAsync(HubDbContext db, string reviewer, DateTime now, CancellationToken cancellationToken) =>
        OpenSessionAsync(db.ReviewSessions, reviewer, now, cancellationToken);

    static Task<ReviewSession?> OpenSessionAsync(
        IQueryable<ReviewSession> sessions,
        string reviewer,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var today = WorkingDays.ToStartOfDay(WorkingDays.LocalDate(now));
        return sessions
            .Where(s => s.Reviewer == reviewer && s.Ended == null && s.Started >= today)
            .OrderByDescending(s => s.Started)
            .FirstOrDefaultAsync(cancellationToken);
    }

    static async Task<SessionProgress> ProgressAsync(HubDbContext db, ReviewSession session, CancellationToken cancellationToken)
    {
        var acts = await db
            .ReviewActs.Where(a => a.Session == session.Id)
            .Select(a => new
            {
                a.Kind,
                a.Seconds,
                a.Referral,
            })
            .ToListAsync(cancellationToken);
        int Count(ReviewActKind kind) => acts.Count(a => a.Kind == kind);
        var seconds = acts.Where(a => a.Kind == ReviewActKind.Decide).Select(a => a.Seconds).OfType<int>().Order().ToList();
        var skipped = acts.Where(a => a.Kind == ReviewActKind.Skip).Select(a => a.Referral).Distinct().Count();
        return new(
            session.Id,
            session.Started,
            Count(ReviewActKind.Decide) - Count(ReviewActKind.Undo),
            Count(ReviewActKind.Undo),
            Count(ReviewActKind.Defer),
            Count(ReviewActKind.Refer),
            skipped,
            seconds.Count == 0 ? null : seconds[seconds.Count / 2]
        );
    }

    static Problem? Text(string what, string? text) =>
        string.IsNullOrWhiteSpace(text) ? new(422, "invariant", "REC_UNPROCESSABLE_ENTITY", "text", $"Please {what}.", "text")
        : text.Length > TextCharactersMax
            ? new(
                422,
                "invariant",
                "REC_UNPROCESSABLE_ENTITY",
                "text",
                $"The text may have {TextCharactersMax:N0} characters at the most.",
                "text"
            )
        : null;
}
