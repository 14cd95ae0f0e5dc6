using ReferralHub.Kernel;

namespace ReferralHub.Web.Charts.ScopeMaps;

/// <summary>Where the money goes: what each holder's budget for each scope of care is, and what will probably become of it.</summary>
/// <param name="Name">Whose, as "Budgets of the Northern area, 2026/27".</param>
/// <param name="Scopes">In words.</param>
public sealed record ScopeMap(string Id, string Name, IReadOnlyList<string> Scopes, IReadOnlyList<ScopeMapRow> Rows)
{
    /// <summary>From how many thousandths of the budget on a difference is large.</summary>
    public int LargePerMille { get; init; } = 50;

    public string? Source { get; init; }

    /// <summary>The headline, the map and the table of it.</summary>
    public static Chart Draw(ScopeMap facts)
    {
        var map = facts with { Id = ChartText.ToId(facts.Id), Rows = [.. facts.Rows.Select(r => Fit(facts, r))] };
        return new(
            map.Id,
            $"Budgets by holder and scope: {map.Name}",
            ScopeMapHeadline.Write(map),
            Chart.JoinNotes(
                $"Well over or well under is a forecast that differs from the budget by more than {Write(map.LargePerMille)}% of it",
                map.Source is { } source ? $"Source: {source}" : null
            ),
            ScopeMapFigure.Write(map),
            CreateData(map)
        );
    }

    /// <summary>A cell for each scope.</summary>
    static ScopeMapRow Fit(ScopeMap facts, ScopeMapRow row) =>
        row with
        {
            Cells = [.. facts.Scopes.Select((_, i) => i < row.Cells.Count ? row.Cells[i] : null)],
        };

    static ChartData CreateData(ScopeMap map) =>
        new(
            ChartText.Clean(map.Name),
            [
                new("holder", "Holder"),
                new("scope", "Scope"),
                new("budgetPence", "Budget", true),
                new("forecastPence", "Forecast", true),
                new("differencePence", "Over (+) or under (−)", true),
                new("state", "State"),
            ],
            [
                .. map.Rows.SelectMany(r =>
                    map.Scopes.Zip(r.Cells).Where(c => c.Second is not null).Select(c => ListValues(map, r.Holder, c.First, c.Second!))
                ),
            ],
            []
        );

    static IReadOnlyList<ChartValue> ListValues(ScopeMap map, string holder, string scope, ScopeMapCell cell) =>
        [
            ChartValue.FromText(holder),
            ChartValue.FromText(scope),
            ChartValue.FromMoney(cell.Budget),
            ChartValue.FromMoney(cell.Forecast),
            ChartValue.FromFigure(cell.Difference, ChartUnit.Pence),
            ChartValue.FromText(ScopeStates.Describe(ScopeStates.Judge(cell, map.LargePerMille)).Words),
        ];

    static string Write(int perMille) => (perMille / 10m).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}

/// <param name="Cells">One for each scope; null where the holder has no budget for it.</param>
public sealed record ScopeMapRow(string Holder, IReadOnlyList<ScopeMapCell?> Cells)
{
    /// <summary>The holder's own page.</summary>
    public string? Url { get; init; }
}

/// <param name="Budget">Null where it is not set yet.</param>
/// <param name="Forecast">For the whole period; null where there is none yet.</param>
public sealed record ScopeMapCell(Money? Budget, Money? Forecast)
{
    /// <summary>Above nought when it is over.</summary>
    internal Int128? Difference => this is { Budget: { } budget, Forecast: { } forecast } ? (Int128)forecast.Pence - budget.Pence : null;
}
