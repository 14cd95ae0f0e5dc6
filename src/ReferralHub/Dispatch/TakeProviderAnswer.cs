using Microsoft.AspNetCore.Http;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;

namespace ReferralHub.Dispatch;

/// <summary>
/// What a provider says to a referral that was sent to it, as a message or on its page. It counts only when the organisation that it
/// was sent to says it.
/// </summary>
public sealed class TakeProviderAnswer(DispatchRecorder recorder, WakeUps wakeUps, IHttpContextAccessor http)
{
    static readonly AccessScope Answering = AccessScope.System("whether the provider may answer is checked, also after it has declined");

    /// <returns>False when no message with this id was sent to the caller, or what they say is no answer to it.</returns>
    internal async Task<bool> TakeAsync(Guid messageId, Caller? caller, Func<ProviderAnswer?> read, CancellationToken cancellationToken)
    {
        var journey = await CurrentScope.RunAsAsync(
            http.HttpContext,
            Answering,
            () => recorder.AnswerAsync(messageId, provider => MayAnswer(caller, provider), read, cancellationToken)
        );
        // It may be owed an amendment that came before its answer.
        if (journey is not null)
            wakeUps.Send([journey]);
        return journey is not null;
    }

    /// <summary>Whether a caller answers for a provider: a system or a person of it, and nobody else.</summary>
    internal static bool MayAnswer(Caller? caller, string provider) =>
        caller is null
        || (
            caller.Role is CallerRole.ProviderSystem or CallerRole.Provider
            && caller.Organisations.Contains(provider, StringComparer.OrdinalIgnoreCase)
        );
}
