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
            if (FixtureHelpers.CreateHelper(component, fixture.GetProperty("context")) is not { } made)
                continue;
            Normalise(await RenderAsync(made))
                .ShouldBe(Normalise(fixture.GetProperty("html").GetString()!), $"{component}: {fixture.GetProperty("name").GetString()}");
            compared++;
        }

        output.WriteLine($"{component}: {compared} of {fixtures.RootElement.GetProperty("fixtures").GetArrayLength()} fixtures compared");
        compared.ShouldBeGreaterThanOrEqualTo(atLeast);
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

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ReferralHub.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("<[^>]+>|[^<]+")]
    private static partial Regex Tokens();

    [GeneratedRegex("""[^\s="]+(="[^"]*")?""")]
    private static partial Regex Attributes();
}
