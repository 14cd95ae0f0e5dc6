using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ReferralHub.Review.Pages;

/// <summary>The worklist of clinical review.</summary>
public sealed class WorklistModel(ReviewQueue queue) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Specialty { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Find { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public QueuePage Queue { get; private set; } = new([], null, 0);

    public IReadOnlyList<(string? Specialty, int Count)> Counts { get; private set; } = [];

    public bool IsFiltered => !string.IsNullOrEmpty(Specialty) || !string.IsNullOrEmpty(Find);

    public string NextUrl => "/review" + new QueryString().Add("specialty", Specialty ?? "").Add("find", Find ?? "").Add("cursor", Queue.Next ?? "");

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Queue = await queue.PageAsync(new(Specialty, Find, Cursor), cancellationToken);
        Counts = await queue.CountsAsync(cancellationToken);
    }
}
