using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ReferralHub.Web.Components;

/// <summary>The pieces that the components of the NHS design system have in common, as HTML.</summary>
static class Markup
{
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <summary>An attribute with a space before it; nothing when there is no value.</summary>
    public static string Attribute(string name, string? value) => value is null ? "" : $" {name}=\"{Encode(value)}\"";

    public static string Flag(string name, bool isSet) => isSet ? $" {name}" : "";

    public static string Hint(string id, string? hint) =>
        hint is null ? "" : $"<div class=\"nhsuk-hint\" id=\"{Encode(id)}-hint\">{Encode(hint)}</div>";

    public static string Error(string id, string? error) =>
        error is null
            ? ""
            : $"<span class=\"nhsuk-error-message\" id=\"{Encode(id)}-error\">"
                + $"<span class=\"nhsuk-u-visually-hidden\">Error: </span>{Encode(error)}</span>";

    /// <summary>What describes a field, in the order that the components use; null when nothing does.</summary>
    public static string? DescribedBy(string id, string? hint, string? error, string? first = null)
    {
        string?[] ids = [first, hint is null ? null : $"{id}-hint", error is null ? null : $"{id}-error"];
        var all = string.Join(' ', ids.OfType<string>());
        return all.Length == 0 ? null : all;
    }

    public static string Group(string? error, string content, string classes = "", string attributes = "") =>
        $"<div class=\"nhsuk-form-group{(error is null ? "" : " nhsuk-form-group--error")}{classes}\"{attributes}>{content}</div>";

    public static string Label(string id, string text, string? size) =>
        $"<label class=\"nhsuk-label{(size is null ? "" : $" nhsuk-label--{size}")}\" for=\"{Encode(id)}\">{Encode(text)}</label>";

    public static string Legend(string text, string? size) =>
        $"<legend class=\"nhsuk-fieldset__legend{(size is null ? "" : $" nhsuk-fieldset__legend--{size}")}\">{Encode(text)}</legend>";

    /// <summary>What is wrong with a field, as the page's handler said.</summary>
    public static string? FindError(ViewContext? view, string id) =>
        view is not null
        && view.ModelState.TryGetValue(id, out var entry)
        && entry.ValidationState == ModelValidationState.Invalid
        && entry.Errors.Count > 0
            ? entry.Errors[0].ErrorMessage
            : null;
}
