using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Intake;

/// <summary>Applies decisions of intake to the database, many submissions in one transaction.</summary>
public sealed class IntakeWriter(JourneyMoves moves, PracticeRegister practices)
{
    const string MediaType = "application/fhir+json";
    const int WorkItemDueWorkingDays = 1;

    internal async Task<IntakeResult[]> StoreBatchAsync(
        HubDbContext db,
        IReadOnlyList<ParsedSubmission> batch,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var earlier = await FindEarlierAsync(db, batch, cancellationToken);
        var samePatient = await FindSamePatientAsync(db, batch, cancellationToken);
        var results = new IntakeResult[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            var submission = batch[i];
            if (earlier.Values.FirstOrDefault(s => s.Id == submission.Id) is { } own)
            {
                results[i] = await RecallResultAsync(db, submission, own, cancellationToken);
                continue;
            }

            if (earlier.GetValueOrDefault((submission.Sender, AlternativeId(submission, admitted: true))) is { } admittedBefore)
            {
                results[i] = await CarryOutAsync(db, submission, new IntakeDecision.Repeat(admittedBefore), now, cancellationToken);
                continue;
            }

            var (matches, lookedFor) =
                submission.Facts.Message.Kind == SubmissionKind.New
                    ? ([], "")
                    : await JourneyMatch.FindAsync(db, submission, cancellationToken);
            var known = new IntakeKnowledge(
                earlier.GetValueOrDefault((submission.Sender, submission.MessageId)),
                matches,
                lookedFor,
                samePatient.GetValueOrDefault(submission.PatientKey) ?? [],
                practices.Knows(submission.Facts.Practice)
            );
            var decision = IntakeRules.Decide(submission, known, now);
            if (decision is IntakeDecision.Conflict && earlier.ContainsKey((submission.Sender, AlternativeId(submission, admitted: false))))
                results[i] = await ConflictResultAsync(db, known.Earlier!, cancellationToken);
            else
                results[i] = await CarryOutAsync(db, submission, decision, now, cancellationToken);
        }

        return results;
    }

    /// <summary>An earlier try to store this very submission was committed after all: the answer is the one it would have had.</summary>
    static async Task<IntakeResult> RecallResultAsync(
        HubDbContext db,
        ParsedSubmission submission,
        Submission own,
        CancellationToken cancellationToken
    )
    {
        if (own.Kind == EventTypes.Conflict)
            return await ConflictResultAsync(db, own, cancellationToken);
        var journey = await db.Journeys.AsNoTracking().FirstAsync(j => j.Id == own.Referral, cancellationToken);
        var outcome = own.Kind switch
        {
            "New" => IntakeOutcome.Received,
            "Amendment" => IntakeOutcome.Amended,
            _ => IntakeOutcome.Cancelled,
        };
        return Result(outcome, journey, submission, submission.Remarks);
    }

    async Task<IntakeResult> CarryOutAsync(
        HubDbContext db,
        ParsedSubmission submission,
        IntakeDecision decision,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        switch (decision)
        {
            case IntakeDecision.Begin begin:
                return Begin(db, submission, begin, EntityId.New(now), now);
            case IntakeDecision.Retriage retriage:
                return await AmendAsync(db, submission, retriage.Journey, retriage.Flags, now, cancellationToken);
            case IntakeDecision.ForwardAmendment forward:
                return await AmendAsync(db, submission, forward.Journey, null, now, cancellationToken);
            case IntakeDecision.Close close:
                return Close(db, submission, close, now);
            case IntakeDecision.Repeat repeat:
                var original = await db
                    .Journeys.AsNoTracking()
                    .FirstOrDefaultAsync(j => j.Id == repeat.Earlier.Referral, cancellationToken);
                var shown = original is null ? "unknown" : ReferralReference.Display(original.Reference);
                return new(IntakeOutcome.Duplicate, [IntakeProblems.Duplicate(shown)])
                {
                    Referral = original?.Id,
                    Reference = original?.Reference,
                    Stage = original?.Stage,
                    Version = original?.Version ?? 0,
                };
            case IntakeDecision.Conflict conflict:
                RaiseConflict(db, submission, now);
                return await ConflictResultAsync(db, conflict.Earlier, cancellationToken);
            case IntakeDecision.Refuse refuse:
                return IntakeResult.Refused(refuse.Problem);
            default:
                throw new InvalidOperationException($"Intake has no way to apply {decision.GetType().Name}.");
        }
    }

