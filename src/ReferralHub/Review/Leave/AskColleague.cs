using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Leave;

/// <summary>
/// Gives a referral to a colleague who reviews here, with what one wants to know. Unanswered by the end of the next working day it
/// goes back to the team.
/// </summary>
public sealed class AskColleague(HubDatabase database, JourneyMoves moves, ListColleagues colleagues, TimeProvider time)
{
    /// <returns>Why it cannot be given to the colleague; null when it was.</returns>
    public async Task<Problem?> AskAsync(
        string reference,
        HubUser user,
        string? colleague,
        string? question,
        Guid? session,
        CancellationToken cancellationToken
    )
    {
        if (Check(user, colleague, question) is { } fault)
            return fault;
        var reviewers = await colleagues.ListNamesAsync(cancellationToken);
        return await database.WriteAsync<Problem?>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var (journey, problem) = await db.FindOpenToAsync(user, reference, now, token);
                if (journey is null)
                    return problem;
                var asked = colleague!.Trim();
                if (colleagues.Check(asked, reviewers, journey) is { } unfit)
                    return unfit;
                db.ReviewActs.Add(
                    ReviewAct.Create(journey, ReviewActKind.Refer, user.Name, session, now, other: asked, text: question!.Trim())
                );
                await db.WriteClaimAsync(journey, asked, now, WorkingDays.Deadline(now, 1), token);
                moves.Claim(db, journey, asked, Actor.Clinician(user.Name), now);
                await db.ReviewDrafts.Where(d => d.Referral == journey.Id && d.Reviewer == user.Name).ExecuteDeleteAsync(token);
                return null;
            },
            cancellationToken
        );
    }

    static Problem? Check(HubUser user, string? colleague, string? question)
    {
        if (string.IsNullOrWhiteSpace(colleague) || colleague.Length > ReviewLimits.NameCharactersMax)
            return ReviewProblems.ColleagueMissing;
        if (colleague.Trim() == user.Name)
            return ReviewProblems.ColleagueIsSelf;
        if (string.IsNullOrWhiteSpace(question))
            return ReviewProblems.QuestionToColleagueMissing;
        return question.Length > ReviewLimits.TextCharactersMax ? ReviewProblems.TextTooLong : null;
    }
}
