using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ReferralHub.FhirApi;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Register;
using ReferralHub.Web;
using ReferralHub.Web.Users;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>Budgets and what is done about them for other software; the page does the same through the same operations.</summary>
static class PlanEndpoints
{
    const string Json = "application/json; charset=utf-8";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var plans = routes
            .MapGroup("/commissioning/api")
            .WithTags("Commissioning")
            .Allow(CallerRole.Practice, CallerRole.Commissioner, CallerRole.Lead, CallerRole.CentreSystem);
        plans
            .MapGet("/practices/{ods}/plans", ListAsync)
            .WithSummary("The lines of plans that pay for a practice's care, each with the way to its figure and its agreement")
            .Produces<JsonObject>(200, "application/json")
            .ProducesOutcome(404);
        plans
            .MapGet("/plans/{set}/{holder}", ReadAsync)
            .WithSummary("One holder's line of a plan in a year")
            .Produces<JsonObject>(200, "application/json")
            .ProducesOutcome(404);
        MapAct(plans, "propose", PlanActKind.Proposed, "Puts the figure forward for one party; another must agree");
        MapAct(plans, "agree", PlanActKind.Agreed, "Agrees for a second party to what another has put forward");
        MapAct(plans, "understood", PlanActKind.Understood, "The holder says how far it understands the figure, and may ask");
        MapAct(plans, "answer", PlanActKind.Answered, "Who gives the money answers a question");
    }

    static void MapAct(RouteGroupBuilder plans, string word, PlanActKind kind, string summary) =>
        plans
            .MapPost(
                $"/plans/{{set}}/{{holder}}/{word}",
                (
                    string set,
                    string holder,
                    PlanActBody body,
                    HttpContext http,
                    RecordPlanAct record,
                    ReadPlans read,
                    TimeProvider time,
                    CancellationToken token
                ) => RecordAsync(kind, set, holder, body, http.RequiredCaller, record, read, time, token)
            )
            .Allow(CallerRole.Practice, CallerRole.Commissioner, CallerRole.CentreSystem)
            .WithSummary(summary)
            .TakesJson()
            .Produces<JsonObject>(200, "application/json")
            .ProducesOutcome(403, 404, 409, 422);

    static async Task<IResult> ListAsync(
        string ods,
        HttpContext http,
        ReadPlans read,
        PracticeRegister practices,
        TimeProvider time,
        CancellationToken token
    )
    {
        var code = ods.ToUpperInvariant();
        var scope = http.RequiredCaller.Scope;
        if (!(scope.IsAll || scope.Practices.Contains(code, StringComparer.OrdinalIgnoreCase)) || !practices.Knows(code))
            return FhirAnswer.FromProblems(PlanProblems.NoSuchPractice);
        var views = new List<PlanView>();
        foreach (var line in await read.ListAsync(code, token))
            if (await read.ReadAsync(line, null, token) is { } view)
                views.Add(view);
        return Results.Bytes(PlanJson.WriteAll(code, views, WorkingDays.LocalDate(time.UtcNow())), Json);
    }

    static async Task<IResult> ReadAsync(
        string set,
        string holder,
        int? year,
        HttpContext http,
        ReadPlans read,
        TimeProvider time,
        CancellationToken token
    ) =>
        await read.FindAsync(set, holder, token) is { } line
        && await read.MayReadAsync(http.RequiredCaller, line, token)
        && await read.ReadAsync(line, year, token) is { } view
            ? Results.Bytes(PlanJson.Write(view, WorkingDays.LocalDate(time.UtcNow())), Json)
            : FhirAnswer.FromProblems(PlanProblems.NoSuchLine);

    static async Task<IResult> RecordAsync(
        PlanActKind kind,
        string set,
        string holder,
        PlanActBody body,
        Caller caller,
        RecordPlanAct record,
        ReadPlans read,
        TimeProvider time,
        CancellationToken token
    )
    {
        var (by, other) = OwnName.Find(caller, body.By, "by");
        if (other is not null)
            return FhirAnswer.FromProblems(other);
        var request = new PlanActRequest(
            kind,
            set,
            holder,
            caller.IsSystem ? null : caller.Organisations,
            by,
            OwnName.FindPost(caller, body.Role),
            caller.IsSystem ? caller.Id : null
        )
        {
            Year = body.Year,
            For = body.For,
            Pence = body.Pence,
            Understood = body.Understood,
            Text = kind == PlanActKind.Answered ? body.Answer : body.Question,
            About = body.About,
        };
        if (await record.RecordAsync(request, token) is { } problem)
            return FhirAnswer.FromProblems(problem);
        return await read.FindAsync(set, holder, token) is { } line && await read.ReadAsync(line, body.Year, token) is { } view
            ? Results.Bytes(PlanJson.Write(view, WorkingDays.LocalDate(time.UtcNow())), Json)
            : FhirAnswer.FromProblems(PlanProblems.NoSuchLine);
    }

    /// <param name="Year">Calendar year in which the financial year begins; the one that is meant today when absent.</param>
    /// <param name="For">Id of the party; of somebody who acts for one alone it may be left out.</param>
    /// <param name="Pence">The figure that was read: when it has changed since, nothing is recorded.</param>
    /// <param name="By">Who does it: of somebody who has signed in their own name, which may be left out.</param>
    /// <param name="Understood">fully, partly or no.</param>
    /// <param name="About">Id of the question that is answered.</param>
    sealed record PlanActBody(
        int? Year,
        string? For,
        long? Pence,
        string? By,
        string? Role,
        string? Understood,
        string? Question,
        string? Answer,
        Guid? About
    );
}
