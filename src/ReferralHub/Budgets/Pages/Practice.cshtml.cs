using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Choice;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Register;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Users;

namespace ReferralHub.Budgets.Pages;

/// <summary>
/// One practice: how its budgets stand and what they will come to, what it has to do, and its referrals by month. Where the book says
/// nothing of it, what its referrals commit stands to the indicative budget of the directory.
/// </summary>
[ForUsers(CallerRole.Practice, CallerRole.Commissioner, CallerRole.Lead)]
public sealed class PracticeModel(
    HubDatabase database,
    CurrentScope callerScope,
    BudgetReader budgets,
    WaitingReader waiting,
    BookFigures book,
    LineSections sections,
    PracticeRegister practices,
    ServiceDirectory directory
) : PageModel
{
    public sealed record MonthRow(
        DateOnly Month,
        int Received,
        int PassedOn,
        int Reviewed,
        int Asked,
        int Returned,
        int Chosen,
        int DaysInHub,
        Money Committed
    )
    {
        /// <summary>Whether the choices, and what belongs to them, would give away others that are withheld.</summary>
        public bool IsChosenWithheld { get; init; }
    }

    /// <param name="HasNoPrice">Whether nothing is committed because no price is agreed.</param>
    public sealed record ProviderRow(string Specialty, string Provider, int Chosen, int HandedOver, Money Committed, bool HasNoPrice)
    {
        /// <summary>Whether the choices, and what belongs to them, would give away others that are withheld.</summary>
        public bool IsChosenWithheld { get; init; }
    }

    public string Ods { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>How the figures are told to whoever reads the page.</summary>
    public FigureReader Reader { get; private set; } = new(AccessScope.Nothing);

    /// <summary>Its lines of plans, as far as the book says anything of them.</summary>
    public ShownLines Lines { get; private set; } = ShownLines.Nothing;

    /// <summary>Its lines of plans that have ended, of which care is to come.</summary>
    public IReadOnlyList<HolderRow> Ended { get; private set; } = [];

    /// <summary>Bodies that it has left in this financial year, with the address of their page and its last day in them.</summary>
    public IReadOnlyList<(string Name, string? Url, DateOnly Last)> Left { get; private set; } = [];

    /// <summary>Null when the book has figures.</summary>
    public ToldPosition? Position { get; private set; }

    /// <summary>What waits for a decision or a choice; null when nothing does.</summary>
    public ToldWaiting? Waiting { get; private set; }

    /// <summary>Says how many choices have no price; null when all have one.</summary>
    public string? Unpriced { get; private set; }

    public IReadOnlyList<MonthRow> Months { get; private set; } = [];

    public IReadOnlyList<ProviderRow> Providers { get; private set; } = [];

    /// <summary>Said from the figures, never written by hand.</summary>
    public string Headline =>
        Position switch
        {
            { ForecastHeadroom: { Pence: < 0 } over } =>
                $"At the rate of the last 13 weeks the year ends {-over} over the indicative budget.",
            { ForecastHeadroom: { } under } => $"At the rate of the last 13 weeks the year ends {under} within the indicative budget.",
            { Budget: not null } => "What the year will come to is withheld, because it is about few patients.",
            _ => "No indicative budget is set for this year.",
        };

    public async Task<IActionResult> OnGetAsync(string ods, CancellationToken cancellationToken)
    {
        Ods = ods.ToUpperInvariant();
        Reader = new(callerScope.Read());
        if (!Reader.Knows(Ods))
            return NotFound();
        await using var db = database.OpenRead(callerScope.Read());
        var rows = await db.ActivityMonths.Where(m => m.Practice == Ods).ToListAsync(cancellationToken);
        if (rows.Count == 0 && !practices.Knows(Ods))
            return NotFound();
        Name = practices.FindName(Ods);
        var inForce = await book.FindLinesAsync(cancellationToken);
        var held = inForce.FindHeldBy(Ods);
        var mayOpen = Reader.Scope.Kind != ScopeKind.Practices;
        Left =
        [
            .. inForce
                .FindLeft(Ods)
                .Select(l => (l.Name, mayOpen ? $"/commissioning/bodies/{Uri.EscapeDataString(l.Body)}" : null, l.Last)),
        ];
        var told = await book.ReadAsync(Reader, held, cancellationToken);
        Ended = [.. told.Where(l => l.Held.HasEnded && l.HasAny).Select(l => HolderRow.FromLine(l, null))];
        Lines = await sections.ReadAsync(
            [.. told.Where(l => !l.Held.HasEnded)],
            Reader,
            $"/commissioning/practices/{Ods}/plan",
            Request,
            cancellationToken
        );
        if (Lines.Sections.Count == 0)
            Position = ToldPosition.Tell(await budgets.ReadAsync(Ods, cancellationToken), Reader);
        else if (ChartDownload.Find(Request, Lines.Charts) is { } file)
            return file;
        Waiting = await waiting.ReadAsync(Reader, Ods, held, cancellationToken);
        var unpriced = await UnpricedChoices.ListAsync(db, Ods, cancellationToken);
        Unpriced = UnpricedChoices.Describe(unpriced, Reader);
        Months =
        [
            .. rows.GroupBy(m => m.Month)
                .OrderByDescending(g => g.Key)
                .Select(g => new MonthRow(
                    g.Key,
                    g.Sum(m => m.Received),
                    g.Sum(m => m.FastTracked + m.AcceptedByRule),
                    g.Sum(m => m.SentToReview),
                    g.Sum(m => m.InformationRequested),
                    g.Sum(m => m.Returned),
                    g.Sum(m => m.Chosen),
                    g.Sum(m => m.DaysInHub),
                    new(g.Sum(m => m.CommittedPence))
                )),
        ];
        var withoutPrice = unpriced.Select(u => (u.Specialty, u.Provider)).ToHashSet();
        var names = directory.All.GroupBy(s => s.Provider).ToDictionary(g => g.Key, g => g.First().ProviderName);
        Providers =
        [
            .. rows.Where(m => m.Provider.Length > 0)
                .GroupBy(m => (m.Specialty, m.Provider))
                .OrderBy(g => g.Key.Specialty, StringComparer.Ordinal)
                .ThenByDescending(g => g.Sum(m => m.Chosen))
                .Select(g => new ProviderRow(
                    g.Key.Specialty,
                    names.GetValueOrDefault(g.Key.Provider, g.Key.Provider),
                    g.Sum(m => m.Chosen),
                    g.Sum(m => m.HandedOver),
                    new(g.Sum(m => m.CommittedPence)),
                    withoutPrice.Contains(g.Key) && g.Sum(m => m.CommittedPence) == 0
                )),
        ];
        WithholdChoices();
        return Page();
    }

    /// <summary>Both tables add up to the same: what one leaves out alone, the other would give away.</summary>
    void WithholdChoices()
    {
        if (Reader.IsExact)
            return;
        int[] chosen = [.. Months.Select(m => m.Chosen), .. Providers.Select(p => p.Chosen)];
        var withheld = SecondaryWithholding.Choose(chosen, [new([.. Enumerable.Range(0, chosen.Length)])]);
        Months = [.. Months.Select((m, i) => m with { IsChosenWithheld = withheld[i] })];
        Providers = [.. Providers.Select((p, i) => p with { IsChosenWithheld = withheld[Months.Count + i] })];
    }
}
