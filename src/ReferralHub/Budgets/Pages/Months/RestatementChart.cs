using ReferralHub.Kernel;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.Bars;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>Why a closed month costs something else now: a bar for each cause, and a sentence that says what it comes to.</summary>
static class RestatementChart
{
    public static Chart Draw(RestatedMonth facts)
    {
        var month = facts.Month.MonthInWords;
        var bars = BarChart.Draw(
            new(
                "restatement",
                $"What changed in {month} since it was closed",
                ChartUnit.Pence,
                ["Change"],
                [.. facts.Causes.Select(c => new BarRow(c.Words, [c.Change?.Pence]))]
            )
            {
                Source = "the hub's books, made from its log",
            }
        );
        return bars with { Headline = WriteHeadline(facts, month), Data = CreateData(facts, month) };
    }

    internal static string WriteHeadline(RestatedMonth facts, string month)
    {
        var closed = facts.AsClosed is { } then
            ? $"{month} was closed at {ChartWords.Exact(then.Pence)}"
            : $"What {month} was closed at is withheld, because it is about few patients";
        if (facts.Causes.Count == 0)
            return $"{closed}, and nothing has changed since.";
        var largest = facts.Causes.Where(c => c.Change is not null).MaxBy(c => Int128.Abs(c.Change!.Value.Pence));
        var all = $"{closed} and {DescribeNow(facts)}, for {ChartWords.Counted(facts.Causes.Count, "cause", "causes")}";
        var among = facts.Causes.Any(c => c.Change is null) ? "largest that is told" : "largest";
        return largest is null
            ? $"{all}."
            : $"{all}; the {among} is “{ChartText.Brief(largest.Words)}”, {ChartWords.Change(largest.Change!.Value.Pence)}.";
    }

    static string DescribeNow(RestatedMonth facts)
    {
        if (facts.AsRestated is not { } restated)
            return "has changed since";
        var now = $"is {ChartWords.Exact(restated.Pence)} now";
        if (facts.Change is not { } difference)
            return now;
        Int128 change = difference.Pence;
        return change == 0 ? "is the same now"
            : change > 0 ? $"{now}, {ChartWords.Exact(change)} more"
            : $"{now}, {ChartWords.Exact(-change)} less";
    }

    static ChartData CreateData(RestatedMonth facts, string month) =>
        new(
            $"{month}, changes since the close by cause",
            [new("cause", "Why"), new("changePence", "Change", true), new("postings", "Entries", true)],
            [
                .. facts.Causes.Select(c =>
                    (IReadOnlyList<ChartValue>)
                        [ChartValue.FromText(c.Words), ChartValue.FromMoney(c.Change), ChartValue.FromCount(c.Postings)]
                ),
            ],
            [
                new("month", "Month", ChartValue.FromMonth(facts.Month)),
                new("asClosedPence", "As closed", ChartValue.FromMoney(facts.AsClosed)),
                new("asRestatedPence", "As restated", ChartValue.FromMoney(facts.AsRestated)),
                new("differencePence", "Difference", ChartValue.FromMoney(facts.Change)),
            ]
        );
}
