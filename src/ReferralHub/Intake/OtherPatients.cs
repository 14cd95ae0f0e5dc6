using System.Globalization;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Intake;

/// <summary>
/// What is done where one patient could be taken for another: a change that names another patient than its referral is kept and
/// put before a person, never carried out; of two patients who look like one, both referrals say so.
/// </summary>
static class OtherPatients
{
    const int WorkItemDueWorkingDays = 1;

    /// <summary>Keeps the message, raises a work item at the referral it names, and leaves that referral as it is.</summary>
    public static IntakeResult Hold(
        HubDbContext db,
        ParsedSubmission submission,
        ReferralJourney journey,
        PersonDifference difference,
        DateTime now
    )
    {
        var id = EntityId.New(now);
        db.WorkItems.Add(
            new()
            {
                Id = id,
                Kind = EventTypes.OtherPatient,
                Referral = journey.Id,
                Sender = submission.Sender,
                Text =
                    $"A change to this referral names another patient ({SamePerson.Describe(difference)}), so it was not carried out. "
                    + "Ring the sender: find out which patient the change is for, and whether either referral is of the wrong patient.",
                Raised = now,
                Due = WorkingDays.Deadline(now, WorkItemDueWorkingDays),
            }
        );
        var problem = IntakeProblems.OtherPatient(difference);
        SubmissionRows.Add(
            db,
            submission with
            {
                Remarks = [problem],
            },
            id,
            1,
            new(
                SubmissionCodes.OtherPatient,
                409,
                submission.KeptAs ?? submission.MessageId,
                now,
                ((int)difference).ToString("x", CultureInfo.InvariantCulture)
            )
        );
        return CreateAnswer(difference);
    }

    /// <summary>The same message again: the same answer.</summary>
    public static IntakeResult RepeatAnswer(Submission earlier) =>
        CreateAnswer(
            int.TryParse(earlier.Remarks, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var kept)
                ? (PersonDifference)kept
                : PersonDifference.Number
        );

    /// <summary>Flags journeys of others than a new referral's patient with whom they share a number, or name and date of birth.</summary>
    public static async Task FlagAsync(
        HubDbContext db,
        JourneyMoves moves,
        IReadOnlyList<PatientJourney> alike,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        foreach (var other in alike)
        {
            // By its key: to list what is tracked compares all of it with what was read, for each message of a batch anew.
            var journey = (await db.Journeys.FindAsync([other.Id], cancellationToken))!;
            if (journey.Has(Flags.IdentityDoubtful) || journey.Stage.IsTerminal())
                continue;
            JourneyMoves.AddFlag(journey, Flags.IdentityDoubtful);
            moves.Note(db, journey, EventTypes.Flagged, Actor.Intake, new() { Reason = Flags.IdentityDoubtful }, now);
            // Triage and review see the flag; where neither comes any more, a work item says it.
            if (journey.Stage is not (Stage.Received or Stage.InReview or Stage.AwaitingInformation))
                db.WorkItems.Add(
                    new()
                    {
                        Id = EntityId.New(now),
                        Kind = Flags.IdentityDoubtful,
                        Referral = journey.Id,
                        Text =
                            "Another patient was referred with the same NHS number, or the same name and date of birth. "
                            + "Find out whose number it is before this referral goes further.",
                        Raised = now,
                        Due = WorkingDays.Deadline(now, WorkItemDueWorkingDays),
                    }
                );
        }
    }

    static IntakeResult CreateAnswer(PersonDifference difference) => new(IntakeOutcome.Conflict, [IntakeProblems.OtherPatient(difference)]);
}
