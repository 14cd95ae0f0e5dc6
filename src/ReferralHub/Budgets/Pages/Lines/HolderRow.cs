using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>One holder of a table of budgets.</summary>
/// <param name="About">What is said under its name.</param>
/// <param name="Url">Its own page; null where it has none.</param>
/// <param name="Spent">Null where it is not known, as where only commitments are counted, and where it is withheld.</param>
/// <param name="Committed">Null where it is withheld.</param>
public sealed record HolderRow(
    string Name,
    string About,
    string? Url,
    Money? Budget,
    Money? Spent,
    Money? Committed,
    Money? Forecast,
    Money? ForecastHeadroom
)
{
    /// <summary>Whether what is spent is known, and not told.</summary>
    public bool IsSpentWithheld { get; init; }

    /// <summary>Whether a forecast is known, and not told.</summary>
    public bool IsForecastWithheld { get; init; }

    /// <summary>How sure an overspend is; null where none is forecast, or nothing says how sure it is.</summary>
    public string? Sureness { get; init; }

    public static HolderRow FromLine(ToldLine line, string? url) =>
        new(
            line.Held.HolderName,
            line.Held.HasEnded ? $"{line.Held.ScopeWords}, {line.Year}" : line.Held.ScopeWords,
            url,
            line.Budget,
            line.Spent,
            line.Committed,
            line.HasCare ? line.Forecast?.Expected : null,
            line.ForecastHeadroom
        )
        {
            IsSpentWithheld = line.Spent is null,
            IsForecastWithheld = line.IsForecastWithheld,
            Sureness = BudgetsTogether.IsOver(line)
                ? BudgetsTogether.IsSure(line)
                    ? "more than chance explains"
                    : "may be chance"
                : null,
        };

    /// <summary>By what the activity projection counts: nobody has reported what was spent.</summary>
    public static HolderRow FromPosition(string name, string about, string url, ToldPosition position) =>
        new(name, about, url, position.Budget, null, position.Committed, position.Forecast, position.ForecastHeadroom)
        {
            IsForecastWithheld = position.Forecast is null,
        };
}

/// <param name="Caption">What the table is of.</param>
public sealed record HolderTable(string Caption, IReadOnlyList<HolderRow> Rows);
