using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Intake;

/// <summary>Carries out the decisions of intake on the database, many submissions in one transaction.</summary>
public sealed class IntakeWriter(JourneyMoves moves, PracticeRegister practices)
{
    internal async Task<IntakeResult[]> StoreBatchAsync(
        HubDbContext db,
        IReadOnlyList<ParsedSubmission> batch,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var earlier = await EarlierSubmissions.FindAsync(db, batch, cancellationToken);
        var patients = await KnownPatients.FindAsync(db, batch, cancellationToken);
        var results = new IntakeResult[batch.Count];
        for (var i = 0; i < batch.Count; i++)
            results[i] = await StoreAsync(db, batch[i], earlier, patients, now, cancellationToken);
        return results;
    }

    async Task<IntakeResult> StoreAsync(
        HubDbContext db,
        ParsedSubmission submission,
        Dictionary<(string, string), Submission> earlier,
        KnownPatients patients,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (earlier.Values.FirstOrDefault(s => s.Id == submission.Id) is { } own)
            return await RecallResultAsync(db, submission, own, cancellationToken);
        if (EarlierSubmissions.FindOtherwiseKept(submission, earlier) is { } keptBefore)
            return await CarryOutAsync(db, submission, new IntakeDecision.Repeat(keptBefore), patients, now, cancellationToken);
        var known = await IntakeLookup.FindOutAsync(db, submission, earlier, patients, practices, cancellationToken);
        if (known.Earlier is { } first && !known.IsSameContent && EarlierSubmissions.IsLaterChange(submission, first))
        {
            submission = submission with { KeptAs = EarlierSubmissions.FormatChangeId(submission) };
            known = known with { Earlier = earlier.GetValueOrDefault((submission.Sender, submission.KeptAs)) };
        }

        if (known.Patient is { } patient)
            submission = submission with { PatientKey = patient.Key, IsPatientIdentified = true };
        var decision = IntakeRules.Decide(submission, known, now);
        return
            decision is IntakeDecision.Conflict && earlier.ContainsKey((submission.Sender, EarlierSubmissions.FormatConflictId(submission)))
            ? await MessageConflicts.AnswerAsync(db, known.Earlier!, cancellationToken)
            : await CarryOutAsync(db, submission, decision, patients, now, cancellationToken);
    }

    /// <summary>An earlier try to store this very submission was committed after all: the answer is the one it would have had.</summary>
    static async Task<IntakeResult> RecallResultAsync(
        HubDbContext db,
        ParsedSubmission submission,
        Submission own,
        CancellationToken cancellationToken
    )
    {
        if (own.Kind == SubmissionCodes.Conflict)
            return await MessageConflicts.AnswerAsync(db, own, cancellationToken);
        if (own.Kind == SubmissionCodes.OtherPatient)
            return OtherPatients.RepeatAnswer(own);
        var journey = await db.Journeys.AsNoTracking().FirstAsync(j => j.Id == own.Referral, cancellationToken);
        var outcome = own.Kind switch
        {
            SubmissionCodes.New => IntakeOutcome.Received,
            SubmissionCodes.Amendment => IntakeOutcome.Amended,
            _ => IntakeOutcome.Cancelled,
        };
        return Result(outcome, journey, submission, submission.Remarks);
    }

    async Task<IntakeResult> CarryOutAsync(
        HubDbContext db,
        ParsedSubmission submission,
        IntakeDecision decision,
        KnownPatients patients,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        switch (decision)
        {
            case IntakeDecision.Begin begin:
                var (journey, begun) = Begin(db, submission, begin, EntityId.New(now), now);
                patients.Add(journey, submission.Facts);
                await OtherPatients.FlagAsync(db, moves, begin.Alike, now, cancellationToken);
                return begun;
            case IntakeDecision.Retriage retriage:
                return await AmendAsync(db, submission, retriage.Journey, retriage.Flags, now, cancellationToken);
            case IntakeDecision.ForwardAmendment forward:
                return await AmendAsync(db, submission, forward.Journey, null, now, cancellationToken);
            case IntakeDecision.Close close:
                return Close(db, submission, close, now);
            case IntakeDecision.HoldOther hold:
                return OtherPatients.Hold(db, submission, hold.Journey, hold.Difference, now);
            case IntakeDecision.Repeat { Earlier.Kind: SubmissionCodes.OtherPatient } held:
                return OtherPatients.RepeatAnswer(held.Earlier);
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
                MessageConflicts.Raise(db, submission, conflict.Earlier.Referral, now);
                return await MessageConflicts.AnswerAsync(db, conflict.Earlier, cancellationToken);
            case IntakeDecision.Refuse refuse:
                return IntakeResult.Refused(refuse.Problem);
            default:
                throw new InvalidOperationException($"Intake has no way to apply {decision.GetType().Name}.");
        }
    }

    internal (ReferralJourney Journey, IntakeResult Result) Begin(
        HubDbContext db,
        ParsedSubmission submission,
        IntakeDecision.Begin begin,
        Guid id,
        DateTime received
    )
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
                begin.Follows,
                facts.Request.AuthoredOn
            ),
            Actor.Sender(submission.Sender),
            received
        );
        db.Referrals.Add(ReferralRows.Create(id, submission));
        db.ReferralIdentifiers.AddRange(ReferralRows.CreateIdentifiers(id, submission));
        var reused = begin.Flags.Contains(Flags.MessageIdReused);
        var messageId = reused ? EarlierSubmissions.FormatAdmittedId(submission) : submission.MessageId;
        Record(db, submission, journey, new(SubmissionCodes.New, 200, messageId, received));
        var remarks = submission.Remarks.ToList();
        if (begin.Flags.Contains(Flags.PracticeUnknown))
            remarks.Add(IntakeProblems.PracticeUnknown);
        return (journey, Result(IntakeOutcome.Received, journey, submission, remarks));
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
        var kept = await db.ReferralIdentifiers.AsTracking().Where(i => i.Referral == journey.Id).ToListAsync(cancellationToken);
        db.ReferralIdentifiers.AddRange(
            ReferralRows
                .CreateIdentifiers(journey.Id, submission)
                .Where(i => !kept.Exists(k => k.System == i.System && k.Value == i.Value))
                .Take(ReferralIdentifier.PerReferralMax)
        );
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
            submission.IsPatientIdentified ? submission.PatientKey : journey.PatientKey,
            facts.Request.Specialty,
            priority,
            flags ?? journey.FlagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            facts.Request.AuthoredOn
        );
        ReferralRows.Amend(record, submission);
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

        Record(db, submission, journey, new(SubmissionCodes.Amendment, 200, submission.KeptAs ?? submission.MessageId, now));
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
            new() { Reason = ReasonCodes.Referrer },
            now
        );
        if (tellProvider)
            JourneyMoves.OweProviderNotice(journey, now);
        Record(db, submission, journey, new(submission.Facts.Message.Kind.ToString(), 200, submission.KeptAs ?? submission.MessageId, now));
        return Result(IntakeOutcome.Cancelled, journey, submission, submission.Remarks);
    }

    static void Record(HubDbContext db, ParsedSubmission submission, ReferralJourney journey, Taking taking) =>
        SubmissionRows.Add(db, submission, journey.Id, journey.DocumentVersion, taking);

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
}
