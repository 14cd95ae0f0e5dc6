using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.FhirApi;

/// <summary>A create or update of one resource, whether it came alone or in a batch. The body is valid until the task completes.</summary>
/// <param name="Id">Of an update; null for a create.</param>
/// <param name="IfNoneExist">Of a create: query that must find nothing (R4 §3.1.0.8.1).</param>
/// <param name="IfMatch">Of an update: version that must be the present one (R4 §3.1.0.5).</param>
/// <param name="Caller">Who sends it; what is the caller's own binds what the resource may say of its sender.</param>
public sealed record FhirWriteRequest(
    ReadOnlyMemory<byte> Body,
    string? Id,
    string? IfNoneExist,
    string? IfMatch,
    string? RequestId,
    string? CorrelationId,
    Caller? Caller
);

/// <summary>Takes resources of one type, given by the module that owns them.</summary>
public interface IFhirWriter
{
    string Type { get; }

    Task<FhirAnswer> WriteAsync(FhirWriteRequest request, CancellationToken cancellationToken);
}

/// <summary>What a module has to say of a resource beyond FHIR, for <c>$validate</c>: whether it would be taken, and why not.</summary>
public interface IFhirResourceCheck
{
    IReadOnlyList<Problem> Check(string resourceType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}
