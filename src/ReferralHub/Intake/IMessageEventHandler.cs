using ReferralHub.Fhir;
using ReferralHub.FhirApi;
using ReferralHub.Platform.Access;

namespace ReferralHub.Intake;

/// <summary>Takes messages of other events than referrals, e.g. a provider's answer. Modules to the right register theirs.</summary>
public interface IMessageEventHandler
{
    /// <summary>Code of message-events-bars.</summary>
    string Event { get; }

    /// <param name="caller">Who sent it; null for the hub's own work.</param>
    Task<FhirAnswer> HandleAsync(FhirDocument message, Caller? caller, CancellationToken cancellationToken);
}
