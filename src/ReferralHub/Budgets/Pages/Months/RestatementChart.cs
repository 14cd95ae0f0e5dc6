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
        var closed = $"{month} was closed at {ChartWords.Exact(facts.AsClosed.Pence)}";
        if (facts.Causes.Count == 0)
            return $"{closed}, and nothing has changed since.";
        Int128 change = facts.Change.Pence;
        var now =
            change == 0 ? "is the same now"
            : change > 0 ? $"is {ChartWords.Exact(facts.AsRestated.Pence)} now, {ChartWords.Exact(change)} more"
            : $"is {ChartWords.Exact(facts.AsRestated.Pence)} now, {ChartWords.Exact(-change)} less";
        var causes = ChartWords.Counted(facts.Causes.Count, "cause", "causes");
        var largest = facts.Causes.Where(c => c.Change is not null).MaxBy(c => Int128.Abs(c.Change!.Value.Pence));
        return largest is null
            ? $"{closed} and {now}, for {causes}."
            : $"{closed} and {now}, for {causes}; the largest is “{ChartText.Brief(largest.Words)}”, "
                + $"{ChartWords.Change(largest.Change!.Value.Pence)}.";
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
