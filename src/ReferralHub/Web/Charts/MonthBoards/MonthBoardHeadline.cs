using ReferralHub.Kernel;

namespace ReferralHub.Web.Charts.MonthBoards;

/// <summary>What is late, by name; then what is due and not known; then how many months are closed and what changed since.</summary>
static class MonthBoardHeadline
{
    const int NamesMax = 3;

    public static string Write(MonthBoard board)
    {
        if (board.Months.Count == 0 || board.Rows.Count == 0)
            return "There are no months and providers to show yet.";
        var late = List(board, MonthState.Late);
        var first =
            late.Count == 0
                ? "No report is late."
                : $"{ChartWords.Counted(late.Count, "report is", "reports are")} late: {ChartWords.List(late, NamesMax)}.";
        string[] sentences =
        [
            first,
            Count(board, MonthState.Expected, "more is due.", "more are due."),
            Count(board, MonthState.Missing, "is declared missing.", "are declared missing."),
            Count(board, MonthState.Unknown, "is not known.", "are not known."),
            Closed(board),
            Count(board, MonthState.Restated, "closed report has changed since.", "closed reports have changed since."),
        ];
        return string.Join(' ', sentences.Where(s => s.Length > 0));
    }

    static List<string> List(MonthBoard board, MonthState state) =>
        [
            .. board.Months.SelectMany(
                (m, i) =>
                    board.Rows.Where(r => r.Cells[i].State == state).Select(r => $"{ChartText.Brief(r.Provider)} for {m.MonthInWords}")
            ),
        ];

    static string Count(MonthBoard board, MonthState state, string one, string many)
    {
        var count = board.Rows.Sum(r => r.Cells.Count(c => c.State == state));
        return count == 0 ? "" : ChartWords.Counted(count, one, many);
    }

    static string Closed(MonthBoard board)
    {
        var closed = Enumerable.Range(0, board.Months.Count).Count(i => board.Rows.All(r => MonthStates.IsClosed(r.Cells[i].State)));
        var months = ChartWords.Counted(board.Months.Count, "month", "months");
        return $"{ChartWords.Count(closed)} of {months} {(closed == 1 ? "is" : "are")} closed for every provider.";
    }
}
