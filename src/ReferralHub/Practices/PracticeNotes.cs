using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;

namespace ReferralHub.Practices;

/// <summary>What practices say about their referrals: answers, appeals and withdrawals.</summary>
sealed class PracticeNotes : IReferralNotes
{
    public async Task<IReadOnlyList<(Guid Referral, ReferralNote Note)>> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    )
    {
        // Without the attachments, which may be large.
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
        return messages.ConvertAll(m => (m.Referral, new ReferralNote(ToNoteKind(m.Kind), m.Author, m.At, m.Text)));
    }

    static NoteKind ToNoteKind(PracticeMessageKind kind) =>
        kind switch
        {
            PracticeMessageKind.Answer => NoteKind.Answer,
            PracticeMessageKind.Appeal => NoteKind.Appeal,
            _ => NoteKind.Withdrawal,
        };
}
