using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;
using ReferralHub.Web.Components;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Web;

/// <summary>Our tag helpers against the HTML that the NHS design system's own package says each component is.</summary>
public sealed partial class ComponentTests(ITestOutputHelper output)
{
    static readonly string Package = Path.Combine(
        Root(),
        "src",
        "ReferralHub.Server",
        "FrontEnd",
        "node_modules",
        "nhsuk-frontend",
        "dist",
        "nhsuk",
        "components"
    );

    [SkippableTheory]
    [InlineData("button", 2)]
    [InlineData("tag", 10)]
    [InlineData("input", 7)]
    [InlineData("textarea", 2)]
    [InlineData("character-count", 2)]
    [InlineData("select", 2)]
    [InlineData("radios", 6)]
    [InlineData("date-input", 2)]
    [InlineData("details", 2)]
    [InlineData("error-summary", 1)]
    public async Task Component_IsWhatThePackageSays(string component, int atLeast)
    {
        Skip.IfNot(
            Directory.Exists(Package),
            "nhsuk-frontend is not in src/ReferralHub.Server/FrontEnd/node_modules (npm ci puts it there)."
        );
        using var fixtures = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Package, component, "fixtures.json")));
        var compared = 0;
        foreach (var fixture in fixtures.RootElement.GetProperty("fixtures").EnumerateArray())
        {
            // What a "call block" puts in does not stand in the fixture.
            if (fixture.GetProperty("name").GetString()!.Contains("call block", StringComparison.Ordinal))
                continue;
            if (CreateHelper(component, fixture.GetProperty("context")) is not { } made)
                continue;
            Normalise(await RenderAsync(made))
                .ShouldBe(Normalise(fixture.GetProperty("html").GetString()!), $"{component}: {fixture.GetProperty("name").GetString()}");
            compared++;
        }

        output.WriteLine($"{component}: {compared} of {fixtures.RootElement.GetProperty("fixtures").GetArrayLength()} fixtures compared");
        compared.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    /// <summary>The tag helper for a fixture; null when the fixture uses what our pages do not.</summary>
    static Made? CreateHelper(string component, JsonElement context) =>
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

    static bool Field(JsonElement context, params string[] more) =>
        Only(context, ["id", "name", "label", "hint", "errorMessage", .. more])
        && context.TryGetProperty("id", out _)
        && context.TryGetProperty("label", out var label)
        && Caption(label)
        && Words(context);

    static bool Fieldset(JsonElement context, params string[] more) =>
        Only(context, ["fieldset", .. more])
        && context.TryGetProperty("fieldset", out var fieldset)
        && fieldset.ValueKind == JsonValueKind.Object
        && Only(fieldset, "legend")
        && Caption(fieldset.GetProperty("legend"))
        && Words(context);

    /// <summary>A label or legend that is no heading at the same time, which ours are not.</summary>
    static bool Caption(JsonElement caption) =>
        caption.ValueKind == JsonValueKind.String || (caption.ValueKind == JsonValueKind.Object && Only(caption, "text", "size"));

    static bool Words(JsonElement context) =>
        new[] { "hint", "errorMessage" }.All(p =>
            !context.TryGetProperty(p, out var inner)
            || inner.ValueKind == JsonValueKind.String
            || (inner.ValueKind == JsonValueKind.Object && Only(inner, "text"))
        );

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

    static async Task<string> RenderAsync(Made made)
    {
        var context = new TagHelperContext([], new Dictionary<object, object>(), "test");
        var output = new TagHelperOutput(
            "nhs",
            [],
            (_, _) =>
            {
                if (made.Helper is RadiosTagHelper radios)
                    radios.Made.AddRange(made.Radios!);
                return Task.FromResult<TagHelperContent>(new DefaultTagHelperContent().SetContent(made.Content ?? ""));
            }
        );
        output.Content.SetContent(made.Content ?? "");
        made.Helper.Init(context);
        await made.Helper.ProcessAsync(context, output);
        var text = new StringWriter();
        output.WriteTo(text, System.Text.Encodings.Web.HtmlEncoder.Default);
        return text.ToString();
    }

    /// <summary>Tags with their attributes in order of the alphabet, and words; whitespace between tags does not count.</summary>
    static string Normalise(string html)
    {
        var normal = new StringBuilder();
        foreach (Match token in Tokens().Matches(html))
        {
            if (!token.Value.StartsWith('<'))
            {
                var words = string.Join(
                    ' ',
                    System.Net.WebUtility.HtmlDecode(token.Value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                );
                if (words.Length > 0)
                    normal.AppendLine(words);
                continue;
            }

            var attributes = Attributes()
                .Matches(token.Value[1..^1])
                .Select(m => m.Value.Trim())
                .Skip(1)
                .Select(a =>
                    string.Join(' ', System.Net.WebUtility.HtmlDecode(a).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                )
                .Order(StringComparer.Ordinal);
            normal
                .Append('<')
                .Append(token.Value[1..].Split(' ', '>', '/')[token.Value.StartsWith("</", StringComparison.Ordinal) ? 1 : 0])
                .Append(token.Value.StartsWith("</", StringComparison.Ordinal) ? " end" : "")
                .Append(' ')
                .AppendJoin(' ', attributes)
                .AppendLine(">");
        }

        return normal.ToString();
    }

    static bool Only(JsonElement context, params string[] known) => context.EnumerateObject().All(p => known.Contains(p.Name));

    static string? Text(JsonElement context, string name) =>
        context.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    static string? Inner(JsonElement context, string name, string inner) =>
        !context.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Object ? Text(value, inner)
        : inner == "text" && value.ValueKind == JsonValueKind.String ? value.GetString()
        : null;

    static bool Flag(JsonElement context, string name) =>
        context.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    static int? Number(JsonElement context, string name) => int.TryParse(Text(context, name), out var number) ? number : null;

    static string Legend(JsonElement context) => Inner(context.GetProperty("fieldset"), "legend", "text")!;

    static string? LegendSize(JsonElement context) => Inner(context.GetProperty("fieldset"), "legend", "size");

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ReferralHub.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    sealed record Made(TagHelper Helper, string? Content, List<RadioTagHelper.Made>? Radios = null);

    [GeneratedRegex("<[^>]+>|[^<]+")]
    private static partial Regex Tokens();

    [GeneratedRegex("""[^\s="]+(="[^"]*")?""")]
    private static partial Regex Attributes();
}
