using Microsoft.AspNetCore.Http;
using ReferralHub.Web.Problems;

namespace ReferralHub.FhirApi;

/// <summary>What a caller prefers (header <c>Prefer</c>, R4 §3.1.0.1.11 and §3.1.1.4.1).</summary>
/// <param name="IsStrict"><c>handling=strict</c>: a search parameter that is not known is an error.</param>
/// <param name="Return">minimal, representation or OperationOutcome; null for the default.</param>
public readonly record struct FhirPreferences(bool IsStrict, string? Return)
{
    public static FhirPreferences FromRequest(HttpRequest request)
    {
        var (isStrict, returns) = (false, (string?)null);
        foreach (var header in request.Headers["Prefer"])
        {
            foreach (var preference in (header ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
            {
                if (preference.Equals("handling=strict", StringComparison.OrdinalIgnoreCase))
                    isStrict = true;
                else if (preference.StartsWith("return=", StringComparison.OrdinalIgnoreCase))
                    returns = preference[7..];
            }
        }

        return new(isStrict, returns);
    }

    /// <summary>The answer to a write in the form that is preferred.</summary>
    public FhirAnswer ShapeAnswer(FhirAnswer answer)
    {
        if (answer.Status is not (200 or 201))
            return answer;
        return Return switch
        {
            "minimal" => WithBody(answer, []),
            "OperationOutcome" => WithBody(
                answer,
                OperationOutcomes.Write([
                    new(
                        200,
                        "informational",
                        "",
                        "stored",
                        answer.Status == 201 ? "The resource was created." : "The resource was stored.",
                        Severity: "information"
                    ),
                    .. answer.Remarks,
                ])
            ),
            _ => answer,
        };
    }

    static FhirAnswer WithBody(FhirAnswer answer, byte[] body) =>
        new(answer.Status, body)
        {
            Location = answer.Location,
            ETag = answer.ETag,
            LastModified = answer.LastModified,
            Remarks = answer.Remarks,
        };
}
