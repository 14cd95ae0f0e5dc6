using Microsoft.AspNetCore.Http;
using ReferralHub.Fhir;
using ReferralHub.FhirApi;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Reading;
using ReferralHub.Web;

namespace ReferralHub.Intake;

/// <summary>Takes Bundles: messages, transactions and batches.</summary>
sealed class MessagePost(
    IntakeService intake,
    IntakeQueue queue,
    IntakeAnswers answers,
    FhirBatch batch,
    IEnumerable<IMessageEventHandler> handlers
)
{
    /// <summary>What a Bundle that is no batch brings, whatever else is in it.</summary>
    const string Referral = "ServiceRequest";

    public Task<FhirAnswer> AnswerAsync(HttpContext http, IntakeFace face) =>
        IntakeRequest.AnswerAsync(http, face, body => TakeAsync(body, http, face));

    /// <summary>
    /// A glance, not a reading: a routine message that mentions such a word is let in too, and no urgent one is turned away.
    /// </summary>
    public static bool MayBeUrgent(ReadOnlySpan<byte> body) =>
        body.IndexOf("\"asap\""u8) >= 0 || body.IndexOf("\"stat\""u8) >= 0 || body.IndexOf("\"urgent\""u8) >= 0;

    async Task<FhirAnswer> TakeAsync(ReadOnlyMemory<byte> body, HttpContext http, IntakeFace face)
    {
        if (queue.IsCrowded && !MayBeUrgent(body.Span))
            return FhirAnswer.FromProblems(IntakeProblems.Overloaded);
        var (handled, entries) = await OtherThanReferralAsync(body, http, face);
        if (handled is not null)
            return handled;
        if (http.Caller is { } caller && !caller.MayCall(Referral, Interactions.Create))
            return FhirAnswer.FromProblems(FhirProblems.ScopeTooSmall(SmartScopes.Write(Referral, Interactions.Create)));
        var result = await intake.SubmitAsync(body, face, http.RequestId(), http.CorrelationId(), http.Caller, http.RequestAborted);
        return answers.CreateAnswer(result, face, entries);
    }

    /// <summary>
    /// The answer when it is no referral; else the types of a transaction's entries. Only a body that names another event or
    /// that may be a batch or transaction is read for it; messages with referrals, the usual case, are not read twice.
    /// </summary>
    async Task<(FhirAnswer? Answer, IReadOnlyList<string>? Entries)> OtherThanReferralAsync(
        ReadOnlyMemory<byte> body,
        HttpContext http,
        IntakeFace face
    )
    {
        var isResponse = body.Span.IndexOf("servicerequest-response"u8) >= 0;
        var isBase = face == IntakeFace.Base && body.Span.IndexOf("MessageHeader"u8) < 0;
        if (!isResponse && !isBase)
            return default;
        var (document, _) = FhirJson.Read(body, null, http.RequestAborted);
        if (document is null)
            return default;
        using (document)
        {
            if (isBase && FhirBatch.Takes(document))
                return (await batch.AnswerAsync(document, http, RestEndpoints.BaseUrl(http.Request), http.RequestAborted), null);
            var handler = isResponse ? handlers.FirstOrDefault(h => h.Event == EnvelopeReader.ReadEvent(document)) : null;
            return handler is not null
                ? (await handler.HandleAsync(document, http.Caller, http.RequestAborted), null)
                : (null, [.. document.Entries.Select(e => e.ResourceType ?? "")]);
        }
    }
}
