using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Concerns;

/// <summary>Complaints and incidents for other software; the pages do the same through the same operations.</summary>
static class ConcernEndpoints
{
    public static void Map(RouteGroupBuilder review)
    {
        review
            .MapGet("/concerns", ListAsync)
            .WithSummary("Complaints and incidents: open ones by deadline, or closed ones")
            .Produces<IReadOnlyList<ConcernAnswer>>();
        review.MapGet("/concerns/count", CountAsync).WithSummary("How many there are, by kind").Produces<ConcernCounts>();
        review
            .MapPost("/{reference}/concerns", RecordAsync)
            .WithSummary("Records a complaint or an incident against a referral")
            .Produces<ConcernAnswer>(201)
            .ProducesOutcome(404, 422);
        review
            .MapPost("/concerns/{id:guid}/close", CloseAsync)
            .WithSummary("Closes one with what was done about it")
            .Produces(204)
            .ProducesOutcome(404, 409, 422);
    }

    static async Task<IResult> ListAsync(ListConcerns list, bool? open, string? practice, CancellationToken token) =>
        Results.Ok((await list.ListAsync(open ?? true, practice, token)).Select(l => ConcernAnswer.FromConcern(l.Concern, l.Reference)));

    static async Task<IResult> CountAsync(ListConcerns list, string? practice, CancellationToken token) =>
        Results.Ok(await list.CountAsync(practice, token));

    static async Task<IResult> RecordAsync(
        string reference,
        ConcernBody body,
        HttpContext http,
        RecordConcern record,
        HubSettings settings,
        CancellationToken token
    )
    {
        var (by, other) = OwnName.Find(http.Caller, body.By, "by");
        if (other is not null)
            return FhirAnswer.FromProblems(other);
        var role = OwnName.FindPost(http.Caller, body.Role);
        var request = new ConcernRequest(body.Kind, body.Text, body.Owner, body.Due, by, role, settings.Organisation.OdsCode);
        var (problems, concern) = await record.RecordAsync(reference, request, token);
        return concern is null
            ? FhirAnswer.FromProblems(problems)
            : Results.Created("/review/api/concerns", ConcernAnswer.FromConcern(concern, reference));
    }

    static async Task<IResult> CloseAsync(Guid id, CloseBody body, HttpContext http, CloseConcern close, CancellationToken token)
    {
        var (by, other) = OwnName.Find(http.Caller, body.By, "by");
        return (other ?? await close.CloseAsync(id, by, body.Outcome, token)) is { } problem
            ? FhirAnswer.FromProblems(problem)
            : Results.NoContent();
    }

    /// <param name="Due">Day until which it is answered; three working days when absent.</param>
    sealed record ConcernBody(string? Kind, string? Text, string? Owner, DateOnly? Due, string? By, string? Role);

    sealed record CloseBody(string? By, string? Outcome);

    sealed record ConcernAnswer(
        Guid Id,
        string Reference,
        string Kind,
        string Text,
        string Owner,
        DateTime Due,
        string RecordedBy,
        DateTime At,
        DateTime? Closed,
        string? ClosedBy,
        string? Outcome
    )
    {
        public static ConcernAnswer FromConcern(Concern c, string reference) =>
            new(
                c.Id,
                reference,
                c.Kind.ToString().ToLowerInvariant(),
                c.Text,
                c.Owner,
                c.Due,
                c.RecordedBy,
                c.At,
                c.Closed,
                c.ClosedBy,
                c.Outcome
            );
    }
}
