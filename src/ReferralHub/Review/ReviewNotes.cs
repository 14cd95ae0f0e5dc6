using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;

namespace ReferralHub.Review;

/// <summary>Questions and advice of clinicians, signed, as the practice reads them; and what the practice says.</summary>
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
        var messages = await db
            .PracticeMessages.Where(m => referrals.Contains(m.Referral))
            .Select(m => new
            {
                m.Referral,
                m.Kind,
                m.Author,
                m.At,
                m.Text,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. decisions.Select(d => (d.Referral, ToNote(d))),
            .. messages.Select(m => (m.Referral, new ReferralNote(ToNoteKind(m.Kind), m.Author, m.At, m.Text))),
        ];
    }

    static NoteKind ToNoteKind(PracticeMessageKind kind) =>
        kind switch
        {
            PracticeMessageKind.Answer => NoteKind.Answer,
            PracticeMessageKind.Appeal => NoteKind.Appeal,
            _ => NoteKind.Withdrawal,
        };

    static ReferralNote ToNote(ReviewDecision decision) =>
        new(
            decision.Outcome == ReviewOutcome.Ask ? NoteKind.Question : NoteKind.Advice,
            $"{decision.Reviewer}, {decision.ReviewerRole}",
            decision.At,
            decision.ReasonCode is null ? decision.Text! : $"{ReturnReasons.Describe(decision.ReasonCode)}: {decision.Text}",
            ReviewerRoles.ComputeId(decision.Reviewer, decision.ReviewerRole)
        );
}
