using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Budgets;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.FhirApi;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Feeds;

/// <summary>
/// A practice's activity by month, specialty and provider, with its budget position; JSON, or CSV when asked for. Whoever is neither the
/// practice nor the centre reads no small numbers; a provider reads what went to it alone.
/// </summary>
sealed class PracticeActivityFeed(
    HubDatabase database,
    CurrentScope callerScope,
    BudgetReader budgets,
    WaitingReader waiting,
    BookFigures book,
    PracticeRegister practices,
    TimeProvider time
)
{
    static readonly string[] Columns =
    [
        "practice",
        "month",
        "specialty",
        "specialtyName",
        "provider",
        "received",
        "fastTracked",
        "acceptedByRule",
        "sentToReview",
        "informationRequested",
        "acceptedByClinician",
        "returned",
        "chosen",
        "declined",
        "handedOver",
        "cancelled",
        "deadlinesPassed",
        "daysInHub",
        "committedPence",
    ];

    public async Task<IResult> ReadAsync(HttpRequest request, string ods, CancellationToken cancellationToken)
    {
        var code = ods.ToUpperInvariant();
        var scope = callerScope.Read();
        var reader = new FigureReader(scope);
        await using var db = database.OpenRead(scope);
        var rows = await db
            .ActivityMonths.Where(m => m.Practice == code)
            .OrderBy(m => m.Month)
            .ThenBy(m => m.Specialty)
            .ThenBy(m => m.Provider)
            .ToListAsync(cancellationToken);
        if (rows.Count == 0 && !(reader.Knows(code) && practices.Knows(code)))
            return FhirAnswer.FromProblems(FeedProblems.PracticeNotFound);
        var csv =
            request.Query["format"] == "csv" || request.Headers.Accept.ToString().Contains("text/csv", StringComparison.OrdinalIgnoreCase);
        if (csv && request.Query["table"] == WaitingTable.Name)
            return Results.Bytes(
                WaitingTable.WriteCsv(code, WorkingDays.LocalDate(time.UtcNow()), await ReadWaitingAsync(reader, code, cancellationToken)),
                "text/csv; charset=utf-8",
                $"{WaitingTable.Name}-{code}.csv"
            );
        if (csv)
            return Results.Bytes(Csv(rows, reader), "text/csv; charset=utf-8", $"activity-{code}.csv");
        var unpriced = await UnpricedChoices.ListAsync(db, code, cancellationToken);
        var position = ToldPosition.Tell(await budgets.ReadAsync(code, cancellationToken), reader);
        var found = await ReadWaitingAsync(reader, code, cancellationToken);
        return Results.Bytes(
            Json(rows, code, reader, position, reader.Tell(unpriced.Sum(u => u.Count)), found),
            "application/json; charset=utf-8"
        );
    }

    async Task<ToldWaiting?> ReadWaitingAsync(FigureReader reader, string code, CancellationToken cancellationToken) =>
        await waiting.ReadAsync(reader, code, (await book.FindLinesAsync(cancellationToken)).FindHeldBy(code), cancellationToken);

    static byte[] Csv(IReadOnlyList<ActivityMonth> rows, FigureReader reader)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, null, true))
        {
            csv.WriteRecord(Columns);
            var told = new ToldActivity(rows, reader);
            for (var i = 0; i < rows.Count; i++)
                csv.WriteRecord([
                    .. Values(rows[i], i, told, reader)
                        .Select(v => v is null ? SmallNumbers.Sign : Convert.ToString(v, CultureInfo.InvariantCulture)!),
                ]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    byte[] Json(
        IReadOnlyList<ActivityMonth> rows,
        string code,
        FigureReader reader,
        ToldPosition position,
        int? unpriced,
        ToldWaiting? waits
    ) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("practice", code);
            writer.WriteString("name", practices.FindName(code));
            writer.WriteStartObject("budget");
            writer.WriteString("financialYear", position.Year.ToString());
            writer.WriteString("on", position.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Pence(writer, "indicativePence", position.Budget);
            writer.WriteString("source", position.BudgetSource);
            Pence(writer, "committedPence", position.Committed);
            Pence(writer, "forecastPence", position.Forecast);
            writer.WriteString("forecastMethod", BudgetPosition.Method);
            Pence(writer, "headroomPence", position.Headroom);
            Pence(writer, "forecastHeadroomPence", position.ForecastHeadroom);
            if (unpriced is { } choices)
                writer.WriteNumber("choicesWithoutPrice", choices);
            else
                writer.WriteNull("choicesWithoutPrice");
            writer.WriteEndObject();
            WaitingTable.WriteJson(writer, waits);
            if (!reader.IsExact)
                writer.WriteString("withheld", "Counts of 1 to 7 are null; others are rounded to 5, money to £1,000.");
            writer.WriteStartArray("months");
            var told = new ToldActivity(rows, reader);
            for (var i = 0; i < rows.Count; i++)
            {
                writer.WriteStartObject();
                foreach (var (name, value) in Columns.Zip(Values(rows[i], i, told, reader)).Skip(1))
                {
                    if (value is string text)
                        writer.WriteString(name, text);
                    else if (value is null)
                        writer.WriteNull(name);
                    else
                        writer.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    static object?[] Values(ActivityMonth m, int row, ToldActivity told, FigureReader reader)
    {
        var isChosenWithheld = told.IsWithheld(nameof(m.Chosen), row, r => r.Chosen);
        return
        [
            m.Practice,
            m.Month.MonthCode,
            m.Specialty,
            TreatmentFunction.FindName(m.Specialty),
            m.Provider,
            told.Tell(nameof(m.Received), row, r => r.Received),
            told.Tell(nameof(m.FastTracked), row, r => r.FastTracked),
            told.Tell(nameof(m.AcceptedByRule), row, r => r.AcceptedByRule),
            told.Tell(nameof(m.SentToReview), row, r => r.SentToReview),
            told.Tell(nameof(m.InformationRequested), row, r => r.InformationRequested),
            told.Tell(nameof(m.AcceptedByClinician), row, r => r.AcceptedByClinician),
            told.Tell(nameof(m.Returned), row, r => r.Returned),
            told.Tell(nameof(m.Chosen), row, r => r.Chosen),
            told.Tell(nameof(m.Declined), row, r => r.Declined),
            told.Tell(nameof(m.HandedOver), row, r => r.HandedOver),
            told.Tell(nameof(m.Cancelled), row, r => r.Cancelled),
            told.Tell(nameof(m.DeadlinesPassed), row, r => r.DeadlinesPassed),
            isChosenWithheld ? null : reader.TellDays(m.DaysInHub, m.Chosen),
            isChosenWithheld ? null : reader.TellPence(m.CommittedPence, m.Chosen),
        ];
    }

    static void Pence(Utf8JsonWriter writer, string name, Money? money)
    {
        if (money is { } amount)
            writer.WriteNumber(name, amount.Pence);
        else
            writer.WriteNull(name);
    }
}
