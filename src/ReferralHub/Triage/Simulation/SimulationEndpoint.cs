using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ReferralHub.FhirApi;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Triage.Reading;

namespace ReferralHub.Triage.Simulation;

/// <summary>What a simulation is asked for.</summary>
/// <param name="Pack">The draft, as YAML.</param>
/// <param name="File">Its name, for messages.</param>
/// <param name="Report">Where an earlier run stopped; null to begin.</param>
public sealed record SimulationRequest(
    string? Pack,
    string? File,
    DateOnly? From,
    DateOnly? To,
    string? Practice,
    int? MinutesPerReview,
    SimulationReport? Report
);

/// <summary>
/// Runs a simulation for another program. The answer is lines of JSON: the report as it grows, and last the whole one. Closing
/// the connection stops it.
/// </summary>
static class SimulationEndpoint
{
    const int MinutesMax = 240;
    public const string ContentType = "application/x-ndjson";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<IResult> PostAsync(
        SimulationRequest request,
        RuleSimulation simulation,
        RulePacks packs,
        TimeProvider time,
        HttpContext http
    )
    {
        var today = WorkingDays.LocalDate(time.UtcNow());
        if (string.IsNullOrWhiteSpace(request.Pack))
            return Wrong("required", "pack", "Send the draft as YAML in pack.");
        if (request is not { From: { } from, To: { } to } || to < from)
            return Wrong("value", "from", "Say the first and the last day of receipt, from and to, as YYYY-MM-DD.");
        var minutes = request.MinutesPerReview ?? new SimulationScope(from, to, null).MinutesPerReview;
        if (minutes is < 0 or > MinutesMax)
            return Wrong("value", "minutesPerReview", $"minutesPerReview is from 0 to {MinutesMax}.");
        RulePack draft;
        try
        {
            draft = RulePackReader.Read(request.File ?? "pack", Encoding.UTF8.GetBytes(request.Pack));
        }
        catch (RulePackException e)
        {
            return Wrong("invalid", "pack", e.Message);
        }

        var scope = new SimulationScope(from, to, request.Practice?.ToUpperInvariant(), minutes);
        if (request.Report is { } kept && (kept.DraftHash != draft.Hash || kept.Scope != scope))
            return Wrong("conflict", "report", "The run that was kept is of another draft or another period; begin anew.");
        await packs.RefreshAsync(http.RequestAborted);
        http.Response.ContentType = ContentType;
        var report = await simulation.RunAsync(
            draft,
            packs.InForce(today),
            scope,
            request.Report,
            counts => LineAsync(http, counts),
            http.RequestAborted
        );
        await LineAsync(http, report);
        return Results.Empty;
    }

    static async Task LineAsync(HttpContext http, SimulationReport report) =>
        await http.Response.BodyWriter.WriteAsync(
            Encoding.UTF8.GetBytes(JsonSerializer.Serialize(report, Json) + "\n"),
            http.RequestAborted
        );

    static FhirAnswer Wrong(string code, string element, string text) =>
        FhirAnswer.FromProblems(new Problem(422, code, "REC_UNPROCESSABLE_ENTITY", "simulation", text, element));
}
