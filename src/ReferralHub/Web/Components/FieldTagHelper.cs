using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ReferralHub.Web.Components;

/// <summary>
/// A form field of the NHS design system: label, hint, error and control. The error is that of the model state under the field's
/// id.
/// </summary>
public abstract class FieldTagHelper : TagHelper
{
    public required string Id { get; set; }

    /// <summary>Name under which it is sent; the id when absent.</summary>
    public string? Name { get; set; }

    public required string Label { get; set; }

    /// <summary>s, m, l or xl; the usual size when absent.</summary>
    public string? LabelSize { get; set; }

    public string? Hint { get; set; }

    public string? Value { get; set; }

    /// <summary>Instead of what the model state says.</summary>
    public string? Error { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext? ViewContext { get; set; }

    private protected string SentAs => Name ?? Id;

    private protected string? Fault => Error ?? Markup.FindError(ViewContext, Id);

    private protected static void Write(TagHelperOutput output, string html)
    {
        output.TagName = null;
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.SetHtmlContent(html);
    }
}

/// <summary>A line of text.</summary>
[HtmlTargetElement("nhs-input", TagStructure = TagStructure.WithoutEndTag)]
public sealed class InputTagHelper : FieldTagHelper
{
    public string Type { get; set; } = "text";

    /// <summary>Characters it is wide: 2, 3, 4, 5, 10, 20 or 30.</summary>
    public int? Width { get; set; }

    public string? Autocomplete { get; set; }

    public bool? Spellcheck { get; set; }

    public string? Inputmode { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var error = Fault;
        var classes =
            $"nhsuk-input{(Width is { } width ? $" nhsuk-input--width-{width}" : "")}{(error is null ? "" : " nhsuk-input--error")}";
        Write(
            output,
            Markup.Group(
                error,
                Markup.Label(Id, Label, LabelSize)
                    + Markup.Hint(Id, Hint)
                    + Markup.Error(Id, error)
                    + $"<input class=\"{classes}\" id=\"{Markup.Encode(Id)}\" name=\"{Markup.Encode(SentAs)}\" "
                    + $"type=\"{Markup.Encode(Type)}\""
                    + Markup.Attribute("spellcheck", Spellcheck is { } spellcheck ? (spellcheck ? "true" : "false") : null)
                    + Markup.Attribute("value", string.IsNullOrEmpty(Value) ? null : Value)
                    + Markup.Attribute("aria-describedby", Markup.DescribedBy(Id, Hint, error))
                    + Markup.Attribute("autocomplete", Autocomplete)
                    + Markup.Attribute("inputmode", Inputmode)
                    + ">"
            )
        );
    }
}

/// <summary>Text of several lines; with <see cref="MaxCharacters"/> it counts as one types.</summary>
[HtmlTargetElement("nhs-textarea", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextareaTagHelper : FieldTagHelper
{
    public int Rows { get; set; } = 5;

    /// <summary>More can be typed, so that nothing is cut off silently, but is refused.</summary>
    public int? MaxCharacters { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var error = Fault;
        var counts = MaxCharacters is not null;
        var info = counts ? $"{Id}-info" : null;
        var classes = $"nhsuk-textarea{(error is null ? "" : " nhsuk-textarea--error")}{(counts ? " nhsuk-js-character-count" : "")}";
        // A carriage return would have to be written as a reference, which HTML does not allow.
        var value = Value?.ReplaceLineEndings("\n");
        // A line feed straight after the start tag would be lost.
        var control =
            $"<textarea class=\"{classes}\" id=\"{Markup.Encode(Id)}\" name=\"{Markup.Encode(SentAs)}\" "
            + $"rows=\"{Rows}\"{Markup.Attribute("aria-describedby", Markup.DescribedBy(Id, Hint, error, info))}>"
            + $"{(value?.StartsWith('\n') == true ? "\n" : "")}{Markup.Encode(value)}</textarea>";
        var message = counts
            ? $"<div class=\"nhsuk-hint nhsuk-character-count__message\" id=\"{Markup.Encode(info)}\">You can enter up to "
                + $"{MaxCharacters} characters</div>"
            : "";
        Write(
            output,
            Markup.Group(
                error,
                Markup.Label(Id, Label, LabelSize) + Markup.Hint(Id, Hint) + Markup.Error(Id, error) + control + message,
                counts ? " nhsuk-character-count" : "",
                counts ? $" data-module=\"nhsuk-character-count\" data-maxlength=\"{MaxCharacters}\"" : ""
            )
        );
    }
}

/// <summary>One of a list. <see cref="Items"/> are value and words; the one with <see cref="FieldTagHelper.Value"/> is selected.</summary>
[HtmlTargetElement("nhs-select", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SelectTagHelper : FieldTagHelper
{
    public required IEnumerable<(string Value, string Words)> Items { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var error = Fault;
        var options = string.Concat(
            Items.Select(i =>
                $"<option value=\"{Markup.Encode(i.Value)}\"{Markup.Flag("selected", i.Value == Value)}>{Markup.Encode(i.Words)}</option>"
            )
        );
        Write(
            output,
            Markup.Group(
                error,
                Markup.Label(Id, Label, LabelSize)
                    + Markup.Hint(Id, Hint)
                    + Markup.Error(Id, error)
                    + $"<select class=\"nhsuk-select{(error is null ? "" : " nhsuk-select--error")}\" "
                    + $"id=\"{Markup.Encode(Id)}\" "
                    + $"name=\"{Markup.Encode(SentAs)}\""
                    + $"{Markup.Attribute("aria-describedby", Markup.DescribedBy(Id, Hint, error))}>{options}</select>"
            )
        );
    }
}

/// <summary>
/// A date in three fields: NAME.day, NAME.month, NAME.year. Its error is that of ID-day, so that the link in the summary leads to a
/// field.
/// </summary>
[HtmlTargetElement("nhs-date", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DateTagHelper : FieldTagHelper
{
    public string? Day { get; set; }

    public string? Month { get; set; }

    public string? Year { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var error = Error ?? Markup.FindError(ViewContext, $"{Id}-day");
        var fields = Field("day", "Day", 2, Day, error) + Field("month", "Month", 2, Month, error) + Field("year", "Year", 4, Year, error);
        Write(
            output,
            Markup.Group(
                error,
                "<fieldset class=\"nhsuk-fieldset\" "
                    + $"role=\"group\"{Markup.Attribute("aria-describedby", Markup.DescribedBy(Id, Hint, error))}>"
                    + $"{Markup.Legend(Label, LabelSize)}{Markup.Hint(Id, Hint)}{Markup.Error(Id, error)}"
                    + $"<div class=\"nhsuk-date-input\" id=\"{Markup.Encode(Id)}\">{fields}</div></fieldset>"
            )
        );
    }

    string Field(string part, string words, int width, string? value, string? error) =>
        "<div class=\"nhsuk-date-input__item\">"
        + $"<div class=\"nhsuk-form-group{(error is null ? "" : " nhsuk-form-group--error")}\"><label class=\"nhsuk-label "
        + $"nhsuk-date-input__label\" for=\"{Markup.Encode(Id)}-{part}\">{words}</label>"
        + $"<input class=\"nhsuk-input {(error is null ? "" : "nhsuk-input--error ")}nhsuk-input--width-{width} "
        + $"nhsuk-date-input__input\" id=\"{Markup.Encode(Id)}-{part}\" "
        + $"name=\"{Markup.Encode(Name is null ? part : $"{Name}.{part}")}\" "
        + $"type=\"text\"{Markup.Attribute("value", string.IsNullOrEmpty(value) ? null : value)} "
        + "inputmode=\"numeric\"></div></div>";
}
