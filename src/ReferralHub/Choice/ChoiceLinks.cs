using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
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
    /// The referral behind token and date of birth; null for an unknown, expired or locked link and for a wrong date alike.
    /// </summary>
    public Task<Guid?> OpenAsync(string token, DateOnly birthDate, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(token), time.UtcNow());
        return database.WriteAsync<Guid?>(
            async (db, cancel) =>
            {
                var link = await db.ChoiceLinks.AsTracking().FirstOrDefaultAsync(l => l.TokenHash == hash, cancel);
                if (link is null || link.Locked is not null || link.Expires <= now)
                    return null;
                var born = await db.Referrals.Where(r => r.Referral == link.Referral).Select(r => r.BirthDate).FirstOrDefaultAsync(cancel);
                if (born == birthDate)
                {
                    link.WrongAnswers = 0;
                    link.Used ??= now;
                    return link.Referral;
                }

                if (++link.WrongAnswers >= WrongAnswersMax)
                    await LockAsync(db, link, now, cancel);
                return null;
            },
            cancellationToken
        );
    }

    async Task LockAsync(HubDbContext db, ChoiceLink link, DateTime now, CancellationToken cancellationToken)
    {
        link.Locked = now;
        db.WorkItems.Add(
            new()
            {
                Id = EntityId.New(now),
                Kind = Flags.ChoiceLinkLocked,
                Referral = link.Referral,
                Text =
                    "A patient's choice link was locked after five wrong dates of birth. Contact the patient by another route, "
                    + "check the date of birth, and issue a new link.",
                Raised = now,
                Due = WorkingDays.Deadline(now, 1),
            }
        );
        var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == link.Referral, cancellationToken);
        JourneyMoves.AddFlag(journey, Flags.ChoiceLinkLocked);
        moves.Note(db, journey, EventTypes.Flagged, Actor.Choice, new() { Reason = Flags.ChoiceLinkLocked }, now);
    }

    static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
