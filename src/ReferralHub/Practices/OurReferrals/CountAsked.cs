using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Referral;

namespace ReferralHub.Practices.OurReferrals;

/// <summary>Counts how often a practice was asked for something and got a referral back in the last year.</summary>
public sealed class CountAsked(HubDatabase database, CurrentScope callerScope, TimeProvider time)
{
    /// <param name="practice">ODS code.</param>
    public async Task<TimesAsked> CountAsync(string practice, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        return await TimesAsked.ReadAsync(db, practice, null, time.UtcNow().AddYears(-1), cancellationToken);
    }
}
