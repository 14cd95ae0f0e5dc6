using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Intake;

/// <summary>Creates and updates of ServiceRequest, each under the conditions that its caller sets.</summary>
sealed class ReferralWriter(
    IntakeService intake,
    IntakeQueue queue,
    IntakeAnswers answers,
    FhirRest rest,
    HubDatabase database,
    CurrentScope callerScope,
    IEnumerable<IFhirResourceType> types
) : IFhirWriter
{
    /// <summary>Versions that one If-Match may name; those after them are not looked at.</summary>
    const int VersionsMax = 20;

    readonly ConcurrentDictionary<string, SemaphoreSlim> conditions = new(StringComparer.Ordinal);

    public string Type => "ServiceRequest";

    public async Task<FhirAnswer> WriteAsync(FhirWriteRequest request, CancellationToken cancellationToken)
    {
        if (queue.IsCrowded && !MessagePost.MayBeUrgent(request.Body.Span))
            return FhirAnswer.FromProblems(IntakeProblems.Overloaded);
        if (request.Id is not null)
            return await UpdateAsync(request, request.Id, cancellationToken);
        return request.IfNoneExist is { } condition
            ? await CreateUnlessAsync(request, condition, cancellationToken)
            : await CreateAsync(request, cancellationToken);
    }

    async Task<FhirAnswer> CreateAsync(FhirWriteRequest request, CancellationToken cancellationToken) =>
        answers.CreateAnswer(
            await intake.SubmitAsync(
                request.Body,
                IntakeFace.ServiceRequest,
                request.RequestId,
                request.CorrelationId,
                request.Caller,
                cancellationToken
            ),
            IntakeFace.ServiceRequest
        );

    /// <summary>
    /// One at a time for each condition, so that of two that come together the second finds the first. Processes do not know of
    /// each other's; there the message's own id, which is its content, keeps a repeat from becoming a second referral.
    /// </summary>
    async Task<FhirAnswer> CreateUnlessAsync(FhirWriteRequest request, string condition, CancellationToken cancellationToken)
    {
        var turn = conditions.GetOrAdd(condition, _ => new(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            var (found, refusal) = await rest.MatchAsync(Type, condition, cancellationToken);
            if (refusal is not null)
                return refusal;
            if (found.Count > 1)
                return FhirAnswer.FromProblems(FhirProblems.SeveralMatches);
            if (found is [var only])
                return Existing(only);
            var result = await intake.SubmitAsync(
                request.Body,
                IntakeFace.ServiceRequest,
                null,
                request.CorrelationId,
                request.Caller,
                cancellationToken
            );
            return
                result is { Outcome: IntakeOutcome.Duplicate, Referral: { } id }
                && await ReadAsync(id.ToString(), cancellationToken) is { } existing
                ? Existing(existing)
                : answers.CreateAnswer(result, IntakeFace.ServiceRequest);
        }
        finally
        {
            turn.Release();
            // Kept only while somebody may be waiting for it.
            if (turn.CurrentCount == 1)
                conditions.TryRemove(new(condition, turn));
        }
    }

    async Task<FhirAnswer> UpdateAsync(FhirWriteRequest request, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var target) || !await MayChangeAsync(target, request.Caller, cancellationToken))
            return FhirAnswer.FromProblems(IntakeProblems.UpdateOfNothing);
        var expected = ReadVersions(request.IfMatch);
        if (expected is [])
            return FhirAnswer.FromProblems(FhirProblems.VersionConflict);
        // Without an id of its own the same update of the same version is the same message.
        var messageId = request.RequestId ?? (expected is not null ? $"update-{target}-{string.Join('-', expected)}" : null);
        var result = await intake.SubmitAsync(
            request.Body,
            IntakeFace.Update,
            messageId,
            request.CorrelationId,
            request.Caller,
            cancellationToken,
            target: new(target, expected)
        );
        return result.Outcome == IntakeOutcome.Duplicate && await ReadAsync(id, cancellationToken) is { } existing
            ? FhirAnswer.FromResource(Shown(existing))
            : answers.CreateAnswer(result, IntakeFace.Update);
    }

    /// <summary>Whether there is such a referral for this caller; asked before its body is looked at.</summary>
    async Task<bool> MayChangeAsync(Guid referral, Caller? caller, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("whether it is the caller's is asked of the sender, too"));
        var found = await db
            .Journeys.Where(j => j.Id == referral)
            .Select(j => new { j.Practice, j.Sender })
            .FirstOrDefaultAsync(cancellationToken);
        return found is not null && SenderBinding.MayChange(caller, found.Practice, found.Sender);
    }

    /// <summary>The versions that If-Match names: null when any will do (none is named, or <c>*</c>), empty when none can be.</summary>
    static IReadOnlyList<int>? ReadVersions(string? ifMatch)
    {
        if (ifMatch is null)
            return null;
        var tags = ifMatch.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (tags.Contains("*"))
            return null;
        var versions = new List<int>();
        foreach (var tag in tags.Take(VersionsMax))
            if (int.TryParse(FhirRest.ETagValue(tag), CultureInfo.InvariantCulture, out var version))
                versions.Add(version);
        return versions;
    }

    async Task<FhirResource?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        return await types.First(t => t.Type == Type).ReadAsync(db, id, cancellationToken);
    }

    static FhirResource Shown(FhirResource resource)
    {
        if (resource.About is var (referral, patientKey))
            AuditEntry.Current?.Touch(referral, patientKey);
        return resource;
    }

    static FhirAnswer Existing(FhirResource resource) =>
        new(200, Shown(resource).Json)
        {
            Location = $"/fhir/ServiceRequest/{resource.Id}/_history/{resource.VersionId}",
            ETag = resource.ETag,
            LastModified = resource.LastUpdated,
        };
}
