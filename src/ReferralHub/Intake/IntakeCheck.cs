using ReferralHub.FhirApi;
using ReferralHub.Platform;

namespace ReferralHub.Intake;

/// <summary>Says of a ServiceRequest or Bundle whether intake would take it, without storing anything.</summary>
sealed class IntakeCheck(TimeProvider time) : IFhirResourceCheck
{
    public IReadOnlyList<Problem> Check(string resourceType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (resourceType is not ("ServiceRequest" or "Bundle"))
            return [];
        var (submission, problems) = ParsedSubmission.Parse(
            body,
            resourceType == "Bundle" ? IntakeFace.Base : IntakeFace.ServiceRequest,
            null,
            null,
            time.UtcNow(),
            cancellationToken: cancellationToken
        );
        return submission?.Remarks ?? problems;
    }
}
