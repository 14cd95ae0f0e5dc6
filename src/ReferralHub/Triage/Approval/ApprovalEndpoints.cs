using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web;
using ReferralHub.Web.Users;

namespace ReferralHub.Triage.Approval;

/// <summary>Proposing, approving and withdrawing packs for other software; the pages do the same through the same operation.</summary>
static class ApprovalEndpoints
{
    public static void Map(RouteGroupBuilder rules)
    {
        rules
            .MapGet("/{pack}/acts", ListActsAsync)
            .WithSummary("Who proposed, approved or withdrew which content of a pack, newest first")
            .Produces<IReadOnlyList<PackActShown>>()
            .ProducesOutcome(404);
        MapAct(rules, "propose", PackActKind.Proposed, "Puts the content of a pack's file forward, to be approved by somebody else");
        MapAct(rules, "approve", PackActKind.Approved, "Agrees that a content somebody else proposed decides");
        MapAct(rules, "withdraw", PackActKind.Withdrawn, "Ends what is in force, or the content with a hash");
    }

    static void MapAct(RouteGroupBuilder rules, string word, PackActKind kind, string summary) =>
        rules
            .MapPost(
                $"/{{pack}}/{word}",
                (string pack, PackActBody body, HttpContext http, RecordPackAct record, TimeProvider time, CancellationToken token) =>
                    RecordAsync(kind, pack, body, http.Caller, record, time, token)
            )
            .Allow([.. RoleSets.Reviewers, CallerRole.CentreSystem])
            .WithSummary(summary)
            .TakesJson()
            .Produces<PackStanding>()
            .ProducesOutcome(404, 409, 422);

    static async Task<IResult> RecordAsync(
        PackActKind kind,
        string pack,
        PackActBody body,
        Caller? caller,
        RecordPackAct record,
        TimeProvider time,
        CancellationToken token
    )
    {
        var (by, other) = OwnName.Find(caller, body.By, "by");
        if (other is not null)
            return FhirAnswer.FromProblems(other);
        var request = new PackActRequest(
            kind,
            pack,
            body.Hash?.Trim(),
            by,
            OwnName.FindPost(caller, body.Role),
            caller is { IsSystem: true } ? caller.Id : null
        );
        var (meant, problem) = await record.RecordAsync(request, token);
        return problem is null
            ? Results.Ok(PackStanding.Create(meant!, WorkingDays.LocalDate(time.UtcNow())))
            : FhirAnswer.FromProblems(problem);
    }

    static async Task<IResult> ListActsAsync(string pack, RulePacks packs, CancellationToken token)
    {
        await packs.RefreshAsync(token);
        var acts = packs.FindActs(pack);
        return acts.Count == 0 && !packs.All.Any(p => p.Id == pack)
            ? FhirAnswer.FromProblems(ApprovalProblems.NoSuchPack)
            : Results.Ok(acts.Select(a => new PackActShown(a.Kind.ToString(), a.Version, a.Hash, a.Person, a.Role, a.At)));
    }

    /// <param name="Hash">SHA-256 of the content that is meant; a withdrawal without it is of what is in force.</param>
    /// <param name="By">Who does it: of somebody who has signed in their own name, which may be left out.</param>
    sealed record PackActBody(string? Hash, string? By, string? Role);

    sealed record PackActShown(string Act, string Version, string Hash, string By, string Role, DateTime At);
}
