using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Correspondence;

namespace ReferralHub.Practices.Say;

/// <summary>
/// Takes what a practice says about its own referral: an answer, an appeal or a withdrawal. Refused, it changes nothing,
/// and the problem says what to do.
/// </summary>
public sealed class SayAboutReferral(
    HubDatabase database,
    CurrentScope callerScope,
    AnswerQuestion answer,
    AppealReturn appeal,
    WithdrawReferral withdraw,
    WakeUps wakeUps,
    TimeProvider time
)
{
    public async Task<(Problem? Problem, PracticeSaid? Said)> SayAsync(
        Guid referral,
        PracticeSays says,
        CancellationToken cancellationToken
    )
    {
        if (says.FindFault() is { } fault)
            return (fault, null);
        // Somebody else's referral is as good as none, before anything is tried.
        await using (var db = database.OpenRead(callerScope.Read()))
            if (!await db.Journeys.AnyAsync(j => j.Id == referral, cancellationToken))
                return (PracticeProblems.NotFound, null);
        var result = await database.WriteAsync<(Problem? Problem, PracticeSaid? Said)>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var journey = await db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Id == referral, token);
                if (journey is null || journey.Practice != says.Practice)
                    return (PracticeProblems.NotFound, null);
                var (problem, continued) = says.Kind switch
                {
                    PracticeMessageKind.Answer => (answer.Answer(db, journey, now), journey),
                    PracticeMessageKind.Withdrawal => (withdraw.Withdraw(db, journey, now), journey),
                    _ => await appeal.AppealAsync(db, journey, now, token),
                };
                if (problem is not null)
                    return (problem, null);
                // With the referral that goes on, where the next clinician reads it.
                var message = CreateMessage(says, continued!.Id, now);
                db.PracticeMessages.Add(message);
                return (null, new(continued, message));
            },
            cancellationToken
        );
        if (result.Said is not null)
            wakeUps.Send([result.Said.Journey]);
        return result;
    }

    static PracticeMessage CreateMessage(PracticeSays says, Guid referral, DateTime now) =>
        new()
        {
            Id = EntityId.New(now),
            Referral = referral,
            Kind = says.Kind,
            Practice = says.Practice,
            Author = says.Author,
            Text = says.Text!.Trim(),
            AttachmentTitle = says.Attachment?.Title,
            AttachmentType = says.Attachment?.Type,
            Attachment = says.Attachment?.Content,
            At = now,
        };
}
