using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Claim;
using ReferralHub.Review.Concerns;
using ReferralHub.Review.Decide;
using ReferralHub.Review.Worklist;
using ReferralHub.Web;
using ReferralHub.Web.Users;

namespace ReferralHub.Review;

/// <summary>The queue and decisions for other software; the pages do the same through the same operations.</summary>
static class ReviewEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var review = routes.MapGroup("/review/api").WithTags("Review").Allow(RoleSets.Reviewers).TakesJson();
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

    static async Task<IResult> ClaimAsync(string reference, ClaimBody body, HttpContext http, ClaimReferral claim, CancellationToken token)
    {
        var (reviewer, other) = OwnName.Find(http.Caller, body.Reviewer, "reviewer");
        if (other is not null)
            return FhirAnswer.FromProblems(other);
        if (reviewer is null)
            return FhirAnswer.FromProblems(ReviewProblems.ClaimantMissing);
        var (version, problem) = await claim.ClaimAsync(reference, reviewer, token);
        return problem is null ? Results.Ok(new ClaimAnswer(reference, version)) : FhirAnswer.FromProblems(problem);
    }

    static async Task<IResult> DecideAsync(
        string reference,
        DecisionBody body,
        HttpContext http,
        DecideReferral decide,
        CancellationToken token
    )
    {
        var (reviewer, other) = OwnName.Find(http.Caller, body.Reviewer, "reviewer");
        if (other is not null)
            return FhirAnswer.FromProblems(other);
        var request = body.ToRequest() with { Reviewer = reviewer, ReviewerRole = OwnName.FindPost(http.Caller, body.ReviewerRole) };
        var problems = await decide.DecideAsync(reference, request, token);
        return problems.Count == 0 ? Results.NoContent() : FhirAnswer.FromProblems(problems);
    }

    /// <param name="Reviewer">The name of whoever is signed in; may be left out.</param>
    sealed record ClaimBody(string? Reviewer);

    /// <param name="Version">To be given with the decision.</param>
    sealed record ClaimAnswer(string Reference, int Version);

    /// <param name="Reviewer">The name of whoever is signed in; may be left out.</param>
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
