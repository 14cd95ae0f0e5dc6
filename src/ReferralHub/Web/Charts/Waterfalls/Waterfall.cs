using ReferralHub.Kernel;

namespace ReferralHub.Web.Charts.Waterfalls;

/// <summary>How a budget was set: from what, by which step, to what.</summary>
/// <param name="Name">Whose budget for what.</param>
/// <param name="Steps">In the order in which they were taken.</param>
public sealed record Waterfall(string Id, string Name, IReadOnlyList<WaterfallStep> Steps)
{
    public string? Source { get; init; }

    /// <summary>The headline, the picture and the table of it.</summary>
    public static Chart Draw(Waterfall facts)
    {
        var named = facts with { Id = ChartText.ToId(facts.Id) };
        var rows = WaterfallRow.List(named.Steps);
        var scale = WaterfallScale.Fit(rows);
        return new(
            named.Id,
            $"How the budget was set: {named.Name}",
            WaterfallHeadline.Write(named),
            Chart.JoinNotes(
                scale.IsCut
                    ? $"So that small steps can be seen, the bars begin at {ChartWords.Say(scale.Scale.Low)} and not at nought"
                    : null,
                named.Source is { } source ? $"Source: {source}" : null
            ),
            Chart.DrawBoth(frame => WaterfallPicture.Draw(named, rows, scale, frame)),
            CreateData(named)
        );
    }

    static ChartData CreateData(Waterfall facts) =>
        new(
            $"{ChartText.Clean(facts.Name)}, steps of the budget",
            [
                new("step", "Step"),
                new("words", "What was done"),
                new("beforePence", "Before", true),
                new("changePence", "Change", true),
                new("afterPence", "After", true),
                new("source", "Source"),
            ],
            [
                .. facts.Steps.Select(
                    (s, i) =>
                        (IReadOnlyList<ChartValue>)
                            [
                                ChartValue.FromCount(i + 1),
                                ChartValue.FromText(s.Words),
                                ChartValue.FromMoney(s.Before),
                                ChartValue.FromFigure(s.Change, ChartUnit.Pence),
                                ChartValue.FromMoney(s.After),
                                ChartValue.FromText(s.Source),
                            ]
                ),
            ],
            [new("budgetPence", "Budget", ChartValue.FromMoney(facts.Steps.Count == 0 ? null : facts.Steps[^1].After))]
        );
}

/// <summary>One step.</summary>
/// <param name="Words">What was done, with its factor, as "Fair shares, weight 30%".</param>
/// <param name="Source">Where the factor or the figure comes from.</param>
public sealed record WaterfallStep(string Words, Money Before, Money After, string? Source = null)
{
    internal Int128 Change => (Int128)After.Pence - Before.Pence;
}
