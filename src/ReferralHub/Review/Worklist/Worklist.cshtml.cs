using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Decide;
using ReferralHub.Review.Session;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Worklist;

/// <summary>
/// The worklist of clinical review. Everything that is chosen stands in the address, so that it can be shared; nothing is
/// remembered.
/// </summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class WorklistModel(ListQueue list, ReadSession session, DecidedBanners banners, CurrentUser current, TimeProvider time)
    : PageModel
{
    readonly DateTime shown = time.UtcNow();

    [BindProperty(SupportsGet = true)]
    public string? First { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Specialty { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Priority { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Time { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Flag { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Practice { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Find { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public QueuePage Queue { get; private set; } = new([], null, 0);

    public WorklistChoices Choices { get; private set; } = new(QueueCounts.None);

    public FoundElsewhere Elsewhere { get; private set; } = FoundElsewhere.Nothing;

    public SessionProgress? Progress { get; private set; }

    public DecidedBanner? Banner { get; private set; }

    public WorklistQuery Query => new(Show, Specialty, Priority, Time, Flag, Practice, Find, Sort, First);

    /// <summary>What is chosen, each with the address of the list without it.</summary>
    public IEnumerable<(string Words, string Without)> Selected
    {
        get
        {
            var (query, filter) = (Query, Query.ToFilter());
            if (filter.IsFirstOnly)
                yield return ("Read first", (query with { First = "" }).ToAddress());
            if (Show is WorklistQuery.ShowMine or WorklistQuery.ShowAll)
                yield return (Show == WorklistQuery.ShowMine ? "Only mine" : "Everybody's", (query with { Show = "" }).ToAddress());
            if (!string.IsNullOrEmpty(Specialty))
                yield return (WorklistChoices.DescribeSpecialty(Specialty), (query with { Specialty = "" }).ToAddress());
            if (filter.Priority is { } priority)
                yield return (priority.ToWords(), (query with { Priority = "" }).ToAddress());
            if (filter.Band is { } band)
                yield return (band.ToWords(), (query with { Time = "" }).ToAddress());
            if (!string.IsNullOrEmpty(Flag))
                yield return (Flags.Describe(Flag), (query with { Flag = "" }).ToAddress());
            if (!string.IsNullOrEmpty(Practice))
                yield return ($"Practice {Practice}", (query with { Practice = "" }).ToAddress());
            if (!string.IsNullOrEmpty(Find))
                yield return ($"“{Find}”", (query with { Find = "" }).ToAddress());
        }
    }

    /// <summary>Address of the list with only what is read before all others.</summary>
    public string FirstUrl => new WorklistQuery(Show, First: WorklistQuery.FirstOnly).ToAddress();

    public string? NextUrl => Queue.Next is { } next ? Query.ToAddress(next) : null;

    public string SortUrl => (Query with { Sort = Query.IsReversed ? "" : WorklistQuery.SortMostTimeFirst }).ToAddress();

    /// <summary>Where the page's script asks how many came in since the list was shown.</summary>
    public string ArrivalsUrl
    {
        get
        {
            var address = Query.ToAddress();
            return address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"handler=arrivals&since={shown.Ticks}";
        }
    }

    public async Task OnGetAsync(
        [FromServices] CountQueue count,
        [FromServices] FindElsewhere elsewhere,
        CancellationToken cancellationToken
    )
    {
        var reader = current.Required;
        Queue = await list.ListAsync(Query.ToFilter(Cursor), cancellationToken, reader);
        Choices = new(await count.CountAsync(cancellationToken));
        Progress = await session.ReadAsync(reader.Name, cancellationToken);
        Banner = await banners.ReadAsync(TempData, reader.Name, cancellationToken);
        if (!string.IsNullOrWhiteSpace(Find))
            Elsewhere = await elsewhere.FindAsync(Query.ToFilter(), reader, cancellationToken);
    }

    /// <summary>How many came in since the list was shown, for the page's script.</summary>
    public async Task<IActionResult> OnGetArrivalsAsync(
        long since,
        [FromServices] CountArrivals arrivals,
        CancellationToken cancellationToken
    )
    {
        if (since < 0 || since > DateTime.MaxValue.Ticks)
            return BadRequest();
        var at = new DateTime(since, DateTimeKind.Utc);
        return new JsonResult(new { count = await arrivals.CountAsync(Query.ToFilter(), current.Required, at, cancellationToken) });
    }

    /// <summary>How many fit what is looked for, and where: "33 in all, 1 in review".</summary>
    public string DescribeFound()
    {
        var (here, elsewhere) = (Queue.Count, Elsewhere.Count);
        var more = here >= ListQueue.CountMax || elsewhere >= ListQueue.CountMax ? "At least " : "";
        var listed = here == Elsewhere.InReview ? "" : $", {here:N0} on this list";
        return $"{more}{here + elsewhere:N0} in all, {Elsewhere.InReview:N0} in review{listed}.";
    }

    /// <summary>Takes the best next referral of what is shown.</summary>
    public async Task<IActionResult> OnPostStartAsync([FromServices] GoToNext next, CancellationToken cancellationToken) =>
        Redirect(await next.StartAsync(current.Required, Query, TempData, cancellationToken));
}
