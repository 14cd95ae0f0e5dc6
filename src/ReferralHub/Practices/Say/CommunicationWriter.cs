using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using ReferralHub.FhirApi;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Register;
using ReferralHub.Referrals.Resources;

namespace ReferralHub.Practices.Say;

/// <summary>
/// Takes a Communication of a practice about its referral, for systems that do not use the pages. The same one again is
/// answered as the first was.
/// </summary>
sealed class CommunicationWriter(
    SayAboutReferral sayAboutReferral,
    HubDatabase database,
    CurrentScope callerScope,
    PracticeRegister practices,
    IEnumerable<IReferralNotes> notes
) : IFhirWriter
{
    public string Type => "Communication";

    public async Task<FhirAnswer> WriteAsync(FhirWriteRequest request, CancellationToken cancellationToken)
    {
        if (request.Id is not null)
            return FhirAnswer.FromProblems(PracticeProblems.CommunicationNotChanged);
        var (document, unreadable) = FhirJson.Read(request.Body, null, cancellationToken);
        if (document is null)
            return FhirAnswer.FromProblems(Problem.From(unreadable!));
        using (document)
        {
            var faults = FhirStructure.Check(document).Select(Problem.From).ToList();
            if (faults.Count > 0)
                return FhirAnswer.FromProblems(faults);
            var (communication, problems) = CommunicationReader.Read(document.Root);
            if (communication is null)
                return FhirAnswer.FromProblems(problems);
            return SenderBinding.FindFault(request.Caller, communication.Says.Practice) is { } notTheirs
                ? FhirAnswer.FromProblems(notTheirs.At(document.Root["sender"]))
                : await SayAsync(communication.Referral, communication.Says, cancellationToken);
        }
    }

    async Task<FhirAnswer> SayAsync(Guid referral, PracticeSays says, CancellationToken cancellationToken)
    {
        if (await FindRepeatedAsync(referral, says, cancellationToken) is { } repeated)
            return await AnswerAsync(repeated, 200, cancellationToken);
        var (problem, said) = await sayAboutReferral.SayAsync(referral, says, cancellationToken);
        return said is null ? FhirAnswer.FromProblems(PointAtElement(problem!)) : await AnswerAsync(said.Message, 201, cancellationToken);
    }

    static Problem PointAtElement(Problem problem) =>
        problem with
        {
            Expression = problem.Expression switch
            {
                "text" => "Communication.payload",
                "attachment" => "Communication.payload.content",
                _ => "Communication.basedOn",
            },
        };

    /// <summary>The last thing that the practice said about the referral, when it is the same; otherwise null.</summary>
    async Task<PracticeMessage?> FindRepeatedAsync(Guid referral, PracticeSays says, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var last = await db
            .PracticeMessages.Where(m =>
                m.Practice == says.Practice
                && (m.Referral == referral || db.Set<ReferralJourney>().Any(j => j.Follows == referral && j.Id == m.Referral))
            )
            .OrderByDescending(m => m.At)
            .FirstOrDefaultAsync(cancellationToken);
        return
            last is not null
            && last.Kind == says.Kind
            && last.Text == says.Text?.Trim()
            && (last.Attachment ?? []).AsSpan().SequenceEqual(says.Attachment?.Content ?? [])
            ? last
            : null;
    }

    async Task<FhirAnswer> AnswerAsync(PracticeMessage message, int status, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var journey = await db.Set<ReferralJourney>().FirstAsync(j => j.Id == message.Referral, cancellationToken);
        var said = new List<ReferralNote>();
        foreach (var source in notes)
            said.AddRange((await source.ReadAsync(db, [message.Referral], cancellationToken)).Select(n => n.Note));
        // As the database keeps it, because its instant is part of the id.
        var note = said.Where(n => n.IsFromPractice && n.Text == message.Text && n.Author == message.Author).MaxBy(n => n.At)!;
        var resource = CommunicationType.Write(ReferralView.FromJourney(journey, practices), note);
        return new(status, resource.Json)
        {
            Location = $"/fhir/Communication/{resource.Id}",
            ETag = resource.ETag,
            LastModified = resource.LastUpdated,
        };
    }
}
