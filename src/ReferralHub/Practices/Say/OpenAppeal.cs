using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Practices.Say;

/// <summary>
/// Opens the journey of an appeal: the returned referral again, with its document, received date and clock, linked to the
/// first, and straight before a clinician. A returned journey itself stays as it is.
/// </summary>
public sealed class OpenAppeal(JourneyMoves moves, HubSettings settings)
{
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
        var identifiers = await db.ReferralIdentifiers.AsNoTracking().Where(i => i.Referral == returned.Id).ToListAsync(cancellationToken);
        var journey = Open(db, returned, first, document, EntityId.New(now), now);
        db.ReferralIdentifiers.AddRange(
            identifiers.Select(i => new ReferralIdentifier
            {
                Referral = journey.Id,
                System = i.System,
                Value = i.Value,
            })
        );
        return journey;
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
        var journey = moves.Open(db, DescribeStart(returned, id), actor, now);
        db.Referrals.Add(CopyRecord(first, id));
        db.Documents.Add(CopyDocument(document, id));
        db.Submissions.Add(CreateSubmission(returned, document, id, now));
        // The place in the queue is kept: what has waited once does not start from the end.
        var appealed = new EventData
        {
            Reason = ReasonCodes.Appeal,
            Due = settings.Clocks.Deadline(now, settings.Clocks.AppealWorkingDays),
        };
        moves.Move(db, journey, Stage.InReview, EventTypes.Appealed, actor, appealed, now);
        return journey;
    }

    static NewJourney DescribeStart(ReferralJourney returned, Guid id) =>
        new(
            id,
            returned.Sender,
            returned.Practice,
            returned.PatientKey,
            returned.Priority,
            returned.Specialty,
            [.. returned.FlagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries), Flags.Appealed],
            returned.Received,
            returned.Id,
            returned.Authored
        );

    static ReferralRecord CopyRecord(ReferralRecord first, Guid id) =>
        new()
        {
            Referral = id,
            NhsNumber = first.NhsNumber,
            Family = first.Family,
            Given = first.Given,
            BirthDate = first.BirthDate,
            Gender = first.Gender,
            Reason = first.Reason,
            FullUrl = first.FullUrl,
            CorrelationId = first.CorrelationId,
            Facts = first.Facts,
        };

    static StoredDocument CopyDocument(StoredDocument document, Guid id) =>
        new()
        {
            Referral = id,
            Version = 1,
            MediaType = document.MediaType,
            Sha256 = document.Sha256,
            Length = document.Length,
            Bytes = document.Bytes,
        };

    /// <summary>No system sent it; its message id names the return, so that a return has one appeal.</summary>
    static Submission CreateSubmission(ReferralJourney returned, StoredDocument document, Guid id, DateTime now) =>
        new()
        {
            Id = EntityId.New(now),
            Sender = returned.Sender,
            MessageId = $"{ReasonCodes.Appeal}#{returned.Id}",
            ContentHash = document.Sha256,
            Kind = SubmissionCodes.New,
            Referral = id,
            DocumentVersion = 1,
            ResponseStatus = 200,
            Source = ReasonCodes.Appeal,
            At = now,
        };
}
