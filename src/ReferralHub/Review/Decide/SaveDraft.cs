using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Decide;

/// <summary>Saves what a reviewer has typed in the database: it outlives the session, the browser and the machine.</summary>
public sealed class SaveDraft(HubDatabase database, TimeProvider time)
{
    /// <summary>Returns when it was saved; null when there is no such referral.</summary>
    public Task<DateTime?> SaveAsync(string reference, string reviewer, DecisionForm form, CancellationToken cancellationToken) =>
        database.WriteAsync<DateTime?>(
            async (db, token) =>
            {
                var journey = await db.FindForReviewAsync(reference, token);
                if (journey is null)
                    return null;
                var now = time.UtcNow();
                await db.KeepDraftAsync(journey.Id, reviewer, form, now, token);
                return now;
            },
            cancellationToken
        );
}
