using System.Globalization;
using System.Text;

namespace ReferralHub.Web.Charts.ScopeMaps;

/// <summary>
/// The map is a table with shaded cells: a picture of forty holders and their scopes could not be read on a telephone, and in a table
/// each cell says in words what its shade and its shape say.
/// </summary>
static class ScopeMapFigure
{
    public static string Write(ScopeMap map)
    {
        var name = $"Budgets by holder and scope: {ChartText.Clean(map.Name)}";
        var html = new StringBuilder("<div class=\"scroll chart-map\" role=\"region\" tabindex=\"0\" ")
            .Append(
                CultureInfo.InvariantCulture,
                $"aria-label=\"{ChartText.Encode(name)}\"><table class=\"chart-table\"><caption>{ChartText.Encode(name)}</caption>"
            )
            .Append("<thead><tr><th scope=\"col\">Holder</th>");
        foreach (var scope in map.Scopes)
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{ChartText.Encode(scope)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in map.Rows)
            WriteRow(html, map, row);
        if (map.Rows.Count == 0)
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td colspan=\"{ChartShapes.Write(map.Scopes.Count + 1)}\"><span class=\"secondary\">No data</span></td></tr>"
            );
        return html.Append("</tbody></table></div>").ToString();
    }

    static void WriteRow(StringBuilder html, ScopeMap map, ScopeMapRow row)
    {
        var holder = ChartText.Encode(row.Holder);
        html.Append("<tr><th scope=\"row\">")
            .Append(row.Url is null ? holder : $"<a href=\"{Components.Markup.Encode(row.Url)}\">{holder}</a>")
            .Append("</th>");
        foreach (var (scope, cell) in map.Scopes.Zip(row.Cells))
        {
            var look = ScopeStates.Describe(ScopeStates.Judge(cell, map.LargePerMille));
            html.Append(
                    CultureInfo.InvariantCulture,
                    $"<td class=\"{look.Field}\" data-label=\"{ChartText.Encode(scope)}\">{ChartShapes.DrawLetter(look.Shape, look.Look)}"
                )
                .Append(
                    CultureInfo.InvariantCulture,
                    $"<span class=\"chart-state\">{ChartText.Encode(look.Words)}</span>{WriteAmounts(cell)}</td>"
                );
        }

        html.Append("</tr>");
    }

    static string WriteAmounts(ScopeMapCell? cell)
    {
        if (cell?.Budget is not { } budget)
            return "";
        var by =
            cell.Difference is not { } difference ? ""
            : difference > 0 ? $"{ChartWords.Say(difference)} over "
            : $"{ChartWords.Say(-difference)} left ";
        return $"<span class=\"chart-amount\">{ChartText.Encode($"{by}of {ChartWords.Say(budget.Pence)}")}</span>";
    }
}
