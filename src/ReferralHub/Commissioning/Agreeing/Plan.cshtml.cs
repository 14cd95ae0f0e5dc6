using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Register;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Users;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>
/// How the budget of a practice was set, step by step, who agreed to it, and whether the practice understands it. Those of its parties act
/// here.
/// </summary>
[ForUsers(CallerRole.Practice, CallerRole.Commissioner, CallerRole.Lead)]
public sealed class PlanModel(
    ReadPlans plans,
    RecordPlanAct record,
    PracticeRegister practices,
    CurrentScope callerScope,
    CurrentUser current,
    TimeProvider time
) : PageModel
{
    const string YearUnreadable = "There is no such year. A year is written as the one in which it begins: 2026 for 2026/27.";
    const string PenceUnreadable =
        "The figure that was sent cannot be read. Read the budget on this page again, then press its button. Nothing was recorded.";
    const string FormUnreadable = "What was sent cannot be read. Fill in the form on this page again. Nothing was recorded.";

    /// <summary>The line that is shown, as set/holder; the first that pays for the practice when absent.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Line { get; set; }

    /// <summary>Calendar year in which the financial year begins; the one that runs when absent.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    /// <summary>The figure that was read, so that nobody agrees to one that they have not seen.</summary>
    [BindProperty]
    public long? Pence { get; set; }

    [BindProperty]
    public string? Understood { get; set; }

    [BindProperty]
    public string? Question { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    public string Ods { get; private set; } = "";

    public string Name { get; private set; } = "";

    public IReadOnlyList<PlanLine> Lines { get; private set; } = [];

    /// <summary>What each of the lines pays for, in their order; with its first year where the plan does not run today.</summary>
    public IReadOnlyList<string> LineNames { get; private set; } = [];

    /// <summary>Null when no plan pays for the practice.</summary>
    public PlanView? View { get; private set; }

    public Chart? Chart { get; private set; }

    /// <summary>The parties of the line for which the user speaks.</summary>
    public IReadOnlyList<string> Own { get; private set; } = [];

    /// <summary>The question to which an answer was refused.</summary>
    public Guid? Refused { get; private set; }

    public DateOnly Today => WorkingDays.LocalDate(time.UtcNow());

    public string Headline => View is null ? "No plan pays for this practice." : PlanWords.DescribeBriefly(View, Today);

    bool CanSign => View is { } view && Own.Count > 0 && view.Standing.State != PlanState.Agreed && !PlanYear.IsOwn(view.Set, view.Holder);

    /// <summary>A party that has not put it forward itself agrees; where nobody has, anybody may.</summary>
    public bool CanAgree => CanSign && View!.Standing.Proposals.Any(p => !Own.Contains(p.By));

    public bool CanPropose => CanSign && View!.Standing.Proposals.Count == 0;

    /// <summary>Whether the user's own party has put it forward, and now waits for another.</summary>
    public bool WaitsForOther => CanSign && View!.Standing.Proposals.Count > 0 && !CanAgree;

    /// <summary>The parties of the line for which the user speaks, by name.</summary>
    public string OwnNames => string.Join(" or ", Own.Select(o => View!.FindName(o)));

    public bool CanUnderstand => View is { } view && Own.Contains(view.Holder) && !PlanYear.IsOwn(view.Set, view.Holder);

    public bool CanAnswer => View is { } view && Own.Any(o => PlanParties.IsGiver(view.Set, o));

    public string FindAddress(string line, int? year) =>
        QueryHelpers.AddQueryString(
            $"/commissioning/practices/{Ods}/plan",
            new Dictionary<string, string?>
            {
                ["line"] = line,
                ["year"] = year?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            }
        );

    public async Task<IActionResult> OnGetAsync(string ods, CancellationToken cancellationToken)
    {
        var isReadable = ModelState.IsValid;
        if (!await LoadAsync(ods, cancellationToken))
            return NotFound();
        if (!isReadable)
            return Refuse("years", YearUnreadable);
        if (Chart is not null && ChartDownload.Find(Request, Chart) is { } file)
            return file;
        return Page();
    }

    public Task<IActionResult> OnPostProposeAsync(string ods, CancellationToken cancellationToken) =>
        ActAsync(ods, PlanActKind.Proposed, null, "Put forward. Another party must agree now.", cancellationToken);

    public Task<IActionResult> OnPostAgreeAsync(string ods, CancellationToken cancellationToken) =>
        ActAsync(ods, PlanActKind.Agreed, null, "Agreed. It counts from now on.", cancellationToken);

    public Task<IActionResult> OnPostUnderstoodAsync(string ods, CancellationToken cancellationToken) =>
        ActAsync(ods, PlanActKind.Understood, null, "Recorded. Thank you.", cancellationToken);

    public Task<IActionResult> OnPostAnswerAsync(string ods, Guid about, CancellationToken cancellationToken) =>
        ActAsync(ods, PlanActKind.Answered, about, "Answered.", cancellationToken);

    async Task<IActionResult> ActAsync(string ods, PlanActKind kind, Guid? about, string said, CancellationToken cancellationToken)
    {
        // A value that cannot be read is null afterwards, and would pass for one that was not sent.
        var unreadable = ModelState.Where(m => m.Value?.Errors.Count > 0).Select(m => m.Key).ToList();
        if (!await LoadAsync(ods, cancellationToken) || View is not { } view)
            return NotFound();
        if (unreadable.Count > 0)
            return unreadable.Contains(nameof(Year), StringComparer.OrdinalIgnoreCase) ? Refuse("years", YearUnreadable)
                : unreadable.Contains(nameof(Pence), StringComparer.OrdinalIgnoreCase) ? Refuse("years", PenceUnreadable)
                : Refuse("years", FormUnreadable);
        var user = current.Required;
        var request = new PlanActRequest(kind, view.Set.Id, view.Holder, [user.Organisation], user.Name, user.Role)
        {
            Year = view.Line.YearStarting,
            Pence = Pence,
            Understood = Understood,
            Text = kind == PlanActKind.Answered ? Answer : Question,
            About = about,
        };
        // A centre that only looks on is no party, whatever it sends.
        var problem = Own.Count == 0 ? PlanProblems.NoSuchLine : await record.RecordAsync(request, cancellationToken);
        if (problem is null)
        {
            TempData["Said"] = said;
            return Redirect(FindAddress(view.Line.Line, view.Line.YearStarting));
        }

        Refused = about;
        return await ShowAgainAsync(ods, kind, about, problem, cancellationToken);
    }

    /// <summary>The page with why what was sent cannot be read; nothing is recorded.</summary>
    PageResult Refuse(string element, string words)
    {
        ModelState.Clear();
        ModelState.AddModelError(element, words);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>The page with what was typed, and why it was not taken.</summary>
    async Task<IActionResult> ShowAgainAsync(
        string ods,
        PlanActKind kind,
        Guid? about,
        Problem problem,
        CancellationToken cancellationToken
    )
    {
        await LoadAsync(ods, cancellationToken);
        ModelState.Clear();
        ModelState.AddModelError(
            kind switch
            {
                PlanActKind.Understood => problem.Expression == "question" ? "question" : "understood",
                PlanActKind.Answered => $"answer-{about}",
                _ => "sign",
            },
            problem.Text
        );
        Response.StatusCode = problem.Status;
        return Page();
    }

    async Task<bool> LoadAsync(string ods, CancellationToken cancellationToken)
    {
        Ods = ods.ToUpperInvariant();
        var scope = callerScope.Read();
        if (!scope.IsAll && !scope.Practices.Contains(Ods, StringComparer.OrdinalIgnoreCase))
            return false;
        Lines = await plans.ListAsync(Ods, cancellationToken);
        if (Lines.Count == 0 && !practices.Knows(Ods))
            return false;
        Name = practices.FindName(Ods);
        if (Lines.Count == 0)
            return Line is null;
        var line = Line is null ? Lines.FirstOrDefault(l => l.Holder == Ods) ?? Lines[0] : Lines.FirstOrDefault(l => l.Id == Line);
        View = line is null ? null : await plans.ReadAsync(line, Year, cancellationToken);
        if (View is null)
            return false;
        LineNames = await NameLinesAsync(cancellationToken);
        Chart = PlanWaterfall.Draw(View);
        var user = current.Required;
        Own = user.Kind == CallerRole.Lead ? [] : await plans.FindPartiesAsync(line!, [user.Organisation], cancellationToken);
        return true;
    }

    async Task<IReadOnlyList<string>> NameLinesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var line in Lines)
        {
            var care = await plans.DescribeCareAsync(line, cancellationToken);
            names.Add(line.Set.Period.Covers(Today) ? care : $"{care} ({FinancialYear.FromDate(line.Set.Period.From)})");
        }

        return names;
    }
}
