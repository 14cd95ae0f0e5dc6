using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Intake;

/// <summary>What the store knows that bears on one submission.</summary>
/// <param name="Earlier">The submission with the same sender and message id, if any.</param>
/// <param name="Matches">Journeys that an amendment or withdrawal may be about.</param>
/// <param name="LookedFor">In words, by what they were looked for; for the answer when there is none.</param>
/// <param name="SamePatient">This patient's other journeys, newest first, for a new referral.</param>
/// <param name="PracticeKnown">Whether the practice is in the register.</param>
sealed record IntakeKnowledge(
    Submission? Earlier,
    IReadOnlyList<ReferralJourney> Matches,
    string LookedFor,
    IReadOnlyList<PatientJourney> SamePatient,
    bool PracticeKnown
);

/// <summary>One other journey of the same patient.</summary>
sealed record PatientJourney(Guid Id, Stage Stage, string? Specialty, DateTime Received);

/// <summary>What intake does with a submission. A closed set.</summary>
abstract record IntakeDecision
{
    /// <summary>A new journey begins.</summary>
    public sealed record Begin(IReadOnlyList<string> Flags, Guid? Follows) : IntakeDecision;

    /// <summary>A journey that has not left the hub is triaged again with the new content.</summary>
    public sealed record Retriage(ReferralJourney Journey, IReadOnlyList<string> Flags) : IntakeDecision;

    /// <summary>The journey has left, or may have: the new content is kept, flagged, and forwarded to whoever has it.</summary>
    public sealed record ForwardAmendment(ReferralJourney Journey) : IntakeDecision;

    /// <summary>The referrer takes the referral back.</summary>
    public sealed record Close(ReferralJourney Journey, Stage To) : IntakeDecision;

    /// <summary>The same message again: the recorded answer.</summary>
    public sealed record Repeat(Submission Earlier) : IntakeDecision;

    /// <summary>The same id with other content: kept, and a person is told.</summary>
    public sealed record Conflict(Submission Earlier) : IntakeDecision;

    /// <summary>Nothing is stored.</summary>
    public sealed record Refuse(Problem Problem) : IntakeDecision;
}

/// <summary>The rules of intake, pure.</summary>
static class IntakeRules
{
    /// <summary>How far back another referral to the same specialty counts as a possible duplicate.</summary>
    const int DuplicateDaysMax = 90;

    public static IntakeDecision Decide(ParsedSubmission submission, IntakeKnowledge known, DateTime now)
    {
        if (known.Earlier is { } earlier && earlier.ContentHash == submission.Sha256)
            return new IntakeDecision.Repeat(earlier);
        if (known.Earlier is { } reused && !submission.AdmitReusedId)
            return new IntakeDecision.Conflict(reused);
        if (submission.Target is { Version: { } seen } && known.Matches is [var named] && named.Version != seen)
            return new IntakeDecision.Refuse(FhirProblems.VersionConflict);
        return submission.Facts.Message.Kind switch
        {
            SubmissionKind.New => Begin(submission, known, now),
            SubmissionKind.Amendment => Amend(submission, known),
            var kind => Close(kind == SubmissionKind.Cancellation ? Stage.Cancelled : Stage.EnteredInError, known),
        };
    }

    static IntakeDecision.Begin Begin(ParsedSubmission submission, IntakeKnowledge known, DateTime now)
    {
        var flags = FindFlags(submission.Facts, known.PracticeKnown, now);
        if (known.Earlier is not null)
            flags.Add(Flags.MessageIdReused);
        var specialty = submission.Facts.Request.Specialty;
        var related = known.SamePatient.Where(j => j.Specialty == specialty && specialty is not null).ToList();
        var duplicate = related.Find(j =>
            !j.Stage.IsTerminal() || (j.Stage == Stage.HandedOver && (now - j.Received).TotalDays <= DuplicateDaysMax)
        );
        if (duplicate is not null)
            flags.Add(Flags.PossibleDuplicate);
        // A resubmission after a return starts a new journey that is linked to the first.
        var follows = duplicate ?? related.Find(j => j.Stage == Stage.Returned);
        return new(flags, follows?.Id);
    }

    static IntakeDecision Amend(ParsedSubmission submission, IntakeKnowledge known)
    {
        if (Single(known, "amendment", out var journey) is { } refusal)
            return refusal;
        if (journey.HasLeft)
            return new IntakeDecision.ForwardAmendment(journey);
        if (journey.Stage.IsTerminal())
            return new IntakeDecision.Refuse(IntakeProblems.AlreadyClosed(journey.Stage.ToWords()));
        var flags = FindFlags(submission.Facts, known.PracticeKnown, journey.Received);
        // That it is an appeal says the journey and not the document: whoever returned it must not decide again.
        if (journey.Has(Flags.Appealed))
            flags.Add(Flags.Appealed);
        return new IntakeDecision.Retriage(journey, flags);
    }

    static IntakeDecision Close(Stage to, IntakeKnowledge known)
    {
        if (Single(known, "cancellation", out var journey) is { } refusal)
            return refusal;
        return journey.Stage.IsTerminal()
            ? new IntakeDecision.Refuse(IntakeProblems.AlreadyClosed(journey.Stage.ToWords()))
            : new IntakeDecision.Close(journey, to);
    }

    static IntakeDecision.Refuse? Single(IntakeKnowledge known, string kind, out ReferralJourney journey)
    {
        journey = known.Matches.Count == 1 ? known.Matches[0] : null!;
        return known.Matches.Count switch
        {
            1 => null,
            0 => new(IntakeProblems.NotMatched(kind, known.LookedFor)),
            var count => new(IntakeProblems.AmbiguousMatch(kind, count)),
        };
    }

    static List<string> FindFlags(ReferralFacts facts, bool practiceKnown, DateTime now)
    {
        var flags = new List<string>();
        if (facts.Request.Priority is null)
            flags.Add(Flags.PriorityNotStated);
        if (facts.Request.Specialty is null)
            flags.Add(Flags.SpecialtyNotStated);
        if (facts.Patient.NhsNumber is null)
            flags.Add(Flags.NhsNumberMissing);
        else if (!facts.Patient.NhsNumberValid)
            flags.Add(Flags.NhsNumberInvalid);
        if (facts.Patient.IsDeceased)
            flags.Add(Flags.PatientDeceased);
        if (facts.Patient.IsRecordInactive)
            flags.Add(Flags.PatientRecordInactive);
        if (facts.Practice is null)
            flags.Add(Flags.PracticeMissing);
        else if (!practiceKnown)
            flags.Add(Flags.PracticeUnknown);
        if (facts.Attachments.Any(a => a.IsMissing))
            flags.Add(Flags.AttachmentMissing);
        if (facts.ProfileMisses is { Count: > 0 })
            flags.Add(Flags.ProfileMissed);
        if (facts.Request.AuthoredOn < now.AddYears(-1))
            flags.Add(Flags.OldReferral);
        return flags;
    }
}
