using System.Text.Json;

namespace ReferralHub.Tests.Web;

/// <summary>Reads the context of one of the package's fixtures, and says whether our pages use what it uses.</summary>
static class FixtureValues
{
    public static bool Field(JsonElement context, params string[] more) =>
        Only(context, ["id", "name", "label", "hint", "errorMessage", .. more])
        && context.TryGetProperty("id", out _)
        && context.TryGetProperty("label", out var label)
        && Caption(label)
        && Words(context);

    public static bool Fieldset(JsonElement context, params string[] more) =>
        Only(context, ["fieldset", .. more])
        && context.TryGetProperty("fieldset", out var fieldset)
        && fieldset.ValueKind == JsonValueKind.Object
        && Only(fieldset, "legend")
        && Caption(fieldset.GetProperty("legend"))
        && Words(context);

    /// <summary>A label or legend that is no heading at the same time, which ours are not.</summary>
    public static bool Caption(JsonElement caption) =>
        caption.ValueKind == JsonValueKind.String || (caption.ValueKind == JsonValueKind.Object && Only(caption, "text", "size"));

    public static bool Words(JsonElement context) =>
        new[] { "hint", "errorMessage" }.All(p =>
            !context.TryGetProperty(p, out var inner)
            || inner.ValueKind == JsonValueKind.String
            || (inner.ValueKind == JsonValueKind.Object && Only(inner, "text"))
        );

    public static bool Only(JsonElement context, params string[] known) => context.EnumerateObject().All(p => known.Contains(p.Name));

    public static string? Text(JsonElement context, string name) =>
        context.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    public static string? Inner(JsonElement context, string name, string inner) =>
        !context.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Object ? Text(value, inner)
        : inner == "text" && value.ValueKind == JsonValueKind.String ? value.GetString()
        : null;

    public static bool Flag(JsonElement context, string name) =>
        context.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static int? Number(JsonElement context, string name) => int.TryParse(Text(context, name), out var number) ? number : null;
}
