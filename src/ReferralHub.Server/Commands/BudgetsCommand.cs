using System.CommandLine;
using System.Text.Json;
using ReferralHub.Kernel;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Server.Commands;

/// <summary>
/// Lines of plans from the command line, by way of a running hub: how their figures came about, who agreed, and signing them for people
/// who do not sign in themselves.
/// </summary>
static class BudgetsCommand
{
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    public static Command Create() =>
        new("budgets", "Budgets of a running hub: how they were set, and who agrees to them.")
        {
            CreateExplain(),
            CreateAct(
                "propose",
                "Puts the figure of a line forward for one of its parties. It is agreed once somebody of another party has agreed.",
                "is put forward"
            ),
            CreateAct(
                "agree",
                "Agrees for a second party to the figure that another has put forward. It counts from then on.",
                "is agreed"
            ),
        };

    static Command CreateExplain()
    {
        var (line, year, url, report) = (Line(), Year(), CommonOptions.Url(), CommonOptions.Report());
        var explain = new Command("explain", "Says step by step how a line's figure came about, who agreed, and whether it is understood.")
        {
            line,
            year,
            url,
            report,
            new ClientOption(),
        };
        explain.SetAction(
            (parse, token) =>
                RunningHub.ShowAsync(
                    FindAddress(parse.GetValue(url), parse.GetValue(line)!, "", parse.GetValue(year)),
                    AnswerMax,
                    parse.GetValue(report)!,
                    Print,
                    null,
                    token
                )
        );
        return explain;
    }

    static Command CreateAct(string word, string description, string done)
    {
        var (line, year, url, report) = (Line(), Year(), CommonOptions.Url(), CommonOptions.Report());
        var by = Required("--as", "Who does it, by name; kept with the act", "NAME");
        var role = Required("--role", "Post or profession; kept with the act", "ROLE");
        var party = Required("--for", "Id of the party for which it is done: who gives the money, or the holder", "BODY");
        var pence = new Option<long?>("--pence")
        {
            Description = "The figure that was read, in pence: when the steps arrive at another by now, nothing is recorded",
            HelpName = "N",
        };
        var command = new Command(word, description) { line, by, role, party, pence, year, url, report, new ClientOption() };
        command.SetAction(
            async (parse, token) =>
            {
                var body = new
                {
                    year = parse.GetValue(year),
                    @for = parse.GetValue(party),
                    pence = parse.GetValue(pence),
                    by = parse.GetValue(by),
                    role = parse.GetValue(role),
                };
                var address = FindAddress(parse.GetValue(url), parse.GetValue(line)!, $"/{word}", null);
                if (await RunningHub.SendAsync(HttpMethod.Post, address, body, AnswerMax, token) is not { } answer)
                    return ExitCodes.Failed;
                if (!answer.IsGood)
                {
                    await Console.Error.WriteLineAsync(answer.ReadRefusal());
                    return answer.RefusalExit;
                }

                return await RunningHub.PrintAsync(
                    answer,
                    parse.GetValue(report)!,
                    view => Console.WriteLine($"{Text(view, "line")} for {Text(view, "financialYear")} {done}. {Text(view, "words")}")
                )
                    ? ExitCodes.Ok
                    : ExitCodes.Failed;
            }
        );
        return command;
    }

    static void Print(JsonElement view)
    {
        Console.WriteLine($"{Text(view, "line")}, {Text(view, "financialYear")}: {Text(view, "holderName")}, {Text(view, "care")}");
        Console.WriteLine($"  {Text(view, "words")}");
        Console.WriteLine($"  {Text(view, "moneyWords")}");
        var number = 0;
        foreach (var (step, own) in view.GetProperty("steps").EnumerateArray().Zip(view.GetProperty("waterfall").EnumerateArray()))
        {
            var before = ++number == 1 ? "" : $"{Pounds(own, "beforePence")} → ";
            Console.WriteLine($"  {number}. {Text(step, "words")}");
            Console.WriteLine(
                $"     {before}{Pounds(own, "afterPence")}{Note(own, "note", " ({0})")}{Note(own, "source", "; source: {0}")}"
            );
        }

        Console.WriteLine(
            view.GetProperty("recomputed").GetBoolean()
                ? "  Worked out again just now, the steps arrive at this figure."
                : "  Worked out again just now, the steps arrive at another figure."
        );
        foreach (var question in view.GetProperty("questions").EnumerateArray())
            Console.WriteLine(
                $"  {Text(question, "person")} asks: {Text(question, "question")}"
                    + (question.TryGetProperty("answer", out var answer) ? $" Answer: {Text(answer, "text")}" : " Not answered yet.")
            );
    }

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    static string Pounds(JsonElement element, string name) => new Money(element.GetProperty(name).GetInt64()).ToString();

    static string Note(JsonElement element, string name, string format) =>
        Text(element, name) is { Length: > 0 } text ? format.Replace("{0}", text, StringComparison.Ordinal) : "";

    static string FindAddress(string? url, string line, string act, int? year)
    {
        var parts = line.Split('/', 2);
        return RunningHub.FindAddress(
            url,
            $"/commissioning/api/plans/{Uri.EscapeDataString(parts[0])}/{Uri.EscapeDataString(parts[^1])}{act}"
                + (year is { } starting ? FormattableString.Invariant($"?year={starting}") : "")
        );
    }

    static Argument<string> Line()
    {
        var line = new Argument<string>("LINE") { Description = "The line: plan set and holder, as loc-n-2026/Z81001" };
        line.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && given.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
                result.AddError($"{given} is no line; write the id of the plan set, a slash, and the holder.");
        });
        return line;
    }

    static Option<int?> Year() =>
        new("--year")
        {
            Description = "Calendar year in which the financial year begins (default: the year of the plan that runs today)",
            HelpName = "YYYY",
        };

    static Option<string> Required(string name, string description, string help) =>
        new(name)
        {
            Description = description,
            HelpName = help,
            Required = true,
        };
}
