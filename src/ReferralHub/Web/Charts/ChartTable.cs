using System.Globalization;
using System.Text;

namespace ReferralHub.Web.Charts;

/// <summary>A chart's data as tables of HTML that screen readers can walk: caption, heads of columns, heads of rows.</summary>
static class ChartTable
{
    public static string Write(ChartData data) => WriteRows(data) + WriteFacts(data);

    static string WriteRows(ChartData data)
    {
        var html = new StringBuilder(Open(data.Caption)).Append("<thead><tr>");
        foreach (var column in data.Columns)
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{Figure(column.IsFigure)}>{ChartText.Encode(column.Words)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in data.Rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Show(row[0])}</th>");
            foreach (var (column, value) in data.Columns.Zip(row).Skip(1))
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<td data-label=\"{ChartText.Encode(column.Words)}\"{Figure(column.IsFigure)}>{Show(value)}</td>"
                );
            html.Append("</tr>");
        }

        if (data.Rows.Count == 0)
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td colspan=\"{ChartShapes.Write(data.Columns.Count)}\"><span class=\"secondary\">No data</span></td></tr>"
            );
        return html.Append("</tbody></table></div>").ToString();
    }

    static string WriteFacts(ChartData data)
    {
        var facts = data.Facts.Where(f => !f.IsForPrograms).ToList();
        if (facts.Count == 0)
            return "";
        var html = new StringBuilder(Open($"{data.Caption}: figures of the whole")).Append(
            "<thead><tr><th scope=\"col\">What</th><th scope=\"col\" class=\"figure\">Figure</th></tr></thead><tbody>"
        );
        foreach (var fact in facts)
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{ChartText.Encode(fact.Words)}</th>")
                .Append(CultureInfo.InvariantCulture, $"<td data-label=\"Figure\" class=\"figure\">{Show(fact.Value)}</td></tr>");
        return html.Append("</tbody></table></div>").ToString();
    }

    static string Open(string caption) =>
        $"<div class=\"scroll\" role=\"region\" aria-label=\"{ChartText.Encode(caption)}\" tabindex=\"0\">"
        + $"<table class=\"chart-table\"><caption>{ChartText.Encode(caption)}</caption>";

    static string Figure(bool isFigure) => isFigure ? " class=\"figure\"" : "";

    static string Show(ChartValue value) =>
        value.Show() is { } words ? ChartText.Encode(words) : "<span class=\"secondary\">Not known</span>";
}
