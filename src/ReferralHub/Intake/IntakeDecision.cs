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
)
{
    /// <summary>Whether the earlier submission says the same in another serialisation.</summary>
    public bool IsSameContent { get; init; }

    /// <summary>Whom the referral is about that an amendment or withdrawal names; null when there is none, or several.</summary>
    public PersonOnFile? OnFile { get; init; }

    /// <summary>The patient among those on file; null where an amendment brings no other number.</summary>
    public IdentifiedPatient? Patient { get; init; }

    /// <summary>Journeys of others who share the number, or the name and date of birth, of a new referral's patient.</summary>
    public IReadOnlyList<PatientJourney> Alike { get; init; } = [];

    /// <summary>Since which version the matched referral says what it says; null for its newest.</summary>
    public int? ContentSince { get; init; }
}

/// <summary>One other journey of the same patient, or of one who is like them.</summary>
sealed record PatientJourney(Guid Id, Stage Stage, string? Specialty, DateTime Received)
{
    public string? Key { get; init; }

    public PersonOnFile? Person { get; init; }
}

/// <summary>What intake does with a submission. A closed set.</summary>
abstract record IntakeDecision
{
    /// <summary>A new journey begins.</summary>
    public sealed record Begin(IReadOnlyList<string> Flags, Guid? Follows) : IntakeDecision
    {
        /// <summary>Journeys of others who could be taken for this patient, which say so from now on.</summary>
        public IReadOnlyList<PatientJourney> Alike { get; init; } = [];
    }

    /// <summary>A journey that has not left the hub is triaged again with the new content.</summary>
    public sealed record Retriage(ReferralJourney Journey, IReadOnlyList<string> Flags) : IntakeDecision;

    /// <summary>The journey has left, or may have: the new content is kept, flagged, and forwarded to whoever has it.</summary>
    public sealed record ForwardAmendment(ReferralJourney Journey) : IntakeDecision;

    /// <summary>It names another patient than the referral it is about: kept, and put before a person.</summary>
    public sealed record HoldOther(ReferralJourney Journey, PersonDifference Difference) : IntakeDecision;

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

    /// <summary>Verification status "number present and verified" (UK Core). Whatever else is said of a number is a doubt.</summary>
    const string NhsNumberVerified = "01";

    public static IntakeDecision Decide(ParsedSubmission submission, IntakeKnowledge known, DateTime now)
    {
        if (known.Earlier is { } earlier && (earlier.ContentHash == submission.Sha256 || known.IsSameContent))
            return new IntakeDecision.Repeat(earlier);
        if (submission.Target is { Versions: { } seen } && known.Matches is [var named] && !IsCurrent(seen, named, known))
            return new IntakeDecision.Refuse(FhirProblems.VersionConflict);
        if (known.Earlier is { } reused && !submission.AdmitReusedId)
            return new IntakeDecision.Conflict(reused);
        return submission.Facts.Message.Kind switch
        {
            SubmissionKind.New => Begin(submission, known, now),
            SubmissionKind.Amendment => Amend(submission, known),
            var kind => Close(submission, kind == SubmissionKind.Cancellation ? Stage.Cancelled : Stage.EnteredInError, known),
        };
    }

    /// <summary>Whether one of the versions that a sender has seen says what the referral says now.</summary>
    static bool IsCurrent(IReadOnlyList<int> seen, ReferralJourney journey, IntakeKnowledge known) =>
        seen.Any(v => v >= (known.ContentSince ?? journey.Version) && v <= journey.Version);

    static IntakeDecision.Begin Begin(ParsedSubmission submission, IntakeKnowledge known, DateTime now)
    {
        var flags = FindFlags(submission.Facts, known.PracticeKnown, now);
        if (known.Earlier is not null)
            flags.Add(Flags.MessageIdReused);
        if (known.Alike.Count > 0 && !flags.Contains(Flags.IdentityDoubtful))
            flags.Add(Flags.IdentityDoubtful);
        var specialty = submission.Facts.Request.Specialty;
        var related = known.SamePatient.Where(j => j.Specialty == specialty && specialty is not null).ToList();
        var duplicate = related.Find(j =>
            !j.Stage.IsTerminal() || (j.Stage == Stage.HandedOver && (now - j.Received).TotalDays <= DuplicateDaysMax)
        );
        if (duplicate is not null)
            flags.Add(Flags.PossibleDuplicate);
        // A resubmission after a return starts a new journey that is linked to the first.
        var follows = duplicate ?? related.Find(j => j.Stage == Stage.Returned);
        return new(flags, follows?.Id) { Alike = known.Alike };
    }

    static IntakeDecision Amend(ParsedSubmission submission, IntakeKnowledge known)
    {
        if (Single(submission, known, "amendment", out var journey) is { } refusal)
            return refusal;
        if (journey.HasLeft)
            return new IntakeDecision.ForwardAmendment(journey);
        if (journey.Stage.IsTerminal())
            return new IntakeDecision.Refuse(IntakeProblems.AlreadyClosed(journey.Stage.ToWords()));
        var flags = FindFlags(submission.Facts, known.PracticeKnown, journey.Received);
        // That it is an appeal says the journey and not the document: whoever returned it must not decide again.
        if (journey.Has(Flags.Appealed))
            flags.Add(Flags.Appealed);
        // The other patient who is like this one does not go away by what is said of this one.
        if (journey.Has(Flags.IdentityDoubtful) && !flags.Contains(Flags.IdentityDoubtful))
            flags.Add(Flags.IdentityDoubtful);
        return new IntakeDecision.Retriage(journey, flags);
    }

    static IntakeDecision Close(ParsedSubmission submission, Stage to, IntakeKnowledge known)
    {
        if (Single(submission, known, "cancellation", out var journey) is { } refusal)
            return refusal;
        return journey.Stage.IsTerminal()
            ? new IntakeDecision.Refuse(IntakeProblems.AlreadyClosed(journey.Stage.ToWords()))
            : new IntakeDecision.Close(journey, to);
    }

    /// <summary>The one referral that is meant; else what is done instead of the change.</summary>
    static IntakeDecision? Single(ParsedSubmission submission, IntakeKnowledge known, string kind, out ReferralJourney journey)
    {
        journey = known.Matches.Count == 1 ? known.Matches[0] : null!;
        if (known.Matches.Count != 1)
            return new IntakeDecision.Refuse(
                known.Matches.Count == 0
                    ? IntakeProblems.NotMatched(kind, known.LookedFor)
                    : IntakeProblems.AmbiguousMatch(kind, known.Matches.Count)
            );
        if (known.OnFile is not { } onFile)
            return null;
        var difference = SamePerson.FindDifference(onFile, PersonOnFile.FromFacts(submission.Facts.Patient));
        return difference == PersonDifference.None ? null : new IntakeDecision.HoldOther(journey, difference);
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
        else if (facts.Patient.NhsNumberStatus is { } status && status != NhsNumberVerified)
            flags.Add(Flags.NhsNumberUnverified);
        if (facts.Patient.IsNumberDoubtful)
            flags.Add(Flags.IdentityDoubtful);
        if (facts.Patient.IsRestricted)
            flags.Add(Flags.Restricted);
        if (facts.Patient.IsConsentRefused)
            flags.Add(Flags.ConsentRefused);
        if (facts.Patient.NeedsInterpreter)
            flags.Add(Flags.InterpreterNeeded);
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
