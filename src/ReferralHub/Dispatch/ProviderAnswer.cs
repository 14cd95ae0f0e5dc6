using System.Net;
using ReferralHub.Fhir;

namespace ReferralHub.Dispatch;

/// <summary>What a provider's answer means.</summary>
/// <param name="Kind">Accepted and Declined need the provider's own word with our message id in it.</param>
/// <param name="Reason">Code of the decline, or of the failure.</param>
public sealed record ProviderAnswer(ProviderAnswerKind Kind, string? Reason = null)
{
    /// <summary>Whether the provider says that what was asked for is done, and not only taken.</summary>
    public bool IsDone { get; init; }

    /// <summary>Reads the HTTP answer. Pure.</summary>
    public static ProviderAnswer ReadResponse(HttpStatusCode status, ReadOnlyMemory<byte> body, Guid messageId)
    {
        if (status == HttpStatusCode.Conflict && IsDuplicate(body))
            return new(ProviderAnswerKind.Sent, "duplicate");
        if (IsTransient(status))
            return new(ProviderAnswerKind.Failed, $"http-{(int)status}");
        if ((int)status is < 200 or > 299)
            return new(ProviderAnswerKind.Failed, $"http-{(int)status}");
        var (document, _) = FhirJson.Read(body);
        if (document is null)
            return new(ProviderAnswerKind.Sent);
        using (document)
            return ReadMessage(document, messageId) ?? new(ProviderAnswerKind.Sent);
    }

    /// <summary>Reads a response message; null when it does not answer this message.</summary>
    public static ProviderAnswer? ReadMessage(FhirDocument document, Guid messageId)
    {
        var header = document.FirstOfType("MessageHeader");
        if (!Guid.TryParse(header["response"]["identifier"].Text, out var answered) || answered != messageId)
            return null;
        var task = document.FirstOfType("Task");
        return (header["response"]["code"].Text, task["status"].Text) switch
        {
            ("transient-error", _) => new(ProviderAnswerKind.Failed, "transient-error"),
            ("fatal-error", _) => new(ProviderAnswerKind.Declined, ReadReason(task) ?? "fatal-error"),
            ("ok", "rejected" or "cancelled" or "failed") => new(ProviderAnswerKind.Declined, ReadReason(task) ?? "99"),
            ("ok", "requested" or "received" or "draft") => new(ProviderAnswerKind.Sent),
            ("ok", "completed") => new(ProviderAnswerKind.Accepted) { IsDone = true },
            ("ok", _) => new(ProviderAnswerKind.Accepted),
            _ => new(ProviderAnswerKind.Sent),
        };
    }

    /// <summary>Worth trying again as it is (BaRS: 408, 429, 503, 504; and what else a server in trouble says).</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status == 425 || (int)status >= 500;

    static string? ReadReason(FhirNode task) => task["statusReason"]["coding"]["code"].Text is { Length: <= 40 } code ? code : null;

    static bool IsDuplicate(ReadOnlyMemory<byte> body)
    {
        var (document, _) = FhirJson.Read(body);
        if (document is null)
            return false;
        using (document)
            return document.FirstOfType("OperationOutcome")["issue"]["code"].Is("duplicate");
    }
}

public enum ProviderAnswerKind
{
    Accepted,
    Declined,
    Sent,
    Failed,
}
