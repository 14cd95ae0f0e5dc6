using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.BurnUps;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web.Charts;

/// <summary>A chart's figures as a person, a spreadsheet and a program take them.</summary>
public sealed class ChartDataTests
{
    static readonly Chart BurnUpChart = BurnUp.Draw(ChartSamples.UsualBurnUp);

    [Fact]
    public void ToCsv_BurnUp_IsPenceMonthByMonth()
    {
        var lines = Encoding.UTF8.GetString(BurnUpChart.ToCsv()).Split("\r\n");
        lines[0]
            .ShouldBe(
                "month,spentPence,committedPence,planPence,asOf,budgetPence,forecastPence,forecastLowPence,forecastHighPence,"
                    + "earlierForecastPence,earlierForecastOn"
            );
        lines[1].ShouldBe("2026-04,8240000,3468000,8333333,2026-08-31,100000000,104302857,98730300,110326840,0,2026-07-31");
        lines[12].ShouldStartWith("2027-03,,");
        lines[13].ShouldBeEmpty();
    }

    [Fact]
    public void ToCsv_WordsLikeAFormula_AreWords()
    {
        var data = new ChartData(
            "c",
            [new("name", "Name"), new("pence", "Amount", true)],
            [
                [ChartValue.FromText("=1+1"), ChartValue.FromCount(-5)],
            ],
            []
        );
        Encoding.UTF8.GetString(data.ToCsv()).ShouldBe("name,pence\r\n\"'=1+1\",-5\r\n");
    }

    [Fact]
    public void ToCsv_NoRows_KeepsTheFacts()
    {
        var data = new ChartData("c", [new("name", "Name")], [], [new("budgetPence", "Budget", ChartValue.FromMoney(new(7)))]);
        Encoding.UTF8.GetString(data.ToCsv()).ShouldBe("name,budgetPence\r\n,7\r\n");
    }

    [Fact]
    public void ToJson_BurnUp_HasHeadlineFactsAndRows()
    {
        using var json = JsonDocument.Parse(BurnUpChart.ToJson());
        json.RootElement.GetProperty("headline").GetString().ShouldBe(BurnUpChart.Headline);
        json.RootElement.GetProperty("budgetPence").GetInt64().ShouldBe(100_000_000);
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        rows.Count.ShouldBe(12);
        rows[4].GetProperty("month").GetString().ShouldBe("2026-08");
        rows[4].GetProperty("spentPence").GetInt64().ShouldBe(41_200_000);
        rows[11].GetProperty("spentPence").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Data_OfEveryChart_IsOneTableInEveryForm()
    {
        foreach (var (name, chart) in ChartSamples.All)
        {
            chart.Data.Rows.ShouldAllBe(r => r.Count == chart.Data.Columns.Count, name);
            using var json = JsonDocument.Parse(chart.ToJson());
            json.RootElement.GetProperty("rows").GetArrayLength().ShouldBe(chart.Data.Rows.Count, name);
            var header = Encoding.UTF8.GetString(chart.ToCsv()).Split("\r\n")[0].Split(',');
            header.ShouldBeUnique(name);
            header.Length.ShouldBe(chart.Data.Columns.Count + chart.Data.Facts.Count, name);
        }
    }

    [Theory]
    [InlineData("?chart=burn-up&format=csv", "text/html", "text/csv; charset=utf-8")]
    [InlineData("?chart=burn-up&format=json", "text/html", "application/json; charset=utf-8")]
    [InlineData("", "text/csv", "text/csv; charset=utf-8")]
    [InlineData("", "application/json", "application/json; charset=utf-8")]
    [InlineData("", "text/html,application/xhtml+xml,*/*;q=0.8", null)]
    [InlineData("", "text/html, application/json;q=0.5", null)]
    [InlineData("", "*/*", null)]
    [InlineData("?chart=burn-up", "text/html", null)]
    public void Download_AskedFor_IsTheDataAndOtherwiseThePage(string query, string accept, string? contentType)
    {
        var request = Request(query, accept);
        (ChartDownload.Find(request, BurnUpChart) as FileContentResult)?.ContentType.ShouldBe(contentType);
        (ChartDownload.Find(request, BurnUpChart) is null).ShouldBe(contentType is null);
        request.HttpContext.Response.Headers.Vary.ToString().ShouldContain("Accept");
    }

    [Fact]
    public void Download_OfAChartThatThePageHasNot_IsNotFound() =>
        ChartDownload.Find(Request("?chart=other&format=csv", "text/html"), BurnUpChart).ShouldBeOfType<NotFoundResult>();

    [Fact]
    public async Task Tag_Written_HasHeadlineFigureTableAndLinks()
    {
        var request = Request("?year=2026&format=csv&chart=x", "text/html");
        var html = await RenderAsync(
            new()
            {
                Model = BurnUpChart,
                ViewContext = new() { HttpContext = request.HttpContext },
            }
        );

        html.ShouldStartWith("<figure class=\"chart\" id=\"burn-up\" aria-labelledby=\"burn-up-headline\"><figcaption>");
        html.ShouldContain("<details class=\"nhsuk-details chart-data\"><summary");
        html.ShouldContain("<table class=\"chart-table\"><caption>");
        html.ShouldContain("href=\"/commissioning/practices/L81008?year=2026&amp;chart=burn-up&amp;format=csv\"");
        html.ShouldContain("href=\"/commissioning/practices/L81008?year=2026&amp;chart=burn-up&amp;format=json\"");
        System.Net.WebUtility.HtmlDecode(html).ShouldContain(BurnUpChart.Headline);
        ChartStyles.AreAskedFor(request.HttpContext).ShouldBeTrue();
    }

    [Fact]
    public async Task Tag_Open_ShowsTheTable() =>
        (await RenderAsync(new() { Model = BurnUpChart, Open = true })).ShouldContain("<details class=\"nhsuk-details chart-data\" open>");

    static HttpRequest Request(string query, string accept)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/commissioning/practices/L81008";
        context.Request.QueryString = new(query);
        context.Request.Headers.Accept = accept;
        return context.Request;
    }

    static async Task<string> RenderAsync(ChartTagHelper tag)
    {
        var output = new TagHelperOutput("chart", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        await tag.ProcessAsync(new([], new Dictionary<object, object>(), "test"), output);
        var text = new StringWriter();
        output.WriteTo(text, System.Text.Encodings.Web.HtmlEncoder.Default);
        return text.ToString();
    }
}
