using ReferralHub.Fhir;
using ReferralHub.FhirApi;
using ReferralHub.Intake;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Dispatch;

/// <summary>
/// Takes a provider's later answer: a servicerequest-response that names our message. It counts only when the organisation that the
/// message was sent to says it; to all others no such message is known.
/// </summary>
public sealed class ProviderResponseHandler(TakeProviderAnswer take) : IMessageEventHandler
{
    static readonly Problem Unknown = new(
        404,
        "not-found",
        "REC_NOT_FOUND",
        "message-not-found",
        "MessageHeader.response.identifier must be the id of a message that this hub sent.",
        "MessageHeader.response.identifier"
    );

    static readonly Problem Taken = new(200, "informational", "", "answer-recorded", "The answer was recorded.", Severity: "information");

    public string Event => "servicerequest-response";

    public async Task<FhirAnswer> HandleAsync(FhirDocument message, Caller? caller, CancellationToken cancellationToken)
    {
        var header = message.FirstOfType("MessageHeader");
        if (!Guid.TryParse(header["response"]["identifier"].Text, out var messageId))
            return FhirAnswer.FromProblems(Unknown.At(header));
        var isTaken = await take.TakeAsync(messageId, caller, () => ProviderAnswer.ReadMessage(message, messageId), cancellationToken);
        return FhirAnswer.FromProblems(isTaken ? Taken : Unknown.At(header["response"]));
    }
}
