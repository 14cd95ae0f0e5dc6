using ReferralHub.Fhir;
using ReferralHub.FhirApi;

namespace ReferralHub.Intake;

/// <summary>Takes messages of other events than referrals, e.g. a provider's answer. Modules to the right register theirs.</summary>
public interface IMessageEventHandler
{
    /// <summary>Code of message-events-bars.</summary>
    string Event { get; }

    Task<FhirAnswer> HandleAsync(FhirDocument message, CancellationToken cancellationToken);
}
