using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using ReferralHub.Web.Components;

namespace ReferralHub.Web.Charts;

/// <summary>
/// Writes a chart: headline first, then the picture, how to read it, and the data to open and to take away. Asks the layout for
/// charts.css.
/// </summary>
[HtmlTargetElement("chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ChartTagHelper : TagHelper
{
    public required Chart Model { get; set; }

    /// <summary>Whether the table is open from the start, as in a report for print.</summary>
    public bool Open { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext? ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext is not null)
            ChartStyles.Ask(ViewContext.HttpContext);
        var id = Markup.Encode(Model.Id);
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "chart");
        output.Attributes.SetAttribute("id", Model.Id);
        output.Attributes.SetAttribute("aria-labelledby", $"{Model.Id}-headline");
        output.Content.SetHtmlContent(
            $"<figcaption><p class=\"chart-headline\" id=\"{id}-headline\">{ChartText.Encode(Model.Headline)}</p></figcaption>"
                + $"{Model.Figure}{Note()}"
                + $"<details class=\"nhsuk-details chart-data\"{Markup.Flag("open", Open)}><summary class=\"nhsuk-details__summary\">"
                + "<span class=\"nhsuk-details__summary-text\">The figures as a table"
                + $"<span class=\"nhsuk-u-visually-hidden\">: {ChartText.Encode(Model.Name)}</span></span></summary>"
                + $"<div class=\"nhsuk-details__text\">{Model.Table}{Links()}</div></details>"
        );
    }

    string Note() => Model.Note.Length == 0 ? "" : $"<p class=\"chart-note secondary\">{ChartText.Encode(Model.Note)}</p>";

    string Links()
    {
        if (ViewContext?.HttpContext.Request is not { } request)
            return "";
        var (csv, json) = (ChartDownload.FindUrl(request, Model, "csv"), ChartDownload.FindUrl(request, Model, "json"));
        return $"<p class=\"chart-links\"><a href=\"{Markup.Encode(csv)}\">Download as CSV</a> · "
            + $"<a href=\"{Markup.Encode(json)}\">as JSON</a></p>";
    }
}
