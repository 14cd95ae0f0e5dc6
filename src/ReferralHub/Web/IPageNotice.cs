using Microsoft.AspNetCore.Http;

namespace ReferralHub.Web;

/// <summary>What stands at the top of every page of a person for as long as it is so.</summary>
public interface IPageNotice
{
    /// <summary>One sentence each, with an address to go to or none; none when there is nothing to say.</summary>
    Task<IReadOnlyList<(string Text, string? Url)>> ListAsync(HttpContext http, CancellationToken cancellationToken);
}
