using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Web;

namespace ReferralHub.Review;

/// <summary>The queue and decisions for other software; the pages do the same through <see cref="ReviewService"/>.</summary>
static class ReviewEndpoints
{
    sealed record ClaimBody(string? Reviewer);

    /// <param name="Version">To be given with the decision.</param>
    sealed record ClaimAnswer(string Reference, int Version);

    sealed record DecisionBody(
        string? Outcome,
        string? Reviewer,
        string? ReviewerRole,
        int Version,
        string? ReasonCode,
        string? Text,
        string? Specialty,
        string? Priority
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var review = routes.MapGroup("/review/api").WithTags("Review").TakesJson();
        review
            .MapGet(
                "/queue",
                async (ReviewQueue queue, string? specialty, string? cursor, CancellationToken token) =>
                    Results.Ok(await queue.PageAsync(new(specialty, Cursor: cursor), token))
            )
            .WithSummary("Referrals in review, most pressing first")
            .Produces<QueuePage>();
        review
            .MapPost("/{reference}/claim", ClaimAsync)
            .WithSummary("Takes a referral for 15 minutes")
            .Produces<ClaimAnswer>()
            .ProducesOutcome(404, 409, 422);
        review
            .MapPost("/{reference}/decision", DecideAsync)
            .WithSummary("Accept, ask the practice, or return with advice")
            .Produces(204)
            .ProducesOutcome(404, 409, 422);
    }

    static async Task<IResult> ClaimAsync(string reference, ClaimBody body, ReviewClaims claims, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(body.Reviewer))
            return FhirAnswer.FromProblems(
                new Problem(422, "required", "REC_UNPROCESSABLE_ENTITY", "reviewer", "Say who claims it (reviewer).", "reviewer")
            );
        var (version, problem) = await claims.ClaimAsync(reference, body.Reviewer.Trim(), token);
        return problem is null ? Results.Ok(new ClaimAnswer(reference, version)) : FhirAnswer.FromProblems(problem);
    }

    static async Task<IResult> DecideAsync(string reference, DecisionBody body, ReviewService review, CancellationToken token)
    {
        ReviewOutcome? outcome = Enum.TryParse<ReviewOutcome>(body.Outcome, true, out var parsed) ? parsed : null;
        var problems = await review.DecideAsync(
            reference,
            new(
                outcome,
                body.Reviewer?.Trim(),
                body.ReviewerRole?.Trim(),
                body.Version,
                body.ReasonCode,
                body.Text,
                body.Specialty,
                body.Priority
            ),
            token
        );
        return problems.Count == 0 ? Results.NoContent() : FhirAnswer.FromProblems(problems);
    }
}
