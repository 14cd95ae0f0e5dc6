using System.CommandLine;

namespace ReferralHub.Server.Commands;

/// <summary>Closes a month, by way of a running hub: it knows whether all has been read that happened before.</summary>
static class BooksCloseCommand
{
    static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var month = new Argument<string>("MONTH") { Description = "The month, YYYY-MM" };
        var missing = new Option<string[]>("--missing")
        {
            Description = "ODS codes of providers whose return is declared missing; what was expected of them is estimated",
            HelpName = "ODS",
            AllowMultipleArgumentsPerToken = true,
        };
        var (url, report) = (CommonOptions.Url(), CommonOptions.Report());
        var close = new Command(
            "close",
            "Closes a month: its figures never change again, and what is found out later stands in a later month. Exit code 2 and the "
                + "reasons when it may not be closed yet."
        )
        {
            month,
            missing,
            url,
            report,
            new SignIn.ClientOption(),
        };
        month.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && BooksTrialBalanceCommand.ReadMonth(token.Value) is null)
                result.AddError($"{token.Value} is not a month such as 2026-05.");
        });
        close.SetAction(
            (parse, token) =>
                CloseAsync(parse.GetValue(url), parse.GetValue(month)!, parse.GetValue(missing) ?? [], parse.GetValue(report)!, token)
        );
        return close;
    }

    static async Task<int> CloseAsync(string? url, string month, string[] missing, string report, CancellationToken token)
    {
        var address = RunningHub.FindAddress(url, $"/books/months/{month}/close");
        if (await RunningHub.SendAsync(HttpMethod.Post, address, new { missing }, AnswerMax, token) is not { } answer)
            return ExitCodes.Failed;
        if (!answer.IsGood)
        {
            await Console.Error.WriteLineAsync(answer.ReadRefusal());
            return answer.RefusalExit;
        }

        return await RunningHub.PrintAsync(
            answer,
            report,
            closed =>
                Console.WriteLine(
                    $"{month} is closed, at place {closed.GetProperty("position")} of the log, with {closed.GetProperty("balances")}."
                )
        )
            ? ExitCodes.Ok
            : ExitCodes.Failed;
    }
}
