using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review;

/// <summary>Questions and advice of clinicians, signed, as the practice reads them.</summary>
sealed class ReviewNotes : IReferralNotes
{
    public async Task<IReadOnlyList<(Guid Referral, ReferralNote Note)>> OfAsync(HubDbContext db, IReadOnlyCollection<Guid> referrals, CancellationToken cancellationToken)
    {
        var decisions = await db.ReviewDecisions.Where(d => referrals.Contains(d.Referral) && d.Text != null && d.Outcome != ReviewOutcome.Accept).ToListAsync(cancellationToken);
        return [.. decisions.Select(d => (d.Referral, NoteOf(d)))];
    }

    static ReferralNote NoteOf(ReviewDecision decision) => new(
        decision.Outcome == ReviewOutcome.Ask ? NoteKind.Question : NoteKind.Advice,
        $"{decision.Reviewer}, {decision.ReviewerRole}", decision.At,
        decision.ReasonCode is null ? decision.Text! : $"{ReturnReasons.Words(decision.ReasonCode)}: {decision.Text}",
        ReviewerRoles.IdOf(decision.Reviewer, decision.ReviewerRole));
}
