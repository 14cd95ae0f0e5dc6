using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web;
using ReferralHub.Web.Users;

namespace ReferralHub.Operations;

/// <summary>Failed work for the command line and other software; the page does the same through <see cref="FailedWork"/>.</summary>
static class FailedWorkEndpoints
{
    sealed record RetryBody(string? By, string? Reason);

    sealed record RetryAllBody(string? By, string? Cause);

    /// <param name="Retried">How many are tried again.</param>
    sealed record RetriedAnswer(int Retried);

    sealed record ParkBody(string? By, string? Reason);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var work = routes
            .MapGroup("/operations/api/work")
            .WithTags("Operations")
            .Allow(CallerRole.Operator, CallerRole.CentreSystem)
            .TakesJson();
        work.MapGet("/", async (FailedWork failed, CancellationToken token) => Results.Ok(await failed.GroupsAsync(token)))
            .WithSummary("Stuck and parked referrals by cause")
            .Produces<IReadOnlyList<FailedGroup>>();
        work.MapGet(
                "/{reference}",
                async (string reference, FailedWork failed, CancellationToken token) =>
                    await failed.FindAsync(reference, token) is { } found ? Results.Ok(found) : FhirAnswer.FromProblems(FailedWork.NotFound)
            )
            .WithSummary("One of them, without patient data")
            .Produces<FailedDetail>()
            .ProducesOutcome(404);
        work.MapPost(
                "/{reference}/retry",
                async (string reference, RetryBody body, HttpContext http, FailedWork failed, CancellationToken token) =>
                {
                    var (by, other) = OwnName.Find(http.Caller, body.By, "by");
                    return Answer(other ?? await failed.RetryAsync(reference, by, body.Reason, token));
                }
            )
            .WithSummary("Has one tried again")
            .Produces(204)
            .ProducesOutcome(404, 409, 422);
        work.MapPost(
                "/{reference}/park",
                async (string reference, ParkBody body, HttpContext http, FailedWork failed, CancellationToken token) =>
                {
                    var (by, other) = OwnName.Find(http.Caller, body.By, "by");
                    return Answer(other ?? await failed.ParkAsync(reference, by, body.Reason, token));
                }
            )
            .WithSummary("Takes one out of the workers' hands")
            .Produces(204)
            .ProducesOutcome(404, 409, 422);
        work.MapPost(
                "/retry",
                async (RetryAllBody body, HttpContext http, FailedWork failed, CancellationToken token) =>
                {
                    var (by, other) = OwnName.Find(http.Caller, body.By, "by");
                    var (count, problem) = other is null ? await failed.RetryAllAsync(body.Cause, by, token) : (0, other);
                    return problem is null ? Results.Ok(new RetriedAnswer(count)) : FhirAnswer.FromProblems(problem);
                }
            )
            .WithSummary("Has all tried again, or all with one cause")
            .Produces<RetriedAnswer>()
            .ProducesOutcome(422);
    }

    static IResult Answer(Problem? problem) => problem is null ? Results.NoContent() : FhirAnswer.FromProblems(problem);
}
