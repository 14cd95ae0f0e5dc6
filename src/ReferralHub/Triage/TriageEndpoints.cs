using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Triage.Approval;
using ReferralHub.Triage.Pages;
using ReferralHub.Triage.Simulation;
using ReferralHub.Web;

namespace ReferralHub.Triage;

/// <summary>Packs in words and to the letter, and the trace of a referral.</summary>
static class TriageEndpoints
{
    static readonly Problem NoSuchReferral = new(
        404,
        "not-found",
        "REC_NOT_FOUND",
        "referral-not-found",
        "No referral has this reference."
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var rules = routes.MapGroup("/rules").WithTags("Triage").Allow([.. RoleSets.People, CallerRole.CentreSystem]);
        rules.MapGet("/api", ListAsync).WithSummary("Packs with their status").Produces<IEnumerable<PackStanding>>();
        rules
            .MapGet("/{pack}/words", DescribePackAsync)
            .WithSummary("A pack in words that can be read aloud (Markdown)")
            .Produces<string>(200, "text/markdown")
            .ProducesOutcome(404);
        rules
            .MapGet("/measures", MeasuresAsync)
            .Allow(CallerRole.Lead, CallerRole.CentreSystem)
            .WithSummary("What each rule did in a period, and what became of it")
            .Produces<IReadOnlyList<RuleMeasure>>();
        rules
            .MapPost("/simulate", SimulationEndpoint.PostAsync)
            .Allow(CallerRole.Lead, CallerRole.CentreSystem)
            .WithSummary("Tries a draft on past referrals")
            .TakesJson()
            .Produces<SimulationReport>(200, SimulationEndpoint.ContentType)
            .ProducesOutcome(422);
        rules
            .MapGet("/texts/{hash}", TextAsync)
            .WithSummary("The text of a pack that decided something, to the letter")
            .Produces<string>(200, "text/yaml")
            .ProducesOutcome(404);
        ApprovalEndpoints.Map(rules);
        routes
            .MapGet("/review/{reference}/trace.json", TraceAsync)
            .Allow([.. RoleSets.Reviewers, CallerRole.CentreSystem])
            .WithTags("Triage")
            .WithSummary("Every rule that was considered for a referral")
            .Produces<ReferralTrace>()
            .ProducesOutcome(404);
    }

    static async Task<IResult> ListAsync(RulePacks packs, TimeProvider time, CancellationToken token)
    {
        await packs.RefreshAsync(token);
        var today = WorkingDays.LocalDate(time.UtcNow());
        return Results.Ok(packs.All.Select(p => PackStanding.Create(p, today)));
    }

    static async Task<IResult> DescribePackAsync(string pack, RulePacks packs, TimeProvider time, CancellationToken token)
    {
        await packs.RefreshAsync(token);
        var today = WorkingDays.LocalDate(time.UtcNow());
        var found = packs.InForce(today).FirstOrDefault(p => p.Id == pack) ?? packs.All.LastOrDefault(p => p.Id == pack);
        return found is null
            ? FhirAnswer.FromProblems(ApprovalProblems.NoSuchPack)
            : Results.Text(PackWords.Describe(found, today), "text/markdown", Encoding.UTF8);
    }

    static async Task<IResult> MeasuresAsync(
        DateOnly? from,
        DateOnly? to,
        RuleMeasures measures,
        TimeProvider time,
        CancellationToken token
    )
    {
        var today = WorkingDays.LocalDate(time.UtcNow());
        return Results.Ok(await measures.CountAsync(from ?? today.AddDays(-RulesModel.DaysShown), to ?? today, token));
    }

    static async Task<IResult> TextAsync(string hash, TriageTraces traces, CancellationToken token) =>
        await traces.TextAsync(hash, token) is { } text
            ? Results.Bytes(text, "text/yaml; charset=utf-8")
            : FhirAnswer.FromProblems(ApprovalProblems.NoSuchPack);

    static async Task<IResult> TraceAsync(string reference, TriageTraces traces, CancellationToken token) =>
        await traces.FindAsync(reference, token) is { } trace
            ? Results.Json(trace, TraceJson.Options)
            : FhirAnswer.FromProblems(NoSuchReferral);
}

/// <summary>How traces are written for other software.</summary>
static class TraceJson
{
    public static readonly System.Text.Json.JsonSerializerOptions Options = new(System.Text.Json.JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.KebabCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
