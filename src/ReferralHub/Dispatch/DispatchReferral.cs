using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Choice;
using ReferralHub.Fhir;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Dispatch;

/// <summary>Command: this referral has a provider and waits to be sent, or its provider is owed an amendment or withdrawal.</summary>
public sealed record DispatchReferral(Guid ReferralId);

/// <summary>Sends one referral. No transaction is open while the provider is spoken to.</summary>
public sealed class DispatchReferralConsumer(DispatchStage stage) : IConsumer<DispatchReferral>
{
    public Task Consume(ConsumeContext<DispatchReferral> context) => stage.RunAsync(context.Message.ReferralId, context.CancellationToken);
}

public sealed class DispatchReferralConsumerDefinition : ConsumerDefinition<DispatchReferralConsumer>
{
    const int CallsInParallelMax = 8;

    public DispatchReferralConsumerDefinition()
    {
        EndpointName = Platform.Messaging.CommandSender.QueueName(typeof(DispatchReferral));
        ConcurrentMessageLimit = CallsInParallelMax;
    }
}

/// <summary>Load, compose, send, record: the parts in this order, each on its own.</summary>
public sealed partial class DispatchStage(HubDatabase database, ServiceDirectory directory, ProviderClient provider, DispatchRecorder recorder, InHand inHand, HubSettings settings, TimeProvider time, ILogger<DispatchStage> logger)
{
    public async Task RunAsync(Guid referral, CancellationToken cancellationToken)
    {
        try
        {
            if (await PrepareAsync(referral, cancellationToken) is not { } prepared) return;
            using var held = inHand.Hold([referral]);
            var answer = prepared.Endpoint is null
                ? new ProviderAnswer(ProviderAnswerKind.Failed, "no-endpoint")
                : await provider.SendAsync(prepared.Endpoint, prepared.MessageId, prepared.Message, cancellationToken);
            FailPoints.Hit("provider-answered");
            await recorder.RecordAsync(prepared, answer, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, e, referral);
            await recorder.PutOffAsync(referral, e.GetType().Name, cancellationToken);
        }
    }

    async Task<PreparedDispatch?> PrepareAsync(Guid referral, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var journey = await db.Journeys.FirstOrDefaultAsync(j => j.Id == referral, cancellationToken);
        if (journey is null || journey.WakeAt is null || journey.ParkedSince is not null) return null;
        var earlier = await db.Dispatches.Where(d => d.Referral == referral).OrderByDescending(d => d.FirstTried).FirstOrDefaultAsync(cancellationToken);
        var notice = journey.Stage switch
        {
            Stage.Chosen => ProviderNotice.Referral,
            Stage.Dispatched or Stage.HandedOver when earlier is not null => ProviderNotice.Amendment,
            Stage.Cancelled or Stage.EnteredInError when earlier is not null => ProviderNotice.Withdrawal,
            _ => (ProviderNotice?)null,
        };
        if (notice is null) return null;

        var (service, providerCode, endpoint, version) = (earlier?.Service, earlier?.Provider, earlier?.Endpoint, journey.DocumentVersion);
        if (notice == ProviderNotice.Referral)
        {
            var chosen = await DispatchRecorder.StandingChoiceAsync(db, referral, cancellationToken) ?? throw new InvalidDataException("A chosen journey has no recorded choice.");
            var option = directory.Find(chosen.ChosenService!);
            // The version of the choice, not of the journey: every try at one choice carries one message id.
            (service, providerCode, endpoint, version) = (chosen.ChosenService, option?.Provider, option?.Endpoint, chosen.Version);
        }

        var stored = await db.Documents.Where(d => d.Referral == referral && (notice == ProviderNotice.Withdrawal || d.Version == journey.DocumentVersion)).OrderBy(d => d.Version).FirstAsync(cancellationToken);
        var (document, problem) = FhirJson.Read(Brotli.Decompress(stored.Bytes, stored.Length));
        if (document is null) throw new InvalidDataException($"The stored document cannot be read: {problem!.Kind}.");
        using (document)
        {
            var messageId = ProviderMessage.IdOf(referral, version, notice.Value);
            var message = ProviderMessage.Write(messageId, journey, document, providerCode ?? "", endpoint ?? "", notice.Value, settings.Organisation, time.UtcNow());
            return new(referral, version, messageId, notice.Value, service!, providerCode ?? "unknown", endpoint, journey.DocumentVersion, message);
        }
    }

    [LoggerMessage(5001, LogLevel.Error, "Referral {Referral} could not be dispatched; it will be tried again")]
    static partial void LogFailed(ILogger logger, Exception exception, Guid referral);
}

/// <summary>A message ready to be sent.</summary>
/// <param name="BasisVersion">Version of the choice, or for a notice of the document, that the message was made from.</param>
public sealed record PreparedDispatch(Guid Referral, int BasisVersion, Guid MessageId, ProviderNotice Notice, string Service, string Provider, string? Endpoint, int DocumentVersion, byte[] Message);
