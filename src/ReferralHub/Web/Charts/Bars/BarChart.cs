namespace ReferralHub.Web.Charts.Bars;

/// <summary>How much each of several has, whole or in parts: by source, by specialty, by fifth of deprivation.</summary>
/// <param name="Name">What is compared, as "Spent by source, 2026/27".</param>
/// <param name="Parts">What each bar is made of; one for plain bars.</param>
public sealed record BarChart(string Id, string Name, ChartUnit Unit, IReadOnlyList<string> Parts, IReadOnlyList<BarRow> Rows)
{
    /// <summary>What the mark of a row is, as "budget"; null when there are no marks.</summary>
    public string? MarkName { get; init; }

    /// <summary>How to read it.</summary>
    public string? Method { get; init; }

    public string? Source { get; init; }

    /// <summary>The headline, the picture and the table of it.</summary>
    public static Chart Draw(BarChart facts)
    {
        var named = facts with { Id = ChartText.ToId(facts.Id), Rows = [.. facts.Rows.Select(r => Fit(facts, r))] };
        return new(
            named.Id,
            named.Name,
            BarHeadline.Write(named),
            Chart.JoinNotes(named.Method, named.Source is { } source ? $"Source: {source}" : null),
            Chart.DrawBoth(frame => BarPicture.Draw(named, frame)),
            BarTable.Create(named)
        );
    }

    /// <summary>An amount for each part, so that sentence, picture and table count the same.</summary>
    static BarRow Fit(BarChart facts, BarRow row) =>
        row with
        {
            Amounts = [.. facts.Parts.Select((_, i) => i < row.Amounts.Count ? row.Amounts[i] : null)],
            Mark = facts.MarkName is null ? null : row.Mark,
        };
}

/// <summary>One bar.</summary>
/// <param name="Amounts">One for each part, in pence or items; null or missing where it is not known.</param>
/// <param name="Mark">What the whole bar is measured against; drawn across it.</param>
public sealed record BarRow(string Name, IReadOnlyList<long?> Amounts, long? Mark = null)
{
    /// <summary>What is known of it together; null when nothing is.</summary>
    internal Int128? Total => Amounts.All(a => a is null) ? null : Amounts.Aggregate((Int128)0, (sum, a) => sum + (a ?? 0));
}
