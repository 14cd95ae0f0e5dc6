using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Choice;
using ReferralHub.Fhir;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Documents;

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
    public DispatchReferralConsumerDefinition()
    {
        EndpointName = Platform.Messaging.CommandSender.QueueName(typeof(DispatchReferral));
        ConcurrentMessageLimit = DispatchStage.CallsInParallelMax;
    }
}

/// <summary>Load, compose, note, send, record: the parts in this order, each on its own.</summary>
public sealed partial class DispatchStage(
    HubDatabase database,
    ServiceDirectory directory,
    ProviderClient provider,
    DispatchRecorder recorder,
    InHand inHand,
    HubSettings settings,
    TimeProvider time,
    ILogger<DispatchStage> logger
)
{
    internal const int CallsInParallelMax = 8;

    /// <summary>How often one command tells a provider what is new since it began to tell; the watchdog does the rest.</summary>
    const int InOneGoMax = 5;

    public async Task RunAsync(Guid referral, CancellationToken cancellationToken)
    {
        for (var i = 0; i < InOneGoMax && await SendAsync(referral, cancellationToken); i++) { }
    }

    /// <summary>The same for several, some at a time, because a provider may take long to answer.</summary>
    public Task RunAllAsync(IReadOnlyList<Guid> referrals, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            referrals,
            new ParallelOptions { MaxDegreeOfParallelism = CallsInParallelMax, CancellationToken = cancellationToken },
            async (referral, token) => await RunAsync(referral, token)
        );

    /// <summary>Sends what is due; true when there is more to tell by now.</summary>
    async Task<bool> SendAsync(Guid referral, CancellationToken cancellationToken)
    {
        try
        {
            if (await PrepareAsync(referral, cancellationToken) is not { } prepared)
                return false;
            using var held = inHand.Hold([referral]);
            if (prepared is { Notice: ProviderNotice.Referral, Endpoint: not null, IsBegun: false })
            {
                if (await recorder.BeginAsync(prepared, cancellationToken) is not { } begun)
                    return false;
                prepared = prepared with { MessageId = begun.MessageId, Message = begun.Message };
                FailPoints.Hit("provider-told");
            }

            if (prepared.Notice != ProviderNotice.Referral && !await recorder.BeginNoticeAsync(prepared, cancellationToken))
                return false;
            var answer = prepared.Endpoint is null
                ? new ProviderAnswer(ProviderAnswerKind.Failed, "no-endpoint")
                : await provider.SendAsync(prepared.Endpoint, prepared.MessageId, prepared.Message, cancellationToken);
            FailPoints.Hit("provider-answered");
            return await recorder.RecordAsync(prepared, answer, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, e, referral);
            await recorder.PutOffAsync(referral, e.GetType().Name, cancellationToken);
            return false;
        }
    }

    async Task<PreparedDispatch?> PrepareAsync(Guid referral, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("sends what its patient chose"));
        var journey = await db.Journeys.FirstOrDefaultAsync(j => j.Id == referral, cancellationToken);
        if (
            journey is null
            || journey.WakeAt is null
            || journey.ParkedSince is not null
            || NoticeMoves.ChooseNotice(journey.Stage) is not { } notice
        )
            return null;
        if (notice == ProviderNotice.Referral)
            return await PrepareReferralAsync(db, journey, cancellationToken);
        var dispatch = await db
            .Dispatches.Where(d => d.Referral == referral)
            .OrderByDescending(d => d.FirstTried)
            .FirstOrDefaultAsync(cancellationToken);
        if (dispatch is null)
            return null;
        var prepared = new PreparedDispatch(
            referral,
            journey.DocumentVersion,
            MessageIds.CreateRandom(),
            notice,
            dispatch.Service,
            dispatch.Provider,
            dispatch.Endpoint,
            journey.DocumentVersion,
            []
        )
        {
            Dispatch = dispatch.MessageId,
            After = dispatch.DocumentVersion,
        };
        if (await MessageIds.FindNoticeAsync(db.DispatchedNotices, prepared, cancellationToken) is { } noted)
            prepared = prepared with { MessageId = noted.MessageId };
        // The moment of what it tells, so that a repeat says the same.
        var at =
            notice == ProviderNotice.Withdrawal
                ? journey.StageEntered
                : await db
                    .Submissions.Where(s => s.Referral == referral && s.DocumentVersion == journey.DocumentVersion)
                    .Select(s => (DateTime?)s.At)
                    .FirstOrDefaultAsync(cancellationToken)
                    ?? journey.Updated;
        return prepared with { Message = await ComposeAsync(db, journey, prepared, at, cancellationToken) };
    }

    async Task<PreparedDispatch> PrepareReferralAsync(HubDbContext db, ReferralJourney journey, CancellationToken cancellationToken)
    {
        var chosen =
            await DispatchRecorder.FindStandingChoiceAsync(db, journey.Id, cancellationToken)
            ?? throw new InvalidDataException("A chosen journey has no recorded choice.");
        var option = directory.Find(chosen.ChosenService!);
        // The version of the choice, not of the journey: every try at one choice carries one message id.
        var kept = await MessageIds.FindMessageAsync(db.Dispatches, journey.Id, chosen.Version, cancellationToken);
        var begun = kept is { Message: not null } ? kept : null;
        var prepared = new PreparedDispatch(
            journey.Id,
            chosen.Version,
            kept?.MessageId ?? MessageIds.CreateRandom(),
            ProviderNotice.Referral,
            chosen.ChosenService!,
            option?.Provider ?? begun?.Provider ?? "unknown",
            option?.Endpoint ?? begun?.Endpoint,
            journey.DocumentVersion,
            []
        );
        return begun is null
            ? prepared with
            {
                Message = await ComposeAsync(db, journey, prepared, time.UtcNow(), cancellationToken),
            }
            : prepared with
            {
                DocumentVersion = begun.DocumentVersion,
                Message = Brotli.Decompress(begun.Message!, begun.MessageLength),
                IsBegun = true,
            };
    }

    async Task<byte[]> ComposeAsync(
        HubDbContext db,
        ReferralJourney journey,
        PreparedDispatch prepared,
        DateTime at,
        CancellationToken cancellationToken
    )
    {
        var stored = await db
            .Documents.Where(d =>
                d.Referral == journey.Id && (prepared.Notice == ProviderNotice.Withdrawal || d.Version == journey.DocumentVersion)
            )
            .OrderBy(d => d.Version)
            .FirstAsync(cancellationToken);
        var (document, problem) = FhirJson.Read(Brotli.Decompress(stored.Bytes, stored.Length));
        if (document is null)
            throw new InvalidDataException($"The stored document cannot be read: {problem!.Kind}.");
        using (document)
            return ProviderMessage.Write(
                prepared.MessageId,
                journey,
                document,
                prepared.Provider,
                prepared.Endpoint ?? "",
                prepared.Notice,
                settings.Organisation,
                at
            );
    }

    [LoggerMessage(5001, LogLevel.Error, "Referral {Referral} could not be dispatched; it will be tried again")]
    static partial void LogFailed(ILogger logger, Exception exception, Guid referral);
}

/// <summary>A message ready to be sent.</summary>
/// <param name="BasisVersion">Version of the choice, or for a notice of the document, that the message was made from.</param>
public sealed record PreparedDispatch(
    Guid Referral,
    int BasisVersion,
    Guid MessageId,
    ProviderNotice Notice,
    string Service,
    string Provider,
    string? Endpoint,
    int DocumentVersion,
    byte[] Message
)
{
    /// <summary>Whether an earlier try may have reached the provider; the message is that one.</summary>
    public bool IsBegun { get; init; }

    /// <summary>Of a notice: id of the message that brought the provider the referral.</summary>
    public Guid Dispatch { get; init; }

    /// <summary>Of a notice: version of the document that the provider has.</summary>
    public int After { get; init; }
}
