using System.CommandLine;
using System.Text.Json;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Server.Commands;

/// <summary>What rules said of one referral, from a running hub.</summary>
static class ExplainCommand
{
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var reference = new Argument<string>("REFERENCE") { Description = "Reference of the referral" };
        var url = CommonOptions.Url();
        var report = CommonOptions.Report();
        var explain = new Command(
            "explain",
            "Every rule that was considered for a referral: how it came out, what it read, and what gave way."
        )
        {
            reference,
            url,
            report,
            new ClientOption(),
        };
        explain.SetAction((parse, token) => RunAsync(parse.GetValue(reference)!, parse.GetValue(url), parse.GetValue(report)!, token));
        return explain;
    }

    static Task<int> RunAsync(string reference, string? url, string report, CancellationToken token)
    {
        var address = RunningHub.FindAddress(url, $"/review/{Uri.EscapeDataString(reference)}/trace.json");
        return RunningHub.ShowAsync(
            address,
            AnswerMax,
            report,
            PrintTrace,
            $"No referral has the reference {reference} at {address}.",
            token
        );
    }

    static void PrintTrace(JsonElement trace)
    {
        Console.WriteLine($"Referral {trace.GetProperty("reference").GetString()}");
        foreach (var run in trace.GetProperty("runs").EnumerateArray())
        {
            var packs = run.GetProperty("packs").EnumerateArray().Select(p => p.GetProperty("name").GetString());
            Console.WriteLine(
                $"{run.GetProperty("at").GetDateTime():yyyy-MM-dd HH:mm:ss}Z  {run.GetProperty("outcome").GetString()}, "
                    + $"in {run.GetProperty("microseconds").GetInt32():N0} µs, by {string.Join(", ", packs)}"
            );
            foreach (var rule in run.GetProperty("rules").EnumerateArray())
                PrintRule(rule);
            Console.WriteLine($"  {run.GetProperty("notApplicable").GetArrayLength()} other rules did not apply.");
        }
    }

    static void PrintRule(JsonElement rule)
    {
        var outcome = rule.GetProperty("outcome").GetString() ?? "nothing";
        var gaveWay = rule.GetProperty("gaveWay").GetBoolean() ? " (gave way)" : "";
        var reason = rule.GetProperty("reason").GetString() ?? rule.GetProperty("title").GetString();
        Console.WriteLine(
            $"  {rule.GetProperty("result").GetString(), -8} {rule.GetProperty("id").GetString()} → {outcome}{gaveWay}: {reason}"
        );
        foreach (var criterion in rule.GetProperty("criteria").EnumerateArray())
        {
            var holds = criterion.GetProperty("holds").ValueKind switch
            {
                JsonValueKind.True => "yes",
                JsonValueKind.False => "no",
                _ => "unknown",
            };
            Console.WriteLine($"           {holds, -7} {criterion.GetProperty("name").GetString()}");
        }

        foreach (var read in rule.GetProperty("read").EnumerateArray())
            Console.WriteLine($"           {read.GetProperty("what").GetString()}: {read.GetProperty("value").GetString()}");
    }
}
