using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Intake;

/// <summary>One message id, two different messages: the second is never dropped and never taken for the first.</summary>
static class MessageConflicts
{
    const int WorkItemDueWorkingDays = 1;

    /// <summary>Keeps the second message and puts it before a person.</summary>
    /// <param name="earlier">The referral that came with the same id.</param>
    public static void Raise(HubDbContext db, ParsedSubmission submission, Guid? earlier, DateTime now)
    {
        var id = EntityId.New(now);
        db.WorkItems.Add(
            new()
            {
                Id = id,
                Kind = EventTypes.Conflict,
                Referral = earlier,
                Document = id,
                Sender = submission.Sender,
                Text =
                    "A sender used one message id for two different messages. "
                    + "Read both, then admit the second as a referral of its own or settle it as a mistake of the sender.",
                Raised = now,
                Due = WorkingDays.Deadline(now, WorkItemDueWorkingDays),
            }
        );
        var taking = new Taking(SubmissionCodes.Conflict, 409, EarlierSubmissions.FormatConflictId(submission), now);
        SubmissionRows.Add(db, submission, id, 1, taking);
    }

    /// <summary>What the sender is told, with the referral that has the id.</summary>
    public static async Task<IntakeResult> AnswerAsync(HubDbContext db, Submission earlier, CancellationToken cancellationToken)
    {
        var reference = await db
            .Journeys.Where(j => j.Id == earlier.Referral)
            .Select(j => j.Reference)
            .FirstOrDefaultAsync(cancellationToken);
        return new(IntakeOutcome.Conflict, [IntakeProblems.Conflict(reference is null ? "unknown" : ReferralReference.Display(reference))])
        {
            Reference = reference,
            Referral = earlier.Referral,
        };
    }
}
