using ReferralHub.Kernel;

namespace ReferralHub.Web.Charts.MonthBoards;

/// <summary>How far each provider's report of each month has come: what is late, what is still expected, what is closed.</summary>
/// <param name="Name">Of which reports, as "Activity returns 2026/27".</param>
/// <param name="Months">First days, in any order.</param>
public sealed record MonthBoard(string Id, string Name, DateOnly AsOf, IReadOnlyList<DateOnly> Months, IReadOnlyList<MonthBoardRow> Rows)
{
    public string? Source { get; init; }

    /// <summary>The headline, the picture and the table of it.</summary>
    public static Chart Draw(MonthBoard facts)
    {
        var board = Order(facts);
        return new(
            board.Id,
            $"Months by provider: {board.Name}",
            MonthBoardHeadline.Write(board),
            Chart.JoinNotes($"As of {board.AsOf.DayInWords}", board.Source is { } source ? $"Source: {source}" : null),
            Chart.DrawBoth(frame => MonthBoardPicture.Draw(board, frame)),
            CreateData(board)
        );
    }

    /// <summary>Months in their order, and for each row a cell for each month.</summary>
    static MonthBoard Order(MonthBoard facts)
    {
        var months = facts.Months.Select((m, i) => (Month: m, At: i)).OrderBy(m => m.Month).ToList();
        return facts with
        {
            Id = ChartText.ToId(facts.Id),
            Months = [.. months.Select(m => m.Month)],
            Rows =
            [
                .. facts.Rows.Select(r =>
                    r with
                    {
                        Cells = [.. months.Select(m => m.At < r.Cells.Count ? r.Cells[m.At] : new(MonthState.Unknown))],
                    }
                ),
            ],
        };
    }

    static ChartData CreateData(MonthBoard board) =>
        new(
            $"{ChartText.Clean(board.Name)}, state of each month",
            [
                new("month", "Month"),
                new("provider", "Provider"),
                new("state", "State"),
                new("on", "Since or due"),
                new("restatedPence", "Restated by", true),
            ],
            [
                .. board.Months.SelectMany(
                    (m, i) =>
                        board.Rows.Select(r =>
                            (IReadOnlyList<ChartValue>)
                                [
                                    ChartValue.FromMonth(m),
                                    ChartValue.FromText(r.Provider),
                                    ChartValue.FromText(MonthStates.Describe(r.Cells[i].State).Words),
                                    ChartValue.FromDay(r.Cells[i].On),
                                    ChartValue.FromMoney(r.Cells[i].Restated),
                                ]
                        )
                ),
            ],
            [new("asOf", "As of", ChartValue.FromDay(board.AsOf))]
        );
}

/// <param name="Cells">One for each month, in the order in which the months were given.</param>
public sealed record MonthBoardRow(string Provider, IReadOnlyList<MonthCell> Cells);

/// <param name="On">Since when it is so, or until when a report is due.</param>
/// <param name="Restated">By how much the month differs from what it was when it was closed.</param>
public sealed record MonthCell(MonthState State, DateOnly? On = null, Money? Restated = null);
