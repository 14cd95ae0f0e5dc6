using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Commands;

/// <summary>What stands in each account of each line.</summary>
static class BooksTrialBalanceCommand
{
    const string AllYears = "all";

    public static Command Create()
    {
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var report = CommonOptions.Report();
        var year = new Option<string?>("--year")
        {
            Description = "Financial year by the year in which it begins, or all (default: that of --month, or the present one)",
            HelpName = "YEAR",
        };
        var month = new Option<string?>("--month")
        {
            Description = "Up to this month, YYYY-MM (default: the whole year)",
            HelpName = "MONTH",
        };
        var closed = new Option<bool>("--as-closed") { Description = "As the figures up to the month first showed it; needs --month" };
        var restated = new Option<bool>("--restated") { Description = "As it is known to be now (default)" };
        var command = new Command(
            "trial-balance",
            "Prints what stands in each account of each line; the accounts of a line are nothing together. Exit code 2 when they are not."
        )
        {
            year,
            month,
            closed,
            restated,
            data,
            report,
        };
        year.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value != AllYears && ReadYear(token.Value) is null)
                result.AddError($"--year {token.Value} is not a year such as 2026; write all for all of them.");
        });
        month.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && ReadMonth(token.Value) is null)
                result.AddError($"--month {token.Value} is not a month such as 2026-05.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(closed) && result.GetValue(month) is null)
                result.AddError("--as-closed needs --month.");
            if (result.GetValue(closed) && result.GetValue(restated))
                result.AddError("Give --as-closed or --restated, not both.");
        });
        command.SetAction(
            (parse, token) =>
                BooksCommand.ReadAsync(
                    parse.GetValue(data),
                    async db =>
                    {
                        var through = ReadMonth(parse.GetValue(month));
                        var of = FindYear(parse.GetValue(year), through);
                        var balance = await TrialBalance.ReadAsync(db, of, through, parse.GetValue(closed), token);
                        return Print(balance, of, parse.GetValue(report) == "json");
                    },
                    token
                )
        );
        return command;
    }

    internal static DateOnly? ReadMonth(string? text) => CalendarDates.TryReadMonth(text, out var month) ? month : null;

    static FinancialYear? ReadYear(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var starting) && starting is >= 2000 and <= 2999
            ? new(starting)
            : null;

    static FinancialYear? FindYear(string? text, DateOnly? through) =>
        text == AllYears ? null
        : text is not null ? ReadYear(text)
        : FinancialYear.FromDate(through ?? WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime));

    static int Print(TrialBalance balance, FinancialYear? year, bool asJson)
    {
        if (asJson)
            JsonReport.Print(w =>
            {
                w.WriteBoolean("balanced", balance.IsBalanced);
                w.WriteString("year", year?.ToString() ?? AllYears);
                w.WriteStartArray("lines");
                foreach (var (line, balances) in balance.Lines)
                {
                    w.WriteStartObject();
                    w.WriteString("line", line);
                    WriteAccounts(w, balances);
                    w.WriteEndObject();
                }

                w.WriteEndArray();
                w.WriteStartObject("total");
                WriteAccounts(w, balance.Total);
                w.WriteEndObject();
            });
        else
        {
            Console.WriteLine(year is { } of ? $"Financial year {of}" : "All years");
            PrintTable(balance);
        }

        return balance.IsBalanced ? ExitCodes.Ok : ExitCodes.Findings;
    }

    static void WriteAccounts(Utf8JsonWriter writer, AccountBalances balances)
    {
        foreach (var account in LedgerAccounts.All)
            writer.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName($"{account}Pence"), balances[account].Pence);
    }

    static void PrintTable(TrialBalance balance)
    {
        var width = balance.Lines.Select(l => l.Line.Length).Append(5).Max();
        Console.WriteLine("Line".PadRight(width) + string.Concat(LedgerAccounts.All.Select(a => $"{a, 16}")));
        foreach (var (line, balances) in balance.Lines.Append(("Total", balance.Total)))
            Console.WriteLine(line.PadRight(width) + string.Concat(LedgerAccounts.All.Select(a => $"{balances[a], 16}")));
        Console.WriteLine(
            balance.IsBalanced ? "Every line balances." : "Some line does not balance; `referralhub books verify` says which."
        );
    }
}
