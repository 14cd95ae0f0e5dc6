using System.Text.Json;
using Microsoft.AspNetCore.Razor.TagHelpers;
using ReferralHub.Web.Components;
using static ReferralHub.Tests.Web.FixtureValues;

namespace ReferralHub.Tests.Web;

/// <summary>A tag helper as a page would have it.</summary>
sealed record Made(TagHelper Helper, string? Content, List<RadioTagHelper.Made>? Radios = null);

/// <summary>Makes our tag helper for a fixture of the package.</summary>
static class FixtureHelpers
{
    /// <summary>The tag helper for a fixture; null when the fixture uses what our pages do not.</summary>
    public static Made? CreateHelper(string component, JsonElement context) =>
        component switch
        {
            "button"
                when Only(context, "text", "variant", "small", "preventDoubleClick")
                    && (Flag(context, "preventDoubleClick") || !context.TryGetProperty("preventDoubleClick", out _)) => new(
                new ButtonTagHelper
                {
                    Variant = Text(context, "variant"),
                    Small = Flag(context, "small"),
                    OnceOnly = Flag(context, "preventDoubleClick"),
                },
                Text(context, "text")
            ),
            "tag"
                when Only(context, "text", "colour")
                    && (!context.TryGetProperty("colour", out var colour) || colour.ValueKind == JsonValueKind.String) => new(
                new TagTagHelper { Colour = Text(context, "colour") },
                Text(context, "text")
            ),
            "details" when Only(context, "summary", "text", "open") && Inner(context, "summary", "text") is { } summary => new(
                new DetailsTagHelper { Summary = summary, Open = Flag(context, "open") },
                Text(context, "text")
            ),
            "error-summary" when Only(context, "titleText", "title", "heading", "errorList") && Errors(context) is { } errors => new(
                new ErrorSummaryTagHelper { Errors = errors },
                null
            ),
            "input" when Field(context, "type", "width", "autocomplete", "spellcheck", "inputmode", "value") && !Flag(context, "code") =>
                new(
                    With(
                        context,
                        new InputTagHelper
                        {
                            Id = "",
                            Label = "",
                            Type = Text(context, "type") ?? "text",
                            Width = Number(context, "width"),
                            Autocomplete = Text(context, "autocomplete"),
                            Inputmode = Text(context, "inputmode"),
                            Spellcheck = context.TryGetProperty("spellcheck", out var s) ? s.GetBoolean() : null,
                        }
                    ),
                    null
                ),
            "textarea" when Field(context, "rows", "value") => new(
                With(
                    context,
                    new TextareaTagHelper
                    {
                        Id = "",
                        Label = "",
                        Rows = Number(context, "rows") ?? 5,
                    }
                ),
                null
            ),
            "character-count" when Field(context, "rows", "value", "maxlength") && Number(context, "maxlength") is { } max => new(
                With(
                    context,
                    new TextareaTagHelper
                    {
                        Id = "",
                        Label = "",
                        Rows = Number(context, "rows") ?? 5,
                        MaxCharacters = max,
                    }
                ),
                null
            ),
            "select" when Field(context, "items", "value") && Items(context) is { } items => new(
                With(
                    context,
                    new SelectTagHelper
                    {
                        Id = "",
                        Label = "",
                        Items = items,
                    }
                ),
                null
            ),
            "date-input" when Fieldset(context, "id", "hint", "errorMessage") => new(
                new DateTagHelper
                {
                    Id = Text(context, "id")!,
                    Label = Legend(context),
                    LabelSize = LegendSize(context),
                    Hint = Inner(context, "hint", "text"),
                    Error = Inner(context, "errorMessage", "text"),
                },
                null
            ),
            "radios"
                when Fieldset(context, "idPrefix", "name", "hint", "errorMessage", "items", "value", "small")
                    && Radios(context) is { } radios => new(
                new RadiosTagHelper
                {
                    Id = Text(context, "idPrefix") ?? Text(context, "name")!,
                    Name = Text(context, "name"),
                    Label = Legend(context),
                    LabelSize = LegendSize(context),
                    Hint = Inner(context, "hint", "text"),
                    Error = Inner(context, "errorMessage", "text"),
                    Value = Text(context, "value"),
                    Small = Flag(context, "small"),
                },
                null,
                radios
            ),
            _ => null,
        };

    static T With<T>(JsonElement context, T field)
        where T : FieldTagHelper
    {
        (field.Id, field.Name) = (Text(context, "id")!, Text(context, "name"));
        (field.Label, field.LabelSize) = (Inner(context, "label", "text")!, Inner(context, "label", "size"));
        (field.Hint, field.Error, field.Value) = (
            Inner(context, "hint", "text"),
            Inner(context, "errorMessage", "text"),
            Text(context, "value")
        );
        return field;
    }

    static List<(string?, string)>? Errors(JsonElement context)
    {
        if (
            new[] { "titleText", "heading", "title" }.Any(t =>
                context.TryGetProperty(t, out var title)
                && (title.ValueKind != JsonValueKind.String || title.GetString() != "There is a problem")
            )
        )
            return null;
        var errors = new List<(string?, string)>();
        foreach (var error in context.GetProperty("errorList").EnumerateArray())
        {
            if (error.ValueKind != JsonValueKind.Object || !Only(error, "text", "href"))
                return null;
            errors.Add((Text(error, "href")?.TrimStart('#'), Text(error, "text")!));
        }

        return errors;
    }

    static List<(string, string)>? Items(JsonElement context)
    {
        var items = new List<(string, string)>();
        foreach (var item in context.GetProperty("items").EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !Only(item, "value", "text") || !item.TryGetProperty("value", out _))
                return null;
            items.Add((Text(item, "value")!, Text(item, "text")!));
        }

        return items;
    }

    static List<RadioTagHelper.Made>? Radios(JsonElement context)
    {
        var radios = new List<RadioTagHelper.Made>();
        foreach (var item in context.GetProperty("items").EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !Only(item, "value", "text", "hint", "checked", "conditional"))
                return null;
            radios.Add(
                new(
                    Text(item, "value")!,
                    Text(item, "text")!,
                    Inner(item, "hint", "text"),
                    Flag(item, "checked"),
                    null,
                    Inner(item, "conditional", "html")
                )
            );
        }

        return radios;
    }

    static string Legend(JsonElement context) => Inner(context.GetProperty("fieldset"), "legend", "text")!;

    static string? LegendSize(JsonElement context) => Inner(context.GetProperty("fieldset"), "legend", "size");
}
