using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Closing;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Users;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>Which months are open, why one cannot be closed yet, its close, and what changed in one since it was closed.</summary>
[ForUsers(CallerRole.Commissioner, CallerRole.Lead)]
public sealed class MonthsModel(
    MonthReadings readings,
    ReadRepriced prices,
    CloseMonth close,
    CurrentScope callerScope,
    CurrentUser current,
    ServiceDirectory directory
) : PageModel
{
    const int BoardMonths = 12;

    /// <summary>Of so many of the newest months postings are looked through.</summary>
    const int OpenMonths = 3;

    /// <summary>The month that the lower part of the page is about, by its first day.</summary>
    public DateOnly Month { get; private set; }

    public Chart? Board { get; private set; }

    /// <summary>Months that have begun and are too long ago for the board.</summary>
    public int Earlier { get; private set; }

    /// <summary>What is known of its close; null while it is open.</summary>
    public ClosedMonth? Closed { get; private set; }

    /// <summary>Why it cannot be closed, as sentences; empty when nothing stands in the way that can be seen at once.</summary>
    public IReadOnlyList<string> Reasons { get; private set; } = [];

    /// <summary>Providers whose report has not come, by ODS code and name: who closes must say that they are missing.</summary>
    public IReadOnlyList<(string Code, string Name)> Waiting { get; private set; } = [];

    /// <summary>Whether the close is others' business, whatever stands in its way.</summary>
    public bool IsOthers { get; private set; }

    /// <summary>Whether nothing stands in the way but those.</summary>
    public bool MayClose { get; private set; }

    /// <summary>As it was closed and as it is now; null while it is open or where nothing was posted to it.</summary>
    public RestatedMonth? Restated { get; private set; }

    /// <summary>It has just been closed, and the book is not there yet.</summary>
    public bool IsBeingWritten { get; private set; }

    public Chart? Restatement { get; private set; }

    /// <summary>What prices published in hindsight have changed, by the month in which the care was chosen.</summary>
    public RepricedTogether Repriced { get; private set; } = RepricedTogether.Nothing;

    /// <summary>Months that can be chosen, the newest first.</summary>
    public IReadOnlyList<DateOnly> Choices { get; private set; } = [];

    /// <summary>How the figures are told to whoever reads the page.</summary>
    public FigureReader Reader { get; private set; } = new(AccessScope.Nothing);

    /// <param name="month">As 2026-05; the month that is closed next when it is left out.</param>
    public async Task<IActionResult> OnGetAsync(string? month, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(month, cancellationToken))
            return NotFound();
        var charts = new[] { Board, Restatement }.OfType<Chart>().ToList();
        return charts.Count > 0 && ChartDownload.Find(Request, charts) is { } file ? file : Page();
    }

    /// <summary>Closes the month, or says why it was not closed.</summary>
    /// <param name="missing">ODS codes of providers whose report is declared missing.</param>
    public async Task<IActionResult> OnPostAsync(string? month, string[]? missing, CancellationToken cancellationToken)
    {
        if (!BookMonths.TryRead(month, out var wanted))
            return NotFound();
        if (!await ReadAsync(month, cancellationToken))
            return NotFound();
        if (IsOthers)
            return Refuse([CloseResult.Others]);
        var strangers = (missing ?? []).Where(m => Waiting.All(w => w.Code != m)).ToList();
        if (strangers.Count > 0)
            return Refuse([
                $"Nothing is missing from {string.Join(", ", strangers)} for {Month:MMMM yyyy}. Tick only providers that are listed.",
            ]);
        var user = current.Required;
        var request = new CloseRequest(wanted, missing ?? [], Actor.Operator(user.Name), user.Organisation)
        {
            Organisations = FindOwn(user),
        };
        var result = await close.CloseAsync(request, cancellationToken);
        if (result.Reasons.Count == 0)
            return Redirect($"/commissioning/months?month={month}");
        if (!await ReadAsync(month, cancellationToken))
            return NotFound();
        return Refuse(result.Reasons);
    }

    /// <summary>The page again with why the month was not closed.</summary>
    PageResult Refuse(IReadOnlyList<string> reasons)
    {
        Reasons = [.. reasons.Select(NameProviders)];
        ModelState.Clear();
        foreach (var reason in Reasons)
            ModelState.AddModelError("close", reason);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    /// <summary>People know providers by their names.</summary>
    string NameProviders(string reason) => Waiting.Aggregate(reason, (words, p) => words.Replace(p.Code, p.Name, StringComparison.Ordinal));

    async Task<bool> ReadAsync(string? month, CancellationToken cancellationToken)
    {
        Reader = new(callerScope.Read());
        var facts = await readings.ReadAsync(BoardMonths, withReports: true, Reader, cancellationToken);
        if (string.IsNullOrEmpty(month))
            Month = facts.NextToClose;
        else if (BookMonths.TryRead(month, out var chosen) && chosen <= facts.Today)
            Month = chosen;
        else
            return false;
        Choices = [.. facts.Calendar.Months.Select(m => m.Month).Where(m => m <= facts.Today).Reverse()];
        if (facts.FindBegun(BoardMonths) is { Count: > 0 } shown)
            (Board, Earlier) = (MonthBoards.Draw(facts, shown, FindName), facts.FindBegun(int.MaxValue).Count - shown.Count);
        // The differences are in the figures of months that were open when the prices came: of those that are open still.
        var open = facts.FindBegun(OpenMonths).Where(m => !facts.Closed.ContainsKey(m)).Append(Month).Distinct().ToList();
        Repriced = facts.Begins is null ? RepricedTogether.Nothing : await prices.ReadAsync(open, Reader, cancellationToken);
        Closed = facts.Closed.GetValueOrDefault(Month);
        if (Closed is null)
            await ReadConditionsAsync(facts.FindWaiting(Month), cancellationToken);
        else if (!await readings.IsInBookAsync(Month, cancellationToken))
            IsBeingWritten = true;
        else if (await readings.ReadRestatedAsync(Month, Reader, cancellationToken) is { } restated)
            (Restated, Restatement) = (restated, RestatementChart.Draw(restated));
        return true;
    }

    async Task ReadConditionsAsync(IReadOnlyList<string> waiting, CancellationToken cancellationToken)
    {
        IsOthers = !close.IsFor(FindOwn(current.Required), Month);
        if (IsOthers)
            return;
        Waiting = [.. waiting.Select(p => (p, FindName(p)))];
        var conditions = await close.ReadConditionsAsync(Month, cancellationToken);
        Reasons = [.. conditions.FindReasons().Select(NameProviders)];
        MayClose = conditions.DeclareMissing(waiting).FindReasons().Count == 0;
    }

    string FindName(string provider) => ProviderNames.Find(directory, provider);

    /// <summary>A commissioner acts for its organisation, everybody else here for the centre.</summary>
    static IReadOnlyCollection<string>? FindOwn(HubUser user) => user.Kind == CallerRole.Commissioner ? [user.Organisation] : null;
}
