using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Concerns;

/// <summary>Closes a complaint or incident with what was done about it; it stays on the referral's record.</summary>
public sealed class CloseConcern(HubDatabase database, TimeProvider time)
{
    /// <returns>Why it cannot be closed; null when it was.</returns>
    public Task<Problem?> CloseAsync(Guid id, string? by, string? outcome, CancellationToken cancellationToken)
    {
        if (Check(by, outcome) is { } fault)
            return Task.FromResult<Problem?>(fault);
        return database.WriteAsync<Problem?>(
            async (db, token) =>
            {
                var concern = await db.Concerns.AsTracking().FirstOrDefaultAsync(c => c.Id == id, token);
                if (concern is null)
                    return ConcernProblems.NotFound;
                if (concern.Closed is not null)
                    return ConcernProblems.Closed(concern);
                (concern.Closed, concern.ClosedBy) = (time.UtcNow(), by!.Trim());
                concern.Outcome = outcome!.Trim().ReplaceLineEndings("\n");
                return null;
            },
            cancellationToken
        );
    }

    static Problem? Check(string? by, string? outcome)
    {
        if (string.IsNullOrWhiteSpace(by) || by.Length > ReviewLimits.NameCharactersMax)
            return ConcernProblems.AuthorMissing;
        if (string.IsNullOrWhiteSpace(outcome))
            return ConcernProblems.OutcomeMissing;
        return outcome.Length > ReviewLimits.TextCharactersMax ? ConcernProblems.OutcomeTooLong : null;
    }
}
