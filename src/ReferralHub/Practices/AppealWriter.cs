using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Practices;

/// <summary>
/// Opens the journey of an appeal: the returned referral again, with its document, received date and clock, linked to the
/// first, and straight before a clinician. A returned journey itself stays as it is.
/// </summary>
public sealed class AppealWriter(JourneyMoves moves, HubSettings settings)
{
    /// <summary>Sources of submissions that no system sent.</summary>
    const string Source = "appeal";

    /// <param name="returned">A journey that was returned and not appealed before; the caller has checked.</param>
    public async Task<ReferralJourney> OpenAsync(
        HubDbContext db,
        ReferralJourney returned,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var first = await db.Referrals.FirstAsync(r => r.Referral == returned.Id, cancellationToken);
        var document = await db
            .Documents.Where(d => d.Referral == returned.Id)
            .OrderByDescending(d => d.Version)
            .FirstAsync(cancellationToken);
        return Open(db, returned, first, document, EntityId.New(now), now);
    }

    internal ReferralJourney Open(
        HubDbContext db,
        ReferralJourney returned,
        ReferralRecord first,
        StoredDocument document,
        Guid id,
        DateTime now
    )
    {
        var actor = Actor.Sender(returned.Practice ?? returned.Sender);
        var journey = moves.Open(
            db,
            new(
                id,
                returned.Sender,
                returned.Practice,
                returned.PatientKey,
                returned.Priority,
                returned.Specialty,
                [.. returned.FlagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries), Flags.Appealed],
                returned.Received,
                returned.Id
            ),
            actor,
            now
        );
        db.Referrals.Add(
            new()
            {
                Referral = id,
                NhsNumber = first.NhsNumber,
                Family = first.Family,
                Given = first.Given,
                BirthDate = first.BirthDate,
                Gender = first.Gender,
                Reason = first.Reason,
                SenderIdentifier = first.SenderIdentifier,
                FullUrl = first.FullUrl,
                CorrelationId = first.CorrelationId,
                Facts = first.Facts,
            }
        );
        db.Documents.Add(
            new()
            {
                Referral = id,
                Version = 1,
                MediaType = document.MediaType,
                Sha256 = document.Sha256,
                Length = document.Length,
                Bytes = document.Bytes,
            }
        );
        db.Submissions.Add(
            new()
            {
                Id = EntityId.New(now),
                Sender = returned.Sender,
                MessageId = $"{Source}#{returned.Id}",
                ContentHash = document.Sha256,
                Kind = SubmissionCodes.New,
                Referral = id,
                DocumentVersion = 1,
                ResponseStatus = 200,
                Source = Source,
                At = now,
            }
        );
        // The place in the queue is kept: what has waited once does not start from the end.
        moves.Move(
            db,
            journey,
            Stage.InReview,
            EventTypes.Appealed,
            actor,
            new() { Reason = ReasonCodes.Appeal, Due = WorkingDays.Deadline(now, settings.Clocks.AppealWorkingDays) },
            now
        );
        return journey;
    }
}
