using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ReferralHub.Kernel;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Server.Commands;

/// <summary>What each rule did and what became of it, from a running hub.</summary>
static class ReportCommand
{
    static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        var from = new Option<DateOnly?>("--from") { Description = "First day, YYYY-MM-DD (default: 90 days ago)", HelpName = "DATE" };
        var to = new Option<DateOnly?>("--to") { Description = "Last day (default: today)", HelpName = "DATE" };
        var url = CommonOptions.Url();
        var report = CommonOptions.Report();
        var command = new Command(
            "report",
            "What each rule did in a period: met, overridden, returned and referred again, days added, cost moved."
        )
        {
            from,
            to,
            url,
            report,
            new ClientOption(),
        };
        command.SetAction(
            (parse, token) => RunAsync(parse.GetValue(from), parse.GetValue(to), parse.GetValue(url), parse.GetValue(report)!, token)
        );
        return command;
    }

    static async Task<int> RunAsync(DateOnly? from, DateOnly? to, string? url, string report, CancellationToken token)
    {
        if (from > to)
        {
            await Console.Error.WriteLineAsync("--from is after --to.");
            return ExitCodes.Usage;
        }

        var days = new[] { ("from", from), ("to", to) }
            .Where(d => d.Item2 is not null)
            .Select(d => $"{d.Item1}={d.Item2!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        var address = RunningHub.FindAddress(url, $"/rules/measures?{string.Join('&', days)}");
        return await RunningHub.ShowAsync(address, AnswerMax, report, PrintMeasures, null, token);
    }

    static void PrintMeasures(JsonElement measures)
    {
        Console.WriteLine(
            $"{"Rule", -62} {"met", 5} {"not", 5} {"unkn", 5} {"decid", 6} {"accept", 6} {"return", 6} {"again", 5} "
                + $"{"overridden", 12} {"days", 7}  cost moved"
        );
        foreach (var m in measures.EnumerateArray())
        {
            int Number(string name) => m.GetProperty(name).GetInt32();
            var (returned, again, opposed) = (Number("returned"), Number("referredAgain"), Number("opposed"));
            var cost =
                returned == again ? "no saving seen"
                : m.GetProperty("penceMoved").ValueKind == JsonValueKind.Number
                    ? new Money(m.GetProperty("penceMoved").GetInt64()).ToString()
                : "not known";
            var id = $"{m.GetProperty("pack").GetString()}/{m.GetProperty("rule").GetString()}";
            var overridden = opposed == 0 ? "–" : $"{Number("overridden")} of {opposed}";
            var days = m.GetProperty("daysAdded").GetDouble().ToString("0.0", CultureInfo.InvariantCulture);
            Console.WriteLine(
                $"{id, -62} {Number("met"), 5} {Number("notMet"), 5} {Number("unknown"), 5} {Number("decided"), 6} {Number("accepted"), 6} "
                    + $"{returned, 6} {again, 5} {overridden, 12} {days, 7}  {cost}"
            );
        }
    }
}
