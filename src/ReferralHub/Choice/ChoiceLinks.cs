using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Choice;

/// <summary>
/// Links for patients. The token has 192 random bits and is kept as a hash only; the date of birth catches a link that
/// reached the wrong person and is no secret. Five wrong dates lock the link and put a person on it, because a locked
/// link must not strand a referral.
/// </summary>
public sealed class ChoiceLinks(HubDatabase database, JourneyMoves moves, HubSettings settings, TimeProvider time)
{
    const int TokenBytes = 24;
    const int WrongAnswersMax = 5;

    /// <summary>
    /// Makes a new link for a referral that waits for its patient's choice; earlier links stop working. Null when it does not wait.
    /// </summary>
    public Task<string?> IssueAsync(Guid referral, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                if (!await db.Journeys.AnyAsync(j => j.Id == referral && j.Stage == Stage.AwaitingChoice, token))
                    return null;
                await db.ChoiceLinks.Where(l => l.Referral == referral).ExecuteDeleteAsync(token);
                var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
                db.ChoiceLinks.Add(
                    new()
                    {
                        TokenHash = Hash(text),
                        Referral = referral,
                        Expires = time.UtcNow().AddDays(settings.Clocks.ChoiceDays),
                    }
                );
                return (string?)text;
            },
            cancellationToken
        );

    /// <summary>
    /// The link that token and date of birth open; null for an unknown, expired or locked link and for a wrong date alike.
    /// Tokens that nobody was given are told by reading alone, so that guessing never keeps a writer busy.
    /// </summary>
    public async Task<OpenedLink?> OpenAsync(string token, DateOnly birthDate, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(token), time.UtcNow());
        Guid referral;
        DateOnly? born;
        await using (var db = database.OpenRead(AccessScope.System("finds which referral a patient's link opens")))
        {
            var link = await db.ChoiceLinks.FirstOrDefaultAsync(
                l => l.TokenHash == hash && l.Locked == null && l.Expires > now,
                cancellationToken
            );
            if (link is null)
                return null;
            referral = link.Referral;
            born = await db.Referrals.Where(r => r.Referral == referral).Select(r => r.BirthDate).FirstOrDefaultAsync(cancellationToken);
        }

        return await database.WriteInAsync<OpenedLink?>(
            AccessScope.System("counts a wrong date of somebody who has no right to anything yet"),
            async (db, cancel) =>
            {
                // The statement itself looks at the number: of wrong dates that come at once, none is counted over another.
                var open = db.ChoiceLinks.Where(l => l.TokenHash == hash && l.Locked == null && l.WrongAnswers < WrongAnswersMax);
                if (born == birthDate)
                    return
                        await open.ExecuteUpdateAsync(
                            l => l.SetProperty(x => x.WrongAnswers, 0).SetProperty(x => x.Used, x => x.Used ?? now),
                            cancel
                        ) == 1
                        ? new(referral, hash)
                        : null;
                await open.ExecuteUpdateAsync(l => l.SetProperty(x => x.WrongAnswers, x => x.WrongAnswers + 1), cancel);
                var locked = await db
                    .ChoiceLinks.Where(l => l.TokenHash == hash && l.Locked == null && l.WrongAnswers >= WrongAnswersMax)
                    .ExecuteUpdateAsync(l => l.SetProperty(x => x.Locked, now), cancel);
                if (locked == 1)
                    await TellAsync(db, referral, now, cancel);
                return null;
            },
            cancellationToken
        );
    }

    /// <summary>Whether a link that was opened is still the one that counts: no other was issued, and it was not locked.</summary>
    public async Task<bool> IsCurrentAsync(OpenedLink opened, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("finds which referral a patient's link opens"));
        return await db.ChoiceLinks.AnyAsync(
            l => l.TokenHash == opened.Link && l.Referral == opened.Referral && l.Locked == null,
            cancellationToken
        );
    }

    async Task TellAsync(HubDbContext db, Guid referral, DateTime now, CancellationToken cancellationToken)
    {
        db.WorkItems.Add(
            new()
            {
                Id = EntityId.New(now),
                Kind = Flags.ChoiceLinkLocked,
                Referral = referral,
                Text =
                    "A patient's choice link was locked after five wrong dates of birth. Contact the patient by another route, "
                    + "check the date of birth, and issue a new link.",
                Raised = now,
                Due = WorkingDays.Deadline(now, 1),
            }
        );
        var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == referral, cancellationToken);
        JourneyMoves.AddFlag(journey, Flags.ChoiceLinkLocked);
        moves.Note(db, journey, EventTypes.Flagged, Actor.Choice, new() { Reason = Flags.ChoiceLinkLocked }, now);
    }

    static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>A link that its patient has opened.</summary>
/// <param name="Link">Hash of its token, which tells it from those that were issued before and after.</param>
public sealed record OpenedLink(Guid Referral, string Link);
