using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity;

/// <summary>Which routes a process has and who may call each. A hub with a route that says nothing of it does not start.</summary>
public static class AllowanceCheck
{
    /// <summary>Every route, its methods (all when none is named) and its allowance; null for one that has none.</summary>
    /// <param name="routes">The process as it was put together; what is mapped on it is known before it starts.</param>
    public static async Task<IReadOnlyList<(RouteEndpoint Route, Allowance? Allowance)>> ListAsync(IEndpointRouteBuilder routes)
    {
        var pages = routes.ServiceProvider.GetService<PageLoader>();
        var found = new List<(RouteEndpoint, Allowance?)>();
        foreach (var route in routes.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            var metadata = route.Metadata;
            // What a page's class says is known once the page is loaded.
            if (metadata.GetMetadata<PageActionDescriptor>() is { } page && pages is not null)
                metadata = (await pages.LoadAsync(page, metadata)).Endpoint?.Metadata ?? metadata;
            found.Add((route, metadata.GetMetadata<IHasAllowance>()?.Allowance));
        }

        return found;
    }

    /// <summary>Routes without an allowance, e.g. <c>/operations</c>; empty when all is well.</summary>
    public static async Task<IReadOnlyList<string>> FindFaultsAsync(IEndpointRouteBuilder routes) =>
        [.. (await ListAsync(routes)).Where(r => r.Allowance is null).Select(r => r.Route.RoutePattern.RawText ?? "/").Distinct()];
}
