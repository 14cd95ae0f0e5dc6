namespace ReferralHub.Web.Charts.Bars;

static class BarTable
{
    public static ChartData Create(BarChart facts)
    {
        var end = facts.Unit == ChartUnit.Pence ? "Pence" : "Items";
        var hasTotal = facts.Parts.Count > 1;
        var columns = new List<ChartColumn> { new("name", "Name") };
        columns.AddRange(facts.Parts.Select((p, i) => new ChartColumn($"part{Number(i)}{end}", ChartText.Clean(p), true)));
        if (hasTotal)
            columns.Add(new($"total{end}", "Together", true));
        if (facts.MarkName is { } mark)
            columns.Add(new($"mark{end}", ChartText.Clean(mark), true));
        return new(ChartText.Clean(facts.Name), columns, [.. facts.Rows.Select(r => ListValues(facts, r, hasTotal))], ListParts(facts));
    }

    static List<ChartValue> ListValues(BarChart facts, BarRow row, bool hasTotal)
    {
        var values = new List<ChartValue> { ChartValue.FromText(row.Name) };
        values.AddRange(facts.Parts.Select((_, i) => ChartValue.FromFigure(row.Amounts[i], facts.Unit)));
        if (hasTotal)
            values.Add(ChartValue.FromFigure(row.Total, facts.Unit));
        if (facts.MarkName is not null)
            values.Add(ChartValue.FromFigure(row.Mark, facts.Unit));
        return values;
    }

    /// <summary>Names of columns do not depend on what people call the parts; a program learns here which is which.</summary>
    static List<ChartFact> ListParts(BarChart facts) =>
        [.. facts.Parts.Select((part, i) => new ChartFact($"part{Number(i)}Name", "Part", ChartValue.FromText(part), true))];

    static string Number(int part) => (part + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
