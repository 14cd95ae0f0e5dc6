using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ReferralHub.Web.Components;

/// <summary>One of several, each with what else must be said when it is chosen; hub.css shows that, with or without JavaScript.</summary>
[HtmlTargetElement("nhs-radios"), RestrictChildren("nhs-radio")]
public sealed class RadiosTagHelper : FieldTagHelper
{
    internal List<RadioTagHelper.Made> Made { get; } = [];

    public bool Small { get; set; }

    public override void Init(TagHelperContext context) => context.Items[typeof(RadiosTagHelper)] = this;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        await output.GetChildContentAsync();
        var error = Fault;
        Write(
            output,
            Markup.Group(
                error,
                $"<fieldset class=\"nhsuk-fieldset\"{Markup.Attribute("aria-describedby", Markup.DescribedBy(Id, Hint, error))}>"
                    + $"{Markup.Legend(Label, LabelSize)}{Markup.Hint(Id, Hint)}{Markup.Error(Id, error)}"
                    + $"<div class=\"nhsuk-radios{(Small ? " nhsuk-radios--small" : "")}\" "
                    + $"data-module=\"nhsuk-radios\">{string.Concat(Made.Select(Item))}</div></fieldset>"
            )
        );
    }

    string Item(RadioTagHelper.Made radio, int index)
    {
        // The first has the id of the whole, so that a link in the error summary leads there.
        var id = Markup.Encode(index == 0 ? Id : $"{Id}-{index + 1}");
        var isChecked = radio.IsChecked || (Value is not null && radio.Value == Value);
        var hint = radio.Hint is null
            ? ""
            : $"<div class=\"nhsuk-hint nhsuk-radios__hint\" id=\"{id}-item-hint\">{Markup.Encode(radio.Hint)}</div>";
        var controls = radio.Conditional is null ? "" : $" data-aria-controls=\"conditional-{id}\"";
        var conditional = radio.Conditional is null
            ? ""
            : $"<div class=\"nhsuk-radios__conditional{(isChecked ? "" : " nhsuk-radios__conditional--hidden")}\" "
                + $"id=\"conditional-{id}\">{radio.Conditional}</div>";
        return $"<div class=\"nhsuk-radios__item\"><input class=\"nhsuk-radios__input\" id=\"{id}\" "
            + $"name=\"{Markup.Encode(SentAs)}\" type=\"radio\" "
            + $"value=\"{Markup.Encode(radio.Value)}\"{Markup.Flag("checked", isChecked)}"
            + $"{Markup.Attribute("data-shortcut", radio.Shortcut)}"
            + $"{(radio.Hint is null ? "" : $" aria-describedby=\"{id}-item-hint\"")}{controls}>"
            + "<label class=\"nhsuk-label nhsuk-radios__label\" "
            + $"for=\"{id}\">{Markup.Encode(radio.Label)}</label>{hint}</div>{conditional}";
    }
}

/// <summary>One of <see cref="RadiosTagHelper"/>. Its content is shown when it is chosen.</summary>
[HtmlTargetElement("nhs-radio", ParentTag = "nhs-radios")]
public sealed class RadioTagHelper : TagHelper
{
    public required string Value { get; set; }

    public required string Label { get; set; }

    public string? Hint { get; set; }

    public bool Checked { get; set; }

    /// <summary>Name of the act for shortcuts.</summary>
    public string? Shortcut { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = (await output.GetChildContentAsync()).GetContent();
        ((RadiosTagHelper)context.Items[typeof(RadiosTagHelper)]).Made.Add(
            new(Value, Label, Hint, Checked, Shortcut, string.IsNullOrWhiteSpace(content) ? null : content)
        );
        output.SuppressOutput();
    }

    internal sealed record Made(string Value, string Label, string? Hint, bool IsChecked, string? Shortcut, string? Conditional);
}
