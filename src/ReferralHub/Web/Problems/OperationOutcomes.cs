using ReferralHub.Platform;

namespace ReferralHub.Web.Problems;

/// <summary>The one place that turns problems into OperationOutcome resources.</summary>
public static class OperationOutcomes
{
    public static byte[] Write(IReadOnlyCollection<Problem> problems) => R4Json.Write(Create(problems));

    public static R4.OperationOutcome Create(IReadOnlyCollection<Problem> problems) => new() { Issue = [.. problems.Select(CreateIssue)] };

    static R4.OperationOutcome.IssueComponent CreateIssue(Problem problem)
    {
        var issue = new R4.OperationOutcome.IssueComponent
        {
            Severity = R4Values.Code<R4.OperationOutcome.IssueSeverity>(problem.Severity),
            Code = R4Values.Code<R4.OperationOutcome.IssueType>(problem.IssueType),
            Details = new()
            {
                Coding = problem.IsError
                    ? [new(FhirSystems.HttpErrorCodes, problem.BarsCode), new(FhirSystems.ProblemCodes, problem.Code)]
                    : [new(FhirSystems.ProblemCodes, problem.Code)],
                Text = problem.Text,
            },
            Diagnostics = problem.Text,
        };
        if (problem.Expression is not null)
            issue.Expression = [problem.Expression];
        return issue;
    }
}
