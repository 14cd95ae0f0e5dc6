using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Intake;

/// <summary>Looks up what the decision about one submission needs.</summary>
static class IntakeLookup
{
    /// <summary>All that the store knows and that bears on a submission.</summary>
    public static async Task<IntakeKnowledge> FindOutAsync(
        HubDbContext db,
        ParsedSubmission submission,
        Dictionary<(string, string), Submission> earlier,
        KnownPatients patients,
        PracticeRegister practices,
        CancellationToken cancellationToken
    )
    {
        var before = earlier.GetValueOrDefault((submission.Sender, submission.MessageId));
        var isNew = submission.Facts.Message.Kind == SubmissionKind.New;
        var (matches, lookedFor) = isNew ? ([], "") : await JourneyMatch.FindAsync(db, submission, before?.Referral, cancellationToken);
        var onFile = matches is [var matched] ? await FindPersonAsync(db, matched.Id, cancellationToken) : null;
        var patient =
            isNew ? patients.Identify(submission)
            : onFile is not null && IsNewNumber(submission, onFile) ? patients.Identify(submission)
            : null;
        return new(before, matches, lookedFor, isNew ? patient!.Same : [], practices.Knows(submission.Facts.Practice))
        {
            IsSameContent = before is not null && await EarlierSubmissions.SaysTheSameAsync(db, before, submission, cancellationToken),
            OnFile = onFile,
            Patient = patient,
            Alike = patient?.Alike.Where(j => matches.All(m => m.Id != j.Id)).ToList() ?? [],
            ContentSince =
                submission.Target?.Versions is not null && matches is [var named]
                    ? await ContentVersions.FindAsync(db, named, cancellationToken)
                    : null,
        };
    }

    /// <summary>An amendment brings a number that was not known: the patient may be on file under it.</summary>
    static bool IsNewNumber(ParsedSubmission submission, PersonOnFile onFile) =>
        submission.Facts.Message.Kind == SubmissionKind.Amendment
        && submission.Facts.Patient.NhsNumber is { } number
        && number != NhsNumber.Clean(onFile.NhsNumber);

    static Task<PersonOnFile?> FindPersonAsync(HubDbContext db, Guid referral, CancellationToken cancellationToken) =>
        db
            .Referrals.AsNoTracking()
            .Where(r => r.Referral == referral)
            .Select(r => new PersonOnFile(r.NhsNumber, r.Family, r.Given, r.BirthDate))
            .FirstOrDefaultAsync(cancellationToken);
}
