using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review;

/// <summary>Questions and advice of clinicians, signed, as the practice reads them.</summary>
sealed class ReviewNotes : IReferralNotes
{
    public async Task<IReadOnlyList<ReferralNote>> OfAsync(HubDbContext db, Guid referral, CancellationToken cancellationToken)
    {
        var decisions = await db.ReviewDecisions.Where(d => d.Referral == referral && d.Text != null && d.Outcome != ReviewOutcome.Accept).ToListAsync(cancellationToken);
        return [.. decisions.Select(d => new ReferralNote($"{d.Reviewer}, {d.ReviewerRole}", d.At, d.ReasonCode is null ? d.Text! : $"{ReturnReasons.Words(d.ReasonCode)}: {d.Text}"))];
    }
}
