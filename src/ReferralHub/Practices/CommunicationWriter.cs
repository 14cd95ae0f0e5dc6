using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Register;
using ReferralHub.Referrals.Resources;
using ReferralHub.Review;

namespace ReferralHub.Practices;

/// <summary>
/// Takes a Communication of a practice about its referral, for systems that do not use the pages. The same one again is
/// answered as the first was.
/// </summary>
sealed class CommunicationWriter(PracticeDesk desk, HubDatabase database, PracticeRegister practices, IEnumerable<IReferralNotes> notes)
    : IFhirWriter
{
    static readonly Problem CreateOnly = new(
        405,
        "not-supported",
        "REC_METHOD_NOT_ALLOWED",
        "communication-update",
        "What has been said stays as it was said; send another Communication."
    );

    public string Type => "Communication";

    public async Task<FhirAnswer> WriteAsync(FhirWriteRequest request, CancellationToken cancellationToken)
    {
        if (request.Id is not null)
            return FhirAnswer.FromProblems(CreateOnly);
        var (document, unreadable) = FhirJson.Read(request.Body);
        if (document is null)
            return FhirAnswer.FromProblems(Problem.From(unreadable!));
        using (document)
        {
            var faults = FhirStructure.Check(document).Select(Problem.From).ToList();
            if (faults.Count > 0)
                return FhirAnswer.FromProblems(faults);
            var (says, referral, problems) = Read(document.Root);
            if (problems.Count > 0)
                return FhirAnswer.FromProblems(problems);
            if (await RepeatedAsync(referral, says!, cancellationToken) is { } repeated)
                return repeated;
            var (problem, _, message) = await desk.SayAsync(referral, says!, cancellationToken);
            if (problem is not null)
                return FhirAnswer.FromProblems(
                    problem with
                    {
                        Expression = problem.Expression switch
                        {
                            "text" => "Communication.payload",
                            "attachment" => "Communication.payload.content",
                            _ => "Communication.basedOn",
                        },
                    }
                );
            return await AnswerAsync(message!, 201, cancellationToken);
        }
    }

    static (PracticeSays? Says, Guid Referral, List<Problem> Problems) Read(FhirNode root)
    {
        var problems = new List<Problem>();
        if (root.ResourceType != "Communication")
            problems.Add(Fault("communication-type", "Send a Communication.", root));
        var reference = root["basedOn"]["reference"].Text;
        var referral = Guid.Empty;
        if (reference is null || reference.Split('/') is not [.., "ServiceRequest", var id] || !Guid.TryParse(id, out referral))
            problems.Add(
                Fault(
                    "communication-based-on",
                    "basedOn must name the referral: ServiceRequest/ and the id that this hub gave it.",
                    root["basedOn"],
                    root
                )
            );
        PracticeMessageKind? kind = root["category"]["coding"]["code"].Text switch
        {
            "answer" => PracticeMessageKind.Answer,
            "appeal" => PracticeMessageKind.Appeal,
            "withdrawal" => PracticeMessageKind.Withdrawal,
            _ => null,
        };
        if (kind is null)
            problems.Add(
                Fault(
                    "communication-category",
                    $"category must say what it is, by {FhirSystems.CommunicationCategory}: answer, appeal or withdrawal.",
                    root["category"],
                    root
                )
            );
        var sender = root["sender"];
        var ods =
            sender["identifier"]["value"].Text ?? (sender["reference"].Text?.Split('/') is [.., "Organization", var code] ? code : null);
        if (!OdsCode.TryParse(ods, out var practice))
            problems.Add(
                Fault(
                    "communication-sender",
                    "sender must name the practice: an Organization with its ODS code as identifier.",
                    sender,
                    root
                )
            );
        if (problems.Count > 0)
            return (null, referral, problems);

        string? text = null;
        PracticeAttachment? attachment = null;
        foreach (var payload in root.Items("payload"))
        {
            if (payload["contentString"].Text is { } said)
                text = text is null ? said : $"{text}\n{said}";
            var sent = payload["contentAttachment"];
            if (!sent.Exists)
                continue;
            var content = new byte[sent["data"].Text?.Length ?? 0];
            if (attachment is not null)
                problems.Add(
                    Fault(
                        "communication-attachments",
                        "One attachment is taken; send the others with Communications of their own, or amend the referral.",
                        sent
                    )
                );
            else if (sent["data"].Text is not { } data || !Convert.TryFromBase64String(data, content, out var length))
                problems.Add(
                    Fault("communication-attachment", "An attachment must bring its content (data); links are not fetched.", sent)
                );
            else
                attachment = new(sent["title"].Text ?? "Attachment", sent["contentType"].Text ?? "", content[..length]);
        }

        var author = sender["display"].Text ?? $"Practice {practice.Value}";
        if (author.Length > ReviewRules.NameCharactersMax)
            author = author[..ReviewRules.NameCharactersMax];
        return (new(kind!.Value, practice.Value, author, text, attachment), referral, problems);
    }

    /// <summary>The answer that the same Communication has had, when it is the last thing that the practice said.</summary>
    async Task<FhirAnswer?> RepeatedAsync(Guid referral, PracticeSays says, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
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
            ? await AnswerAsync(last, 200, cancellationToken)
            : null;
    }

    async Task<FhirAnswer> AnswerAsync(PracticeMessage message, int status, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
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

    static Problem Fault(string code, string text, FhirNode at, FhirNode otherwise = default) =>
        new Problem(422, "invariant", "REC_UNPROCESSABLE_ENTITY", code, text).At(at.Exists ? at : otherwise);
}
