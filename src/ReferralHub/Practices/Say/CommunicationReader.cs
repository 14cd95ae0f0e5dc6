using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Review;

namespace ReferralHub.Practices.Say;

/// <summary>A Communication of a practice as the desk takes it.</summary>
/// <param name="Referral">Id of the referral that it names.</param>
sealed record ReadCommunication(Guid Referral, PracticeSays Says);

/// <summary>Reads what a practice says from a Communication whose structure has been checked. Pure; every fault is found.</summary>
static class CommunicationReader
{
    public static (ReadCommunication? Communication, IReadOnlyList<Problem> Problems) Read(FhirNode root)
    {
        var problems = new List<Problem>();
        if (root.ResourceType != "Communication")
            problems.Add(PracticeProblems.NoCommunication(root));
        if (ReadReferral(root) is not { } referral)
        {
            referral = default;
            problems.Add(PracticeProblems.ReferralNotNamed(root));
        }

        var kind = ReadKind(root);
        if (kind is null)
            problems.Add(PracticeProblems.CategoryUnknown(root));
        if (!OdsCode.TryParse(ReadSender(root["sender"]), out var practice))
            problems.Add(PracticeProblems.SenderUnknown(root));
        if (problems.Count > 0)
            return (null, problems);

        var (text, attachment) = ReadPayload(root, problems);
        if (problems.Count > 0)
            return (null, problems);
        var author = root["sender"]["display"].Text ?? $"Practice {practice.Value}";
        if (author.Length > ReviewLimits.NameCharactersMax)
            author = author[..ReviewLimits.NameCharactersMax];
        return (new(referral, new(kind!.Value, practice.Value, author, text, attachment)), []);
    }

    static Guid? ReadReferral(FhirNode root) =>
        root["basedOn"]["reference"].Text?.Split('/') is [.., "ServiceRequest", var id] && Guid.TryParse(id, out var referral)
            ? referral
            : null;

    static PracticeMessageKind? ReadKind(FhirNode root) =>
        root["category"]["coding"]["code"].Text switch
        {
            "answer" => PracticeMessageKind.Answer,
            "appeal" => PracticeMessageKind.Appeal,
            "withdrawal" => PracticeMessageKind.Withdrawal,
            _ => null,
        };

    static string? ReadSender(FhirNode sender) =>
        sender["identifier"]["value"].Text ?? (sender["reference"].Text?.Split('/') is [.., "Organization", var code] ? code : null);

    /// <summary>All texts, each on a line of its own, and the attachment.</summary>
    static (string? Text, PracticeAttachment? Attachment) ReadPayload(FhirNode root, List<Problem> problems)
    {
        string? text = null;
        PracticeAttachment? attachment = null;
        foreach (var payload in root.Items("payload"))
        {
            if (payload["contentString"].Text is { } said)
                text = text is null ? said : $"{text}\n{said}";
            var sent = payload["contentAttachment"];
            if (!sent.Exists)
                continue;
            if (attachment is not null)
                problems.Add(PracticeProblems.SecondAttachment(sent));
            else if (ReadAttachment(sent) is { } read)
                attachment = read;
            else
                problems.Add(PracticeProblems.AttachmentWithoutContent(sent));
        }

        return (text, attachment);
    }

    static PracticeAttachment? ReadAttachment(FhirNode sent)
    {
        if (sent["data"].Text is not { } data)
            return null;
        var content = new byte[data.Length];
        return Convert.TryFromBase64String(data, content, out var length)
            ? new(sent["title"].Text ?? "Attachment", sent["contentType"].Text ?? "", content[..length])
            : null;
    }
}
