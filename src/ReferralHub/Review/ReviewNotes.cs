using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Review.Decide;

namespace ReferralHub.Review;

/// <summary>Questions and advice of clinicians, signed, as the practice reads them.</summary>
sealed class ReviewNotes : IReferralNotes
{
    public async Task<IReadOnlyList<(Guid Referral, ReferralNote Note)>> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    )
    {
        var decisions = await db
            .ReviewDecisions.Where(d => referrals.Contains(d.Referral) && d.Text != null && d.Outcome != ReviewOutcome.Accept)
            .ToListAsync(cancellationToken);
        return decisions.ConvertAll(d => (d.Referral, ToNote(d)));
    }

    static ReferralNote ToNote(ReviewDecision decision) =>
        new(
            decision.Outcome == ReviewOutcome.Ask ? NoteKind.Question : NoteKind.Advice,
            decision.DescribeAuthors(),
            decision.At,
            decision.ReasonCode is null ? decision.Text! : $"{ReturnReasons.Describe(decision.ReasonCode)}: {decision.Text}",
            ReviewerRoles.ComputeId(decision.Reviewer, decision.ReviewerRole)
        );
}
