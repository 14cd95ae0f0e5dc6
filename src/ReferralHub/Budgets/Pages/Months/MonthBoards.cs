using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.MonthBoards;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>How far the months have come: the close of each, and what each provider was to report of it.</summary>
static class MonthBoards
{
    const string Close = "Close of the month";

    /// <param name="months">First days, in order.</param>
    /// <param name="findName">A provider by its ODS code; null for the closes alone, where nobody has read what providers reported.</param>
    public static Chart Draw(MonthFacts facts, IReadOnlyList<DateOnly> months, Func<string, string>? findName)
    {
        IEnumerable<string> providers = findName is null
            ? []
            : facts
                .Reports.Select(r => r.Provider)
                .Concat(months.Where(facts.Closed.ContainsKey).SelectMany(m => facts.Closed[m].Missing))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal);
        var board = MonthBoard.Draw(
            new(
                "months",
                "Closing of months",
                facts.Today,
                months,
                [
                    new MonthBoardRow(Close, [.. months.Select(m => FindClose(facts, m))]),
                    .. providers.Select(p => new MonthBoardRow(findName!(p), [.. months.Select(m => FindReport(facts, m, p))])),
                ]
            )
            {
                Source = "calendar of the commissioning arrangements and the hub's log",
            }
        );
        return board with { Headline = WriteHeadline(facts, months) };
    }

    /// <summary>Which months are closed, which is next, whose reports never came, and how many changed since.</summary>
    internal static string WriteHeadline(MonthFacts facts, IReadOnlyList<DateOnly> months)
    {
        var ended = months.Where(m => IsDue(facts, m)).ToList();
        if (ended.Count == 0)
            return "No month with care in it has ended yet.";
        var closed = ended.Where(facts.Closed.ContainsKey).ToList();
        var missing = closed.Sum(m => facts.Closed[m].Missing.Count);
        var changed = closed.Count(facts.Restated.ContainsKey);
        string[] sentences =
        [
            closed.Count == 0
                ? $"None of {ChartWords.Counted(ended.Count, "month that has", "months that have")} ended is closed."
                : $"{closed.Count} of {ChartWords.Counted(ended.Count, "month that has", "months that have")} ended "
                    + $"{(closed.Count == 1 ? "is" : "are")} closed, the last is {closed[^1].MonthInWords}.",
            DescribeNext(facts),
            missing == 0
                ? ""
                : $"{ChartWords.Counted(missing, "report", "reports")} had not come when their months were closed: "
                    + "that care was estimated.",
            changed == 0 ? "" : $"{ChartWords.Counted(changed, "closed month has", "closed months have")} changed since.",
        ];
        return string.Join(' ', sentences.Where(s => s.Length > 0));
    }

    static string DescribeNext(MonthFacts facts) =>
        facts.NextToClose is var next && (facts.Calendar.Find(next) is not { } row || !IsDue(facts, next)) ? ""
        : facts.Today > row.Close ? $"{next.MonthInWords} could have been closed since {row.Close.DayInWords}."
        : $"{next.MonthInWords} can be closed from {row.Close.DayInWords}.";

    /// <summary>A month may be closed from the day that the calendar names; the day after, it is late.</summary>
    internal static MonthCell FindClose(MonthFacts facts, DateOnly month) =>
        facts.Closed.TryGetValue(month, out var closed)
            ? facts.Restated.TryGetValue(month, out var change)
                ? new(MonthState.Restated, closed.On, change)
                : new(MonthState.Closed, closed.On)
            : facts.Calendar.Find(month) is not { } row
                ? new(MonthState.Unknown)
                : !IsDue(facts, month)
                    ? new(MonthState.NotDue)
                    : new(facts.Today <= row.Close ? MonthState.Expected : MonthState.Late, row.Close);

    internal static MonthCell FindReport(MonthFacts facts, DateOnly month, string provider) =>
        facts.Closed.TryGetValue(month, out var closed)
            ? new(closed.Missing.Contains(provider, StringComparer.OrdinalIgnoreCase) ? MonthState.Missing : MonthState.Closed, closed.On)
        : facts.Calendar.Find(month) is not { } row ? new(MonthState.Unknown)
        : !IsDue(facts, month) ? new(MonthState.NotDue)
        : facts.Reports.FirstOrDefault(r => r.Month == month && r.Provider == provider) is not { } report ? new(MonthState.NotDue)
        : FindOpenReport(facts.Today, row, report.HasArrived);

    /// <summary>What has come may be corrected until the freeze; what has not is late after the flex.</summary>
    static MonthCell FindOpenReport(DateOnly today, CalendarMonth row, bool hasArrived) =>
        hasArrived
            ? new(today <= row.Freeze ? MonthState.Flex : MonthState.Frozen, row.Freeze)
            : new(today <= row.Flex ? MonthState.Expected : MonthState.Late, row.Flex);

    /// <summary>It is over, and there is money in it or before it.</summary>
    static bool IsDue(MonthFacts facts, DateOnly month) => month >= facts.Begins && facts.Today >= month.AddMonths(1);
}
