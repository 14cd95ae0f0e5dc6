namespace ReferralHub.Web.Charts.MonthBoards;

/// <summary>
/// Providers from top to bottom, months from left to right, twelve at most; further months follow below. On a narrow page each provider
/// has lines of its own. Every cell has a shape and its word.
/// </summary>
static class MonthBoardPicture
{
    const int NameWidth = 168;
    const int NameLinesMax = 2;

    /// <summary>Bold letters are wider than those that are measured.</summary>
    const decimal BoldRoom = 0.92m;

    const int CellHeight = 46;
    const int ColumnsWide = 12;
    const int ColumnsNarrow = 4;

    public static string Draw(MonthBoard board, ChartFrame frame)
    {
        var drawing = new Drawing(board.Id, frame);
        var states = board.Rows.SelectMany(r => r.Cells).Select(c => c.State).ToHashSet();
        var y = ChartKey.Draw(
            drawing,
            [
                .. MonthStates
                    .All.Where(states.Contains)
                    .Select(s => MonthStates.Describe(s))
                    .Select(look => ChartKey.FromShape(look.Shape, look.Look, $"{look.Words}: {LowerFirst(look.Meaning)}")),
            ]
        );
        y += 8;
        if (board.Months.Count == 0 || board.Rows.Count == 0)
        {
            drawing.Text("chart-middle chart-quiet", frame.Width / 2m, y + frame.LineHeight, "Nothing to show yet");
            y += frame.LineHeight * 2;
        }
        else
            y = frame.IsWide ? DrawWide(drawing, board, y) : DrawNarrow(drawing, board, y);

        return drawing.Finish(
            $"Months by provider: {ChartText.Clean(board.Name)}",
            $"{MonthBoardHeadline.Write(board)} A grid of providers and months with a shape and a word for each state. The table below has "
                + "every state.",
            y
        );
    }

    static decimal DrawWide(Drawing drawing, MonthBoard board, decimal y)
    {
        var width = (drawing.Frame.Width - NameWidth) / (decimal)ColumnsWide;
        foreach (var months in Enumerable.Range(0, board.Months.Count).Chunk(ColumnsWide))
        {
            DrawMonths(drawing, board, months, width, y + drawing.Frame.LineHeight);
            y += (drawing.Frame.LineHeight * 2) + 4;
            foreach (var row in board.Rows)
            {
                drawing.Line("chart-grid", 0, y, drawing.Frame.Width, y);
                DrawName(drawing, row, y + (CellHeight / 2m));
                for (var i = 0; i < months.Length; i++)
                    DrawCell(drawing, row.Cells[months[i]], NameWidth + (i * width), y, width);
                y += CellHeight;
            }

            y += 12;
        }

        return y;
    }

    /// <summary>The months' names, with the year below the first and each January.</summary>
    static void DrawMonths(Drawing drawing, MonthBoard board, int[] months, decimal width, decimal baseline)
    {
        for (var i = 0; i < months.Length; i++)
        {
            var month = board.Months[months[i]];
            var x = NameWidth + (i * width) + (width / 2);
            drawing.Text("chart-middle chart-strong", x, baseline, ChartWords.ShortMonth(month));
            if (i == 0 || month.Month == 1)
                drawing.Text("chart-middle chart-quiet chart-small", x, baseline + drawing.Frame.LineHeight - 2, Year(month));
        }
    }

    static void DrawName(Drawing drawing, MonthBoardRow row, decimal middle)
    {
        var frame = drawing.Frame;
        var name = ChartText.Wrap(row.Provider, NameWidth - 10, frame.FontSize, NameLinesMax);
        var first = middle - ((name.Count - 1) * frame.LineHeight / 2m) + (frame.FontSize * 0.35m);
        for (var i = 0; i < name.Count; i++)
            drawing.Text("chart-start", 0, first + (i * frame.LineHeight), name[i]);
    }

    static void DrawCell(Drawing drawing, MonthCell cell, decimal x, decimal y, decimal width)
    {
        var look = MonthStates.Describe(cell.State);
        if (cell.State == MonthState.Late)
            drawing.Box("chart-alarm-field", x + 1, y + 2, x + width - 1, y + CellHeight - 2);
        drawing.Mark(look.Shape, look.Look, x + (width / 2), y + 14, 7);
        drawing.Text("chart-middle chart-cell", x + (width / 2), y + 38, look.Words);
    }

    static decimal DrawNarrow(Drawing drawing, MonthBoard board, decimal y)
    {
        var frame = drawing.Frame;
        var width = frame.Width / (decimal)ColumnsNarrow;
        foreach (var row in board.Rows)
        {
            drawing.Line("chart-grid", 0, y, frame.Width, y);
            foreach (var line in ChartText.Wrap(row.Provider, frame.Width * BoldRoom, frame.FontSize, NameLinesMax))
            {
                y += frame.LineHeight;
                drawing.Text("chart-start chart-strong", 0, y, line);
            }

            y += 6;
            foreach (var months in Enumerable.Range(0, board.Months.Count).Chunk(ColumnsNarrow))
            {
                for (var i = 0; i < months.Length; i++)
                    DrawNarrowCell(drawing, board.Months[months[i]], row.Cells[months[i]], i * width, y, width);
                y += CellHeight;
            }

            y += 10;
        }

        return y;
    }

    static void DrawNarrowCell(Drawing drawing, DateOnly month, MonthCell cell, decimal x, decimal y, decimal width)
    {
        var look = MonthStates.Describe(cell.State);
        if (cell.State == MonthState.Late)
            drawing.Box("chart-alarm-field", x + 1, y + 1, x + width - 3, y + CellHeight - 3);
        drawing.Text("chart-start chart-quiet chart-small", x + 4, y + 16, $"{ChartWords.ShortMonth(month)} {Year(month)[^2..]}");
        drawing.Mark(look.Shape, look.Look, x + 12, y + 31, 6);
        drawing.Text("chart-start chart-cell", x + 23, y + 36, look.Words);
    }

    static string Year(DateOnly month) => month.ToString("yyyy", System.Globalization.CultureInfo.InvariantCulture);

    static string LowerFirst(string words) => char.ToLowerInvariant(words[0]) + words[1..];
}
