using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Claim;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Leave;

/// <summary>
/// Leaves a referral until a day, with a reason; it goes back to its team. Its deadline stays and is the last day that
/// can be named.
/// </summary>
public sealed class DeferReferral(HubDatabase database, ReleaseClaim release, TimeProvider time)
{
    /// <param name="until">The day on which it is shown again; null when none was entered.</param>
    /// <returns>Why it cannot be deferred; null when it was.</returns>
    public Task<Problem?> DeferAsync(
        string reference,
        HubUser user,
        DateOnly? until,
        string? reason,
        Guid? session,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(reason))
            return Task.FromResult<Problem?>(ReviewProblems.DeferralUnexplained);
        if (reason.Length > ReviewLimits.TextCharactersMax)
            return Task.FromResult<Problem?>(ReviewProblems.TextTooLong);
        return database.WriteAsync<Problem?>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var (journey, problem) = await db.FindOpenToAsync(user, reference, now, token);
                if (journey is null)
                    return problem;
                if (Check(journey, until, now) is { } fault)
                    return fault;
                db.ReviewActs.Add(
                    ReviewAct.Create(
                        journey,
                        ReviewActKind.Defer,
                        user.Name,
                        session,
                        now,
                        text: reason.Trim(),
                        until: WorkingDays.ToStartOfDay(until!.Value)
                    )
                );
                await release.ReleaseAsync(db, journey, user.Name, now, token);
                return null;
            },
            cancellationToken
        );
    }

    internal static Problem? Check(ReferralJourney journey, DateOnly? until, DateTime now)
    {
        if (journey.Priority.IsSuspectedCancer())
            return ReviewProblems.CancerNotDeferred;
        if (journey.MayNotWait)
            return ReviewProblems.FirstNotDeferred;
        var today = WorkingDays.LocalDate(now);
        var due = WorkingDays.LocalDate(journey.Due!.Value);
        // What is overdue already may be put off once more, to the next working day.
        var last = due > today ? due : WorkingDays.Add(today, 1);
        return until is null || until <= today || until > last ? ReviewProblems.DayOutOfRange(last) : null;
    }
}
