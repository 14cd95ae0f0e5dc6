using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ReferralHub.Tests.Platform;
using ReferralHub.Web.Charts;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web.Charts;

/// <summary>What every picture keeps to, whatever it is of: read as XML and measured.</summary>
public sealed partial class ChartPictureTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => [.. ChartSamples.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Picture_Any_HasTitleDescriptionAndHiddenMarks(string name)
    {
        var chart = Find(name);
        foreach (var picture in Pictures(chart))
        {
            picture.Attribute("role")!.Value.ShouldBe("img");
            picture.Attribute("width").ShouldBeNull();
            picture.Attribute("viewBox")!.Value.ShouldMatch(@"^0 0 (880|360) [0-9.]+$");
            var (title, description) = (picture.Element(Svg + "title")!, picture.Element(Svg + "desc")!);
            picture.Attribute("aria-labelledby")!.Value.ShouldBe(title.Attribute("id")!.Value);
            picture.Attribute("aria-describedby")!.Value.ShouldBe(description.Attribute("id")!.Value);
            title.Value.ShouldNotBeNullOrWhiteSpace();
            description.Value.ShouldStartWith(chart.Headline);
            picture
                .Elements()
                .Except([title, description])
                .Where(e => e.Name.LocalName != "defs")
                .ShouldAllBe(e => e.Attribute("aria-hidden")!.Value == "true");
        }
    }

    [Fact]
    public void Picture_OfEveryKind_IsForWideAndForNarrow()
    {
        foreach (var (name, chart) in ChartSamples.Usual.Where(c => c.Name != "map"))
            Pictures(chart)
                .Select(p => p.Attribute("class")!.Value)
                .ShouldBe(["chart-picture chart-wide", "chart-picture chart-narrow"], name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Markup_Any_HasNoScriptStyleOrBrokenNumber(string name)
    {
        var chart = Find(name);
        var elements = Read(chart).DescendantsAndSelf().ToList();
        elements.ShouldAllBe(e => e.Name.LocalName != "script" && e.Name.LocalName != "style");
        var attributes = elements.Attributes().ToList();
        attributes.ShouldAllBe(a => a.Name.LocalName != "style" && !a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        attributes.Where(a => Places.Contains(a.Name.LocalName)).ShouldAllBe(a => Number().IsMatch(a.Value));
        attributes.Where(a => a.Name.LocalName == "d").ShouldAllBe(a => PathData().IsMatch(a.Value));
        (chart.Figure + chart.Table + chart.Headline).ShouldNotContain("NaN");
        attributes.Where(a => a.Name.LocalName == "id").Select(a => a.Value).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Marks_Any_StayInTheFrame(string name)
    {
        foreach (var picture in Pictures(Find(name)))
        {
            var size = picture.Attribute("viewBox")!.Value.Split(' ').Select(Parse).ToList();
            foreach (var mark in picture.Elements(Svg + "g").Descendants())
            foreach (var (x, y) in Corners(mark))
            {
                x.ShouldBeInRange(-1, size[2] + 1, mark.ToString());
                y.ShouldBeInRange(-1, size[3] + 1, mark.ToString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Words_Any_StayInTheFrameAndDoNotOverlap(string name)
    {
        foreach (var picture in Pictures(Find(name)))
        {
            var width = Parse(picture.Attribute("viewBox")!.Value.Split(' ')[2]);
            var boxes = picture.Descendants(Svg + "text").Select(t => (Text: t.Value, Box: Measure(t, width))).ToList();
            foreach (var (text, box) in boxes)
            {
                box.Left.ShouldBeGreaterThanOrEqualTo(-1, text);
                box.Right.ShouldBeLessThanOrEqualTo(width + 1, text);
            }

            // Long charts have many words; only near ones can meet.
            for (var i = 0; i < boxes.Count; i++)
                foreach (var other in boxes.Skip(i + 1).Take(60))
                    Meet(boxes[i].Box, other.Box)
                        .ShouldBeFalse($"{picture.Attribute("class")!.Value}: “{boxes[i].Text}” and “{other.Text}”");
        }
    }

    [Fact]
    public void Names_WithMarkup_AreEncoded()
    {
        foreach (var (name, chart) in ChartSamples.Hostile)
        {
            (chart.Figure + chart.Table).ShouldNotContain("<script", Case.Insensitive, name);
            (chart.Figure + chart.Table + chart.Headline).IndexOfAny(['\u202E', '\0', '\uD800']).ShouldBe(-1, name);
        }

        Find("map of forty holders").Table.ShouldContain("&lt;script&gt;");
    }

    [Fact]
    public void Classes_Used_AreInTheStyleSheet()
    {
        var sheet = File.ReadAllText(
            Path.Combine(ModuleBoundaryTests.Root(), "src", "ReferralHub.Server", "wwwroot", "assets", "charts.css")
        );
        var known = ClassName().Matches(sheet).Select(m => m.Groups[1].Value).ToHashSet();
        var used = ChartSamples
            .All.SelectMany(c => Read(c.Chart).DescendantsAndSelf())
            .SelectMany(e => e.Attribute("class")?.Value.Split(' ') ?? [])
            .Where(c => c.StartsWith("chart-", StringComparison.Ordinal));
        used.Except(known).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Table_Any_HasCaptionAndHeads(string name)
    {
        foreach (var table in Read(Find(name)).Descendants("table"))
        {
            table.Element("caption")!.Value.ShouldNotBeNullOrWhiteSpace();
            var heads = table.Element("thead")!.Descendants("th").ToList();
            heads.ShouldAllBe(h => h.Attribute("scope")!.Value == "col");
            foreach (var row in table.Element("tbody")!.Elements("tr").Where(r => r.Element("td")?.Attribute("colspan") is null))
            {
                row.Elements().First().Name.LocalName.ShouldBe("th");
                row.Elements().First().Attribute("scope")!.Value.ShouldBe("row");
                row.Elements().Count().ShouldBe(heads.Count);
                row.Elements().ShouldAllBe(c => c.Value.Length > 0);
            }
        }
    }

    static readonly HashSet<string> Places = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"];

    static Chart Find(string name) => ChartSamples.All.First(c => c.Name == name).Chart;

    static XElement Read(Chart chart) => XElement.Parse($"<figure>{chart.Figure}{chart.Table}</figure>");

    static IEnumerable<XElement> Pictures(Chart chart) => Read(chart).Elements(Svg + "svg");

    static decimal Parse(string number) => decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    static IEnumerable<(decimal X, decimal Y)> Corners(XElement mark)
    {
        decimal At(string attribute) => Parse(mark.Attribute(attribute)!.Value);
        return mark.Name.LocalName switch
        {
            "line" => [(At("x1"), At("y1")), (At("x2"), At("y2"))],
            "rect" => [(At("x"), At("y")), (At("x") + At("width"), At("y") + At("height"))],
            "circle" => [(At("cx") - At("r"), At("cy") - At("r")), (At("cx") + At("r"), At("cy") + At("r"))],
            "text" => [(At("x"), At("y"))],
            "path" => Pair().Matches(mark.Attribute("d")!.Value).Select(m => (Parse(m.Groups[1].Value), Parse(m.Groups[2].Value))),
            _ => [],
        };
    }

    static (decimal Left, decimal Right, decimal Top, decimal Bottom) Measure(XElement text, decimal frameWidth)
    {
        var looks = text.Attribute("class")!.Value.Split(' ');
        decimal size =
            looks.Contains("chart-cell") ? 13
            : looks.Contains("chart-small") ? 14
            : frameWidth > 400 ? 16
            : 15;
        var (x, y) = (Parse(text.Attribute("x")!.Value), Parse(text.Attribute("y")!.Value));
        var width = ChartText.Measure(text.Value, size);
        var left =
            looks.Contains("chart-start") ? x
            : looks.Contains("chart-middle") ? x - (width / 2)
            : x - width;
        return (left, left + width, y - (size * 0.75m), y + (size * 0.2m));
    }

    static bool Meet(
        (decimal Left, decimal Right, decimal Top, decimal Bottom) one,
        (decimal Left, decimal Right, decimal Top, decimal Bottom) other
    ) => one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom;

    [GeneratedRegex(@"^-?\d+(\.\d)?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[MLHVZ 0-9.-]+$")]
    private static partial Regex PathData();

    [GeneratedRegex(@"(-?[\d.]+) (-?[\d.]+)")]
    private static partial Regex Pair();

    [GeneratedRegex(@"\.(chart[\w-]*)")]
    private static partial Regex ClassName();
}
