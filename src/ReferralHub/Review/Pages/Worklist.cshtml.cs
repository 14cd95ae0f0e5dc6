using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Pages;

/// <summary>The worklist of clinical review. Everything that is chosen stands in the address, so that it can be shared; nothing is remembered.</summary>
[ForUsers(UserKind.Reviewer, UserKind.Lead)]
public sealed class WorklistModel(ReviewQueue queue, ReviewDesk desk, DecidedBanners banners, CurrentUser current, TimeProvider time)
    : PageModel
{
    static readonly string[] FlagsShown =
    [
        Flags.PossibleDuplicate,
        Flags.Appealed,
        Flags.ProviderDeclined,
        Flags.AttachmentMissing,
        Flags.NhsNumberMissing,
        Flags.NhsNumberInvalid,
        Flags.PatientDeceased,
        Flags.OldReferral,
        Flags.ProfileMissed,
    ];

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

    public QueueCounts Counts { get; private set; } = new([], new Dictionary<TimeBand, int>(), new Dictionary<Priority, int>());

    public IReadOnlyList<(string Reference, Stage Stage)> Elsewhere { get; private set; } = [];

    public SessionProgress? Progress { get; private set; }

    public DecidedBanner? Banner { get; private set; }

    public DateTime Now { get; } = time.UtcNow();

    public HubUser Reader => current.Required;

    public bool IsReversed => Sort == "-due";

    public QueueFilter Filter =>
        new(
            Specialty,
            Find,
            Cursor,
            Show switch
            {
                "mine" => QueueShow.Mine,
                "all" => QueueShow.All,
                _ => QueueShow.Open,
            },
            Priorities.TryParse(Priority, out var priority) ? priority : null,
            Enum.TryParse<TimeBand>(Time, true, out var band) ? band : null,
            Flag,
            Practice,
            IsReversed
        );

    /// <summary>What is chosen, each with the address of the list without it.</summary>
    public IEnumerable<(string Words, string Without)> Selected
    {
        get
        {
            if (Show is "mine" or "all")
                yield return (Show == "mine" ? "Only mine" : "Everybody's", Address(show: ""));
            if (!string.IsNullOrEmpty(Specialty))
                yield return (Specialty == "none" ? "Specialty not stated" : TreatmentFunction.FindName(Specialty), Address(specialty: ""));
            if (Filter.Priority is { } p)
                yield return (p.ToWords(), Address(priority: ""));
            if (Filter.Band is { } b)
                yield return (BandWords(b), Address(time: ""));
            if (!string.IsNullOrEmpty(Flag))
                yield return (Flags.Describe(Flag), Address(flag: ""));
            if (!string.IsNullOrEmpty(Practice))
                yield return ($"Practice {Practice}", Address(practice: ""));
            if (!string.IsNullOrEmpty(Find))
                yield return ($"“{Find}”", Address(find: ""));
        }
    }

    public string? NextUrl => Queue.Next is { } next ? Address(cursor: next) : null;

    public string SortUrl => Address(sort: IsReversed ? "" : "-due");

    public string ArrivalsUrl =>
        Address() + (Address().Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"handler=arrivals&since={Now.Ticks}";

    public IEnumerable<(string Value, string Words)> SpecialtyItems =>
        Counts
            .Specialties.Select(c =>
                (c.Specialty ?? "none", $"{(c.Specialty is null ? "Not stated" : TreatmentFunction.FindName(c.Specialty))} ({c.Count:N0})")
            )
            .Prepend(("", "All"));

    public IEnumerable<(string Value, string Words)> PriorityItems =>
        Enum.GetValues<Priority>()
            .Reverse()
            .Select(p => (p.ToCode(), $"{p.ToWords()} ({Counts.Priorities.GetValueOrDefault(p):N0})"))
            .Prepend(("", "All"));

    public IEnumerable<(string Value, string Words)> TimeItems =>
        Enum.GetValues<TimeBand>()
            .Select(b => (b.ToString().ToLowerInvariant(), $"{BandWords(b)} ({Counts.Bands.GetValueOrDefault(b):N0})"))
            .Prepend(("", "All"));

    public static IEnumerable<(string Value, string Words)> ShowItems =>
        [("", "Mine and unclaimed"), ("mine", "Only mine"), ("all", "Everybody's")];

    public static IEnumerable<(string Value, string Words)> FlagItems =>
        FlagsShown.Select(f => (f, Flags.Describe(f))).Prepend(("", "All"));

    public static string BandWords(TimeBand band) =>
        band switch
        {
            TimeBand.Overdue => "Overdue",
            TimeBand.Today => "Due today",
            TimeBand.Soon => "Due within 2 working days",
            _ => "Later",
        };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Queue = await queue.PageAsync(Filter, cancellationToken, Reader);
        Counts = await queue.CountsAsync(cancellationToken);
        Progress = await desk.ProgressAsync(Reader.Name, cancellationToken);
        Banner = await banners.ReadAsync(TempData, Reader.Name, cancellationToken);
        if (Queue.Items.Count == 0 && !string.IsNullOrWhiteSpace(Find))
            Elsewhere = await queue.FindElsewhereAsync(Find, cancellationToken);
    }

    /// <summary>How many came in since the list was shown, for the page's script.</summary>
    public async Task<IActionResult> OnGetArrivalsAsync(long since, CancellationToken cancellationToken)
    {
        if (since < 0 || since > DateTime.MaxValue.Ticks)
            return BadRequest();
        return new JsonResult(
            new { count = await queue.ArrivedAsync(Filter with { Cursor = null }, Reader, new(since, DateTimeKind.Utc), cancellationToken) }
        );
    }

    /// <summary>Takes the best next referral of what is shown.</summary>
    public async Task<IActionResult> OnPostStartAsync(CancellationToken cancellationToken)
    {
        var session = await desk.SessionAsync(Reader.Name, cancellationToken);
        var next = await desk.NextAsync(Reader, Filter with { Cursor = null, IsReversed = false }, session, cancellationToken);
        TempData["Among"] = Address();
        return Redirect(next is null ? "/review/session?none=true" : $"/review/{next}");
    }

    string Address(
        string? show = null,
        string? specialty = null,
        string? priority = null,
        string? time = null,
        string? flag = null,
        string? practice = null,
        string? find = null,
        string? sort = null,
        string? cursor = null
    )
    {
        var parts = new[]
        {
            ("show", show ?? Show),
            ("specialty", specialty ?? Specialty),
            ("priority", priority ?? Priority),
            ("time", time ?? Time),
            ("flag", flag ?? Flag),
            ("practice", practice ?? Practice),
            ("find", find ?? Find),
            ("sort", sort ?? Sort),
            ("cursor", cursor),
        };
        return "/review"
            + QueryString.Create(
                parts.Where(p => !string.IsNullOrEmpty(p.Item2)).Select(p => new KeyValuePair<string, string?>(p.Item1, p.Item2))
            );
    }
}