    internal IntakeResult Begin(HubDbContext db, ParsedSubmission submission, IntakeDecision.Begin begin, Guid id, DateTime received)
    {
        var facts = submission.Facts;
        var journey = moves.Open(
            db,
            new(
                id,
                submission.Sender,
                facts.Practice,
                submission.PatientKey,
                facts.Priority,
                facts.Request.Specialty,
                begin.Flags,
                received,
                begin.Follows
            ),
            Actor.Sender(submission.Sender),
            received
        );
        db.Referrals.Add(
            new()
            {
                Referral = id,
                NhsNumber = facts.Patient.NhsNumber,
                Family = Cut(facts.Patient.Family),
                Given = Cut(facts.Patient.Given),
                BirthDate = facts.Patient.BirthDate,
                Gender = facts.Patient.Gender,
                Reason = Cut(facts.Request.Reason),
                SenderIdentifier = SenderIdentifier.Normalise(facts.Request.Identifiers.FirstOrDefault()),
                FullUrl =
                    facts.Request.FullUrl is { } url && url.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase)
                        ? url.ToLowerInvariant()
                        : null,
                CorrelationId = submission.CorrelationId,
                Facts = submission.FactsJson,
            }
        );
        var reused = begin.Flags.Contains(Flags.MessageIdReused);
        Record(db, submission, journey, "New", 200, received, reused ? AlternativeId(submission, admitted: true) : submission.MessageId);
        var remarks = submission.Remarks.ToList();
        if (begin.Flags.Contains(Flags.PracticeUnknown))
            remarks.Add(IntakeProblems.PracticeUnknown);
        return Result(IntakeOutcome.Received, journey, submission, remarks);
    }

    async Task<IntakeResult> AmendAsync(
        HubDbContext db,
        ParsedSubmission submission,
        ReferralJourney journey,
        IReadOnlyList<string>? flags,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var record = await db.Referrals.AsTracking().FirstAsync(r => r.Referral == journey.Id, cancellationToken);
        return Amend(db, submission, journey, record, flags, now);
    }

    internal IntakeResult Amend(
        HubDbContext db,
        ParsedSubmission submission,
        ReferralJourney journey,
        ReferralRecord record,
        IReadOnlyList<string>? flags,
        DateTime now
    )
    {
        var facts = submission.Facts;
        // The sender may say less than before (BaRS amendments often do): what is absent does not lower a priority or erase a specialty.
        var priority = facts.Request.Priority ?? journey.Priority;
        if (journey.Priority.IsSuspectedCancer() && priority < journey.Priority)
            priority = journey.Priority;
        JourneyMoves.Amend(
            journey,
            submission.PatientKey,
            facts.Request.Specialty,
            priority,
            flags ?? journey.FlagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        (record.NhsNumber, record.Family, record.Given) = (
            facts.Patient.NhsNumber ?? record.NhsNumber,
            Cut(facts.Patient.Family) ?? record.Family,
            Cut(facts.Patient.Given) ?? record.Given
        );
        (record.BirthDate, record.Gender, record.Reason) = (
            facts.Patient.BirthDate ?? record.BirthDate,
            facts.Patient.Gender ?? record.Gender,
            Cut(facts.Request.Reason) ?? record.Reason
        );
        record.Facts = submission.FactsJson;
        if (flags is not null)
        {
            var answered = journey.Stage == Stage.AwaitingInformation;
            moves.Move(
                db,
                journey,
                Stage.Received,
                answered ? EventTypes.InformationReceived : EventTypes.Amended,
                Actor.Sender(submission.Sender),
                null,
                now
            );
        }
        else
        {
            JourneyMoves.AddFlag(journey, Flags.AmendedAfterDispatch);
            JourneyMoves.OweProviderNotice(journey, now);
            moves.Note(db, journey, EventTypes.Amended, Actor.Sender(submission.Sender), null, now);
        }

        Record(db, submission, journey, "Amendment", 200, now, submission.MessageId);
        return Result(IntakeOutcome.Amended, journey, submission, submission.Remarks);
    }

    internal IntakeResult Close(HubDbContext db, ParsedSubmission submission, IntakeDecision.Close close, DateTime now)
    {
        var journey = close.Journey;
        var tellProvider = journey.HasLeft;
        journey.DocumentVersion++;
        moves.Move(
            db,
            journey,
            close.To,
            close.To == Stage.Cancelled ? EventTypes.Cancelled : EventTypes.EnteredInError,
            Actor.Sender(submission.Sender),
            new() { Reason = "referrer" },
            now
        );
        if (tellProvider)
            JourneyMoves.OweProviderNotice(journey, now);
        Record(db, submission, journey, submission.Facts.Message.Kind.ToString(), 200, now, submission.MessageId);
        return Result(IntakeOutcome.Cancelled, journey, submission, submission.Remarks);
    }

    static void RaiseConflict(HubDbContext db, ParsedSubmission submission, DateTime now)
    {
        var id = EntityId.New(now);
        db.WorkItems.Add(
            new()
            {
                Id = id,
                Kind = EventTypes.Conflict,
                Document = id,
                Sender = submission.Sender,
                Text =
                    "A sender used one message id for two different messages. Read both, then admit the second as a referral of its own or settle it as a mistake of the sender.",
                Raised = now,
                Due = WorkingDays.Deadline(now, WorkItemDueWorkingDays),
            }
        );
        db.Documents.Add(Document(submission, id, 1));
        db.Submissions.Add(Row(submission, id, 1, EventTypes.Conflict, 409, now, AlternativeId(submission, admitted: false)));
    }

    static async Task<IntakeResult> ConflictResultAsync(HubDbContext db, Submission earlier, CancellationToken cancellationToken)
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

    static void Record(
        HubDbContext db,
        ParsedSubmission submission,
        ReferralJourney journey,
        string kind,
        int status,
        DateTime now,
        string messageId
    )
    {
        db.Documents.Add(Document(submission, journey.Id, journey.DocumentVersion));
        db.Submissions.Add(Row(submission, journey.Id, journey.DocumentVersion, kind, status, now, messageId));
    }

    static StoredDocument Document(ParsedSubmission submission, Guid owner, int version) =>
        new()
        {
            Referral = owner,
            Version = version,
            MediaType = MediaType,
            Sha256 = submission.Sha256,
            Length = submission.Length,
            Bytes = submission.Compressed,
        };

    static Submission Row(
        ParsedSubmission submission,
        Guid referral,
        int version,
        string kind,
        int status,
        DateTime now,
        string messageId
    ) =>
        new()
        {
            Id = submission.Id,
            Sender = submission.Sender,
            MessageId = messageId,
            ContentHash = submission.Sha256,
            Kind = kind,
            Referral = referral,
            DocumentVersion = version,
            ResponseStatus = status,
            Remarks = string.Join(' ', submission.Remarks.Select(r => r.Code)),
            RequestId = submission.RequestId,
            CorrelationId = submission.CorrelationId,
            Source = submission.Source,
            At = now,
        };

    static IntakeResult Result(
        IntakeOutcome outcome,
        ReferralJourney journey,
        ParsedSubmission submission,
        IReadOnlyList<Problem> remarks
    ) =>
        new(outcome, remarks)
        {
            Referral = journey.Id,
            Reference = journey.Reference,
            Stage = journey.Stage,
            Version = journey.Version,
            At = journey.Updated,
            PatientKey = journey.PatientKey,
            Facts = submission.Facts,
        };

    static async Task<Dictionary<(string, string), Submission>> FindEarlierAsync(
        HubDbContext db,
        IReadOnlyList<ParsedSubmission> batch,
        CancellationToken cancellationToken
    )
    {
        var ids = batch.Select(s => s.MessageId).ToList();
        var found = await db.Submissions.AsNoTracking().Where(s => ids.Contains(s.MessageId)).ToListAsync(cancellationToken);
        if (found.Count > 0)
        {
            // A message is kept under an alternative id only where its own was there before.
            var alternatives = batch
                .SelectMany(s => new[] { AlternativeId(s, admitted: true), AlternativeId(s, admitted: false) })
                .ToList();
            found.AddRange(
                await db.Submissions.AsNoTracking().Where(s => alternatives.Contains(s.MessageId)).ToListAsync(cancellationToken)
            );
        }

        return found.ToDictionary(s => (s.Sender, s.MessageId));
    }

    static async Task<Dictionary<string, List<PatientJourney>>> FindSamePatientAsync(
        HubDbContext db,
        IReadOnlyList<ParsedSubmission> batch,
        CancellationToken cancellationToken
    )
    {
        var keys = batch.Where(s => s.Facts.Message.Kind == SubmissionKind.New).Select(s => s.PatientKey).Distinct().ToList();
        if (keys.Count == 0)
            return [];
        var found = await db
            .Journeys.AsNoTracking()
            .Where(j => keys.Contains(j.PatientKey))
            .OrderByDescending(j => j.Received)
            .Select(j => new { j.PatientKey, Other = new PatientJourney(j.Id, j.Stage, j.Specialty, j.Received) })
            .Take(1_000)
            .ToListAsync(cancellationToken);
        return found.GroupBy(f => f.PatientKey).ToDictionary(g => g.Key, g => g.Select(f => f.Other).ToList());
    }

    /// <summary>The id under which a message is kept whose own id was used before with other content.</summary>
    static string AlternativeId(ParsedSubmission submission, bool admitted) =>
        $"{submission.MessageId}#{(admitted ? "admitted" : "conflict")}-{submission.Sha256[..16]}";

    static string? Cut(string? text) => text is { Length: > 400 } ? text[..400] : text;
}
