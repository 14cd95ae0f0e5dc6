using System.Text;
using Microsoft.AspNetCore.Http;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Web.Problems;

namespace ReferralHub.FhirApi;

/// <summary>
/// <c>$validate</c> (R4 §3.1.0.10): a resource of any type, alone or in Parameters, against R4, the profiles it claims and the
/// one asked for. With <c>mode=create</c> it is also said whether the hub would take it. The answer is 200 whatever is found.
/// </summary>
public sealed class ValidateOperation(
    FhirValidator validator,
    HubDatabase database,
    CurrentScope callerScope,
    IEnumerable<IFhirResourceType> types,
    IEnumerable<IFhirResourceCheck> checks
)
{
    static readonly Problem AllRight = new(
        200,
        "informational",
        "",
        "valid",
        "Nothing is wrong with this resource.",
        Severity: "information"
    );

    /// <param name="type">Type in the address; null for any.</param>
    public async Task<FhirAnswer> PostAsync(string? type, HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, problem) = await FhirBody.ReadAsync(request, cancellationToken);
        if (problem is not null)
            return FhirAnswer.FromProblems(problem);
        using (body)
            return Answer(
                type,
                body!.Bytes,
                request.Query["profile"].FirstOrDefault(),
                request.Query["mode"].FirstOrDefault(),
                cancellationToken
            );
    }

    /// <summary>A resource that this server holds.</summary>
    public async Task<FhirAnswer> InstanceAsync(string type, string id, string? profile, CancellationToken cancellationToken)
    {
        if (types.FirstOrDefault(t => t.Type == type && t.IsOffered) is not { } known)
            return FhirAnswer.FromProblems(FhirProblems.NoSuchType);
        await using var db = database.OpenRead(callerScope.Read());
        return await known.ReadAsync(db, id, cancellationToken) is { } found
            ? Answer(type, found.Json, profile, null, cancellationToken)
            : FhirAnswer.FromProblems(FhirProblems.NotFound);
    }

    FhirAnswer Answer(string? type, ReadOnlyMemory<byte> bytes, string? profile, string? mode, CancellationToken cancellationToken)
    {
        var (document, unreadable) = FhirJson.Read(bytes, null, cancellationToken);
        if (document is null)
            return FhirAnswer.FromProblems(Problem.From(unreadable!));
        using (document)
        {
            if (document.Root.ResourceType != "Parameters" || type == "Parameters")
                return Validate(type, document, bytes, profile, mode, cancellationToken);
            var inner = default(FhirNode);
            foreach (var parameter in document.Root.Items("parameter"))
            {
                if (parameter["name"].Is("resource"))
                    inner = parameter["resource"];
                else if (parameter["name"].Is("profile"))
                    profile ??= parameter["valueUri"].Text ?? parameter["valueCanonical"].Text ?? parameter["valueString"].Text;
                else if (parameter["name"].Is("mode"))
                    mode ??= parameter["valueCode"].Text ?? parameter["valueString"].Text;
            }

            return inner.Exists
                ? Answer(type, Encoding.UTF8.GetBytes(inner.Json.GetRawText()), profile, mode, cancellationToken)
                : FhirAnswer.FromProblems(FhirProblems.NothingToValidate);
        }
    }

    FhirAnswer Validate(
        string? type,
        FhirDocument document,
        ReadOnlyMemory<byte> bytes,
        string? profile,
        string? mode,
        CancellationToken cancellationToken
    )
    {
        var resourceType = document.Root.ResourceType!;
        if (type is not null && resourceType != type)
            return FhirAnswer.FromProblems(FhirProblems.OtherType(type));
        if (mode is not (null or "create" or "update" or "delete" or "profile"))
            return FhirAnswer.FromProblems(FhirProblems.ValidateMode);
        if (profile is not null && validator.Definitions.Find("StructureDefinition", profile) is null)
            return FhirAnswer.FromProblems(FhirProblems.ProfileUnknown);
        var found = validator.Check(document, profile is null ? null : [profile]).Select(Problem.From).ToList();
        if (mode == "create")
        {
            foreach (var problem in checks.SelectMany(c => c.Check(resourceType, bytes, cancellationToken)))
                if (!found.Exists(f => f.Expression == problem.Expression && f.Text == problem.Text))
                    found.Add(problem);
        }

        if (!found.Exists(p => p.Severity is "error" or "fatal" or "warning"))
            found.Insert(0, AllRight);
        return new(200, OperationOutcomes.Write(found));
    }
}
