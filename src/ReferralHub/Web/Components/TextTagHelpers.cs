using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ReferralHub.Web.Components;

/// <summary>A button that sends a form. Other attributes, such as <c>name</c>, stay.</summary>
[HtmlTargetElement("nhs-button")]
public sealed class ButtonTagHelper : TagHelper
{
    /// <summary>secondary, reverse or warning.</summary>
    public string? Variant { get; set; }

    public bool Small { get; set; }

    /// <summary>Handler of the same page that takes the form, when it is not that of the form.</summary>
    public string? Handler { get; set; }

    /// <summary>A second click within a second does nothing.</summary>
    public bool OnceOnly { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "button";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute(
            "class",
            $"nhsuk-button{(Variant is null ? "" : $" nhsuk-button--{Variant}")}{(Small ? " nhsuk-button--small" : "")}"
        );
        output.Attributes.SetAttribute("data-module", "nhsuk-button");
        if (Handler is not null)
            output.Attributes.SetAttribute("formaction", $"?handler={Handler}");
        if (OnceOnly)
            output.Attributes.SetAttribute("data-prevent-double-click", "true");
        if (!output.Attributes.ContainsName("type"))
            output.Attributes.SetAttribute("type", "submit");
    }
}

/// <summary>A state in words; colour only repeats it.</summary>
[HtmlTargetElement("nhs-tag")]
public sealed class TagTagHelper : TagHelper
{
    /// <summary>white, grey, green, aqua-green, blue, purple, pink, red, orange or yellow.</summary>
    public string? Colour { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "strong";
        output.Attributes.SetAttribute("class", $"nhsuk-tag{(Colour is null ? "" : $" nhsuk-tag--{Colour}")}");
    }
}

/// <summary>Something that opens when asked for.</summary>
[HtmlTargetElement("nhs-details")]
public sealed class DetailsTagHelper : TagHelper
{
    public required string Summary { get; set; }

    public bool Open { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "details";
        output.Attributes.SetAttribute("class", "nhsuk-details");
        if (Open)
            output.Attributes.Add(new("open", null, HtmlAttributeValueStyle.Minimized));
        output.PreContent.SetHtmlContent(
            "<summary class=\"nhsuk-details__summary\">"
                + $"<span class=\"nhsuk-details__summary-text\">{Markup.Encode(Summary)}</span></summary>"
                + "<div class=\"nhsuk-details__text\">"
        );
        output.PostContent.SetHtmlContent("</div>");
    }
}

/// <summary>Says at the top of a page what has just been done (green), or what matters (blue).</summary>
[HtmlTargetElement("nhs-banner")]
public sealed class BannerTagHelper : TagHelper
{
    public bool Success { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", $"nhsuk-notification-banner{(Success ? " nhsuk-notification-banner--success" : "")}");
        output.Attributes.SetAttribute("data-module", "nhsuk-notification-banner");
        output.Attributes.SetAttribute("role", Success ? "alert" : "region");
        output.Attributes.SetAttribute("aria-labelledby", "nhsuk-notification-banner-title");
        output.PreContent.SetHtmlContent(
            "<div class=\"nhsuk-notification-banner__header\"><h2 class=\"nhsuk-notification-banner__title\" "
                + $"id=\"nhsuk-notification-banner-title\">{(Success ? "Success" : "Important")}</h2></div>"
                + "<div class=\"nhsuk-notification-banner__content\">"
        );
        output.PostContent.SetHtmlContent("</div>");
    }
}

/// <summary>Something that must not be overlooked.</summary>
[HtmlTargetElement("nhs-warning")]
public sealed class WarningTagHelper : TagHelper
{
    public required string Heading { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "nhsuk-card nhsuk-card--warning");
        output.PreContent.SetHtmlContent(
            $"<div class=\"nhsuk-card__content\"><h2 class=\"nhsuk-card__heading\">{Markup.Encode(Heading)}</h2>"
        );
        output.PostContent.SetHtmlContent("</div>");
    }
}

/// <summary>Everything that is wrong with what was sent, each with a link to its field.</summary>
[HtmlTargetElement("nhs-error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    /// <summary>Field (or nothing) and sentence; those of the model state when absent.</summary>
    public IEnumerable<(string? Field, string Text)>? Errors { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext? ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = (
            Errors
            ?? ViewContext?.ModelState.SelectMany(entry =>
                entry.Value?.Errors.Select(e => ((string?)(entry.Key.Length == 0 ? null : entry.Key), e.ErrorMessage)) ?? []
            )
            ?? []
        ).ToList();
        output.TagName = null;
        if (errors.Count == 0)
            return;
        var items = string.Concat(
            errors.Select(e =>
                e.Item1 is null
                    ? $"<li>{Markup.Encode(e.Item2)}</li>"
                    : $"<li><a href=\"#{Markup.Encode(e.Item1)}\">{Markup.Encode(e.Item2)}</a></li>"
            )
        );
        output.Content.SetHtmlContent(
            "<div class=\"nhsuk-error-summary\" data-module=\"nhsuk-error-summary\"><div role=\"alert\">"
                + "<h2 class=\"nhsuk-error-summary__heading\">There is a problem</h2><div class=\"nhsuk-error-summary__body\">"
                + $"<ul class=\"nhsuk-list nhsuk-error-summary__list\">{items}</ul></div></div></div>"
        );
    }
}

/// <summary>Page before and page after.</summary>
[HtmlTargetElement("nhs-pagination", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PaginationTagHelper : TagHelper
{
    const string Left =
        "<svg class=\"nhsuk-icon nhsuk-icon--arrow-left\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" "
        + "width=\"16\" height=\"16\" focusable=\"false\" aria-hidden=\"true\"><path d=\"M15 4 7 12l8 8\" fill=\"none\" "
        + "stroke=\"currentcolor\" stroke-width=\"2\"/></svg>";
    const string Right =
        "<svg class=\"nhsuk-icon nhsuk-icon--arrow-right\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" "
        + "width=\"16\" height=\"16\" focusable=\"false\" aria-hidden=\"true\"><path d=\"m9 4 8 8-8 8\" fill=\"none\" "
        + "stroke=\"currentcolor\" stroke-width=\"2\"/></svg>";

    public string? Previous { get; set; }

    public string? Next { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        if (string.IsNullOrEmpty(Previous) && string.IsNullOrEmpty(Next))
            return;
        output.Content.SetHtmlContent(
            "<nav class=\"nhsuk-pagination\" aria-label=\"Pagination\"><ul class=\"nhsuk-list nhsuk-pagination__list\">"
                + Link(Previous, "previous", "prev", "Previous", Left)
                + Link(Next, "next", "next", "Next", Right)
                + "</ul></nav>"
        );
    }

    static string Link(string? url, string item, string relation, string words, string icon) =>
        string.IsNullOrEmpty(url)
            ? ""
            : $"<li class=\"nhsuk-pagination-item--{item}\"><a class=\"nhsuk-pagination__link "
                + $"nhsuk-pagination__link--{relation}\" href=\"{Markup.Encode(url)}\" rel=\"{relation}\">"
                + $"<span class=\"nhsuk-pagination__title\">{words}<span class=\"nhsuk-u-visually-hidden\"> "
                + $"page</span></span>{icon}</a></li>";
}
