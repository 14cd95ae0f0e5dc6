namespace ReferralHub.Web.Charts.Bars;

/// <summary>Who is over the mark, where there are marks; which part or which bar is the largest; what is not known.</summary>
static class BarHeadline
{
    const int NamesMax = 3;

    public static string Write(BarChart facts)
    {
        if (facts.Rows.Count == 0 || facts.Parts.Count == 0)
            return "There is nothing to show yet.";
        var known = facts.Rows.Where(r => r.Total is not null).ToList();
        if (known.Count == 0)
            return "No figure is known yet.";
        var sentences = new[]
        {
            WriteMarks(facts, known),
            facts.Parts.Count > 1 ? WriteParts(facts) : WriteBars(facts, known),
            WriteGaps(facts),
        };
        return string.Join(' ', sentences.Where(s => s.Length > 0));
    }

    static string WriteMarks(BarChart facts, List<BarRow> known)
    {
        if (facts.MarkName is not { } mark)
            return "";
        var marked = known.Where(r => r.Mark is not null).ToList();
        var over = marked.Where(r => r.Total > r.Mark).ToList();
        var name = ChartText.Brief(mark);
        return marked.Count == 0 ? $"There is no {name} to compare with."
            : over.Count == 0 ? $"None of {ChartWords.Count(marked.Count)} is over the {name}."
            : $"{ChartWords.Count(over.Count)} of {ChartWords.Count(marked.Count)} {(over.Count == 1 ? "is" : "are")} over the {name}: "
                + $"{ChartWords.List([.. over.Select(r => ChartText.Brief(r.Name))], NamesMax)}.";
    }

    static string WriteParts(BarChart facts)
    {
        var parts = facts
            .Parts.Select((name, i) => (Name: name, Total: facts.Rows.Aggregate((Int128)0, (sum, r) => sum + (r.Amounts[i] ?? 0))))
            .ToList();
        var all = parts.Aggregate((Int128)0, (sum, p) => sum + p.Total);
        var most = parts.Max(p => p.Total);
        var largest = parts.Where(p => p.Total == most).Select(p => ChartText.Brief(p.Name)).ToList();
        return largest.Count == 1
            ? $"{largest[0]} is the largest part: {Compare(facts, most, all)}."
            : $"{ChartWords.List(largest, NamesMax)} are the largest parts, {ChartWords.Say(most, facts.Unit)} each.";
    }

    static string WriteBars(BarChart facts, List<BarRow> known)
    {
        var all = known.Aggregate((Int128)0, (sum, r) => sum + r.Total!.Value);
        var most = known.Max(r => r.Total!.Value);
        var largest = known.Where(r => r.Total == most).Select(r => ChartText.Brief(r.Name)).ToList();
        if (known.Count == 1)
            return $"{largest[0]}: {ChartWords.Say(most, facts.Unit)}.";
        return largest.Count == 1
            ? $"{largest[0]} has the most: {Compare(facts, most, all)}."
            : $"{ChartWords.List(largest, NamesMax)} have the most, {ChartWords.Say(most, facts.Unit)} each.";
    }

    /// <summary>A share can only be said of parts that are none below nought.</summary>
    static string Compare(BarChart facts, Int128 part, Int128 all)
    {
        var hasNegative = facts.Rows.Any(r => r.Amounts.Any(a => a < 0));
        var share = hasNegative || all <= 0 ? "" : $" ({ChartWords.Share(part, all)})";
        return $"{ChartWords.Say(part, facts.Unit)} of {ChartWords.Say(all, facts.Unit)}{share}";
    }

    static string WriteGaps(BarChart facts)
    {
        var gaps = facts.Rows.Sum(r => facts.Parts.Where((_, i) => r.Amounts[i] is null).Count());
        return gaps == 0 ? "" : $"{ChartWords.Counted(gaps, "figure is", "figures are")} not known.";
    }
}
