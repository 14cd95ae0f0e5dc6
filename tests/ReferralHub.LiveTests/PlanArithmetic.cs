using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Shouldly;

namespace ReferralHub.LiveTests;

/// <summary>Works a budget out again from what the page's JSON says of its steps, and from nothing else.</summary>
/// <param name="Line">As set/holder.</param>
sealed record PlanArithmetic(string Line, string Holder, long Pence, JsonArray Steps)
{
    public int Holders => Steps[0]!["afterPence"]!.AsObject().Count;

    /// <summary>The first budget of the practice whose plan's page this is.</summary>
    public static async Task<PlanArithmetic> ReadAsync(IPage page, string hub, string planPath)
    {
        var ods = planPath.Split('/')[3];
        var answer = await page.Context.APIRequest.GetAsync($"{hub}/commissioning/api/practices/{ods}/plans");
        answer.Status.ShouldBe(200);
        var line = JsonNode.Parse(await answer.TextAsync())!["lines"]![0]!;
        ((bool)line["recomputed"]!).ShouldBeTrue();
        return new((string)line["line"]!, (string)line["holder"]!, (long)line["pence"]!, line["steps"]!.AsArray());
    }

    /// <summary>What the steps arrive at for the holder, in pence. Each step begins with what the one before arrived at.</summary>
    public long Recompute()
    {
        var amounts = new Dictionary<string, long>();
        foreach (var step in Steps.Select(s => s!))
        {
            ReadAmounts(step["beforePence"]!).ShouldBe(amounts, ignoreOrder: true);
            amounts = Take(step, amounts);
            ReadAmounts(step["afterPence"]!).ShouldBe(amounts, ignoreOrder: true, $"step {(string)step["step"]!}");
        }

        return amounts[Holder];
    }

    static Dictionary<string, long> Take(JsonNode step, Dictionary<string, long> before)
    {
        var input = step["input"]!;
        switch ((string)step["step"]!)
        {
            case "historic":
                return ReadAmounts(input["amountsPence"]!);
            case "uplift" or "growth":
                var perMille = (long)input["perMille"]!;
                return before.ToDictionary(a => a.Key, a => RoundToEven(a.Value * (1_000 + perMille), 1_000));
            case "round":
                var to = (long)input["toPence"]!;
                var rounded = before.ToDictionary(a => a.Key, a => RoundToEven(a.Value, to) * to);
                rounded[before.Keys.Last()] += before.Values.Sum() - rounded.Values.Sum();
                return rounded;
            case var other:
                throw new InvalidOperationException($"This test does not know the step {other}.");
        }
    }

    static Dictionary<string, long> ReadAmounts(JsonNode amounts) => amounts.AsObject().ToDictionary(a => a.Key, a => (long)a.Value!);

    static long RoundToEven(long amount, long by) => (long)Math.Round((decimal)amount / by, MidpointRounding.ToEven);
}
