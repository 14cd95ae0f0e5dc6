using ReferralHub.Fhir;
using ReferralHub.FhirApi;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform;

namespace ReferralHub.Dispatch;

/// <summary>Takes a provider's later answer: a servicerequest-response that names our message.</summary>
public sealed class ProviderResponseHandler(DispatchRecorder recorder, WakeUps wakeUps) : IMessageEventHandler
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

    public async Task<FhirAnswer> HandleAsync(FhirDocument message, CancellationToken cancellationToken)
    {
        var header = message.FirstOfType("MessageHeader");
        if (!Guid.TryParse(header["response"]["identifier"].Text, out var messageId))
            return FhirAnswer.FromProblems(Unknown.At(header));
        var journey = await recorder.AnswerAsync(messageId, () => ProviderAnswer.ReadMessage(message, messageId), cancellationToken);
        // It may be owed an amendment that came before its answer.
        if (journey is not null)
            wakeUps.Send([journey]);
        return FhirAnswer.FromProblems(journey is null ? Unknown.At(header["response"]) : Taken);
    }
}
