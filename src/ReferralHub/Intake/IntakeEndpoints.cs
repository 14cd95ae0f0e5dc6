using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.Fhir;
using ReferralHub.Platform;
using ReferralHub.Platform.Fhir;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Platform.Web;

namespace ReferralHub.Intake;

/// <summary>Takes messages of other events than referrals, e.g. a provider's answer. Modules to the right register theirs.</summary>
public interface IMessageEventHandler
{
    /// <summary>Code of message-events-bars.</summary>
    string Event { get; }

    Task<FhirAnswer> HandleAsync(FhirDocument message, CancellationToken cancellationToken);
}

static class IntakeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var fhir = routes.MapGroup("/fhir").WithTags("FHIR R4");
        fhir.MapPost("/$process-message", (HttpContext http, IntakeService intake, IntakeQueue queue, IntakeAnswers answers, IEnumerable<IMessageEventHandler> handlers) => PostAsync(http, intake, queue, answers, handlers, IntakeFace.ProcessMessage))
            .WithSummary("Takes a BaRS message: a referral, its amendment or cancellation, or a provider's answer");
        fhir.MapPost("/ServiceRequest", (HttpContext http, IntakeService intake, IntakeQueue queue, IntakeAnswers answers, IEnumerable<IMessageEventHandler> handlers) => PostAsync(http, intake, queue, answers, handlers, IntakeFace.ServiceRequest))
            .WithSummary("Takes one ServiceRequest with contained resources");
        fhir.MapPost("/", (HttpContext http, IntakeService intake, IntakeQueue queue, IntakeAnswers answers, IEnumerable<IMessageEventHandler> handlers) => PostAsync(http, intake, queue, answers, handlers, IntakeFace.Base))
            .WithSummary("Takes a transaction, collection or message Bundle with one ServiceRequest");
        fhir.MapGet("/ServiceRequest/{id}", (string id, ReferralRead read, CancellationToken token) => read.ReadAsync("ServiceRequest", id, token)).WithSummary("Reads a referral");
        fhir.MapGet("/ServiceRequest/{id}/$original", (string id, ReferralRead read, CancellationToken token) => read.OriginalAsync(id, token)).WithSummary("The newest document of a referral as it came");
        fhir.MapGet("/Task/{id}", (string id, ReferralRead read, CancellationToken token) => read.ReadAsync("Task", id, token)).WithSummary("Says whose turn a referral is, and until when");
        fhir.MapGet("/ServiceRequest", (HttpRequest request, ReferralSearch search, CancellationToken token) => search.FindAsync("ServiceRequest", request.Query, token)).WithSummary("Finds referrals");
        fhir.MapGet("/Task", (HttpRequest request, ReferralSearch search, CancellationToken token) => search.FindAsync("Task", request.Query, token)).WithSummary("Finds tasks of referrals");
        fhir.MapGet("/metadata", () => Capabilities.Answer).WithSummary("What this server does");
        fhir.MapFallback("/{**path}", () => FhirAnswer.Of(new Problem(404, "not-supported", "REC_NOT_FOUND", "no-such-address", "This server has no such address; /fhir/metadata lists what there is.")));
    }

    static async Task<IResult> PostAsync(HttpContext http, IntakeService intake, IntakeQueue queue, IntakeAnswers answers, IEnumerable<IMessageEventHandler> handlers, IntakeFace face)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await AnswerAsync(http, intake, queue, answers, handlers, face);
        HubMeters.IntakeSeconds.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("interaction", face.ToString()), new KeyValuePair<string, object?>("status", answer.Status));
        return answer;
    }

    static async Task<FhirAnswer> AnswerAsync(HttpContext http, IntakeService intake, IntakeQueue queue, IntakeAnswers answers, IEnumerable<IMessageEventHandler> handlers, IntakeFace face)
    {
        var (body, problem) = await FhirBody.ReadAsync(http.Request, http.RequestAborted);
        if (problem is not null)
        {
            HubMeters.Refused.Add(1, new("source", "http"), new("outcome", "Refused"), new("reason", problem.Code));
            return FhirAnswer.Of(problem);
        }

        using (body)
        {
            FailPoints.Hit("request-read");
            if (queue.IsCrowded && !MayBeUrgent(body!.Bytes.Span)) return FhirAnswer.Of(IntakeProblems.Overloaded);
            if (face != IntakeFace.ServiceRequest && await OtherEventAsync(body!.Bytes, handlers, http.RequestAborted) is { } handled) return handled;
            var result = await intake.SubmitAsync(body!.Bytes, face, http.RequestId(), http.CorrelationId(), http.RequestAborted);
            return answers.For(result, face);
        }
    }

    /// <summary>A glance, not a reading: a routine message that mentions such a word is let in too, and no urgent one is turned away.</summary>
    static bool MayBeUrgent(ReadOnlySpan<byte> body) => body.IndexOf("\"asap\""u8) >= 0 || body.IndexOf("\"stat\""u8) >= 0 || body.IndexOf("\"urgent\""u8) >= 0;

    /// <summary>Only a body that names another event is read for it; referrals, the usual case, are not read twice.</summary>
    static async Task<FhirAnswer?> OtherEventAsync(ReadOnlyMemory<byte> body, IEnumerable<IMessageEventHandler> handlers, CancellationToken cancellationToken)
    {
        if (body.Span.IndexOf("servicerequest-response"u8) < 0) return null;
        var (document, _) = FhirJson.Read(body);
        if (document is null) return null;
        using (document)
        {
            var handler = handlers.FirstOrDefault(h => h.Event == EnvelopeReader.EventOf(document));
            return handler is null ? null : await handler.HandleAsync(document, cancellationToken);
        }
    }
}
