using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ReferralHub.Web.Charts;

/// <summary>
/// The data of a page's charts under the page's own address: <c>?chart=ID&amp;format=csv</c> (or json), or with <c>Accept: text/csv</c> (or
/// application/json), which without an id gives the page's first chart.
/// </summary>
public static class ChartDownload
{
    const string IdKey = "chart";
    const string FormatKey = "format";

    /// <summary>What a page's handler answers instead of the page; null when the page itself was asked for.</summary>
    /// <param name="charts">Those of the page, in its order, for this caller and this query.</param>
    public static IActionResult? Find(HttpRequest request, params IReadOnlyList<Chart> charts)
    {
        request.HttpContext.Response.Headers.Append("Vary", "Accept");
        if (FindFormat(request) is not { } format)
            return null;
        var id = request.Query[IdKey].ToString();
        var chart = id.Length == 0 ? charts.FirstOrDefault() : charts.FirstOrDefault(c => c.Id == id);
        if (chart is null)
            return new NotFoundResult();
        return format == "csv"
            ? new FileContentResult(chart.ToCsv(), "text/csv; charset=utf-8") { FileDownloadName = $"{chart.Id}.csv" }
            : new FileContentResult(chart.ToJson(), "application/json; charset=utf-8");
    }

    /// <summary>The page's address and query with the chart and the format.</summary>
    internal static string FindUrl(HttpRequest request, Chart chart, string format)
    {
        var query = request
            .Query.Where(q => q.Key is not (IdKey or FormatKey))
            .Append(new(IdKey, new StringValues(chart.Id)))
            .Append(new(FormatKey, new StringValues(format)));
        return QueryHelpers.AddQueryString(request.PathBase.Add(request.Path), query);
    }

    /// <summary>A browser asks for HTML among others, and gets the page.</summary>
    static string? FindFormat(HttpRequest request)
    {
        if (request.Query[FormatKey].ToString() is { Length: > 0 } asked)
            return asked is "csv" or "json" ? asked : null;
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) ? null
            : accept.Contains("text/csv", StringComparison.OrdinalIgnoreCase) ? "csv"
            : accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) ? "json"
            : null;
    }
}
