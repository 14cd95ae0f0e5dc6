using Microsoft.AspNetCore.Http;

namespace ReferralHub.Web.Charts;

/// <summary>
/// Whether a page has a chart and needs charts.css. A page is written before its layout, so its charts can say so; no page can forget it,
/// and the others do not load it.
/// </summary>
static class ChartStyles
{
    static readonly object Key = new();

    public static void Ask(HttpContext context) => context.Items[Key] = true;

    public static bool AreAskedFor(HttpContext context) => context.Items.ContainsKey(Key);
}
