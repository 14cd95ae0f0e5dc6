using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Review.Claim;
using ReferralHub.Review.Concerns;
using ReferralHub.Review.Decide;
using ReferralHub.Review.Worklist;
using ReferralHub.Web;

namespace ReferralHub.Review;

/// <summary>The queue and decisions for other software; the pages do the same through the same operations.</summary>
static class ReviewEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var review = routes.MapGroup("/review/api").WithTags("Review").TakesJson();
        review.MapGet("/queue", ListQueueAsync).WithSummary("Referrals in review, most pressing first").Produces<QueuePage>();
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
        ConcernEndpoints.Map(review);
    }

    static async Task<IResult> ListQueueAsync(ListQueue queue, string? specialty, string? cursor, CancellationToken token) =>
        Results.Ok(await queue.ListAsync(new(specialty, Cursor: cursor), token));

    static async Task<IResult> ClaimAsync(string reference, ClaimBody body, ClaimReferral claim, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(body.Reviewer))
            return FhirAnswer.FromProblems(ReviewProblems.ClaimantMissing);
        var (version, problem) = await claim.ClaimAsync(reference, body.Reviewer.Trim(), token);
        return problem is null ? Results.Ok(new ClaimAnswer(reference, version)) : FhirAnswer.FromProblems(problem);
    }

    static async Task<IResult> DecideAsync(string reference, DecisionBody body, DecideReferral decide, CancellationToken token)
    {
        var problems = await decide.DecideAsync(reference, body.ToRequest(), token);
        return problems.Count == 0 ? Results.NoContent() : FhirAnswer.FromProblems(problems);
    }

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
    )
    {
        public DecisionRequest ToRequest() =>
            new(
                Enum.TryParse<ReviewOutcome>(Outcome, true, out var outcome) ? outcome : null,
                Reviewer?.Trim(),
                ReviewerRole?.Trim(),
                Version,
                ReasonCode,
                Text,
                Specialty,
                Priority
            );
    }
}
