using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Budgets.Pages.Months;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Register;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Users;

namespace ReferralHub.Budgets.Pages;

/// <summary>Where the money goes: who holds budgets for which care, how they stand, which months are open and what is late.</summary>
[ForUsers(CallerRole.Practice, CallerRole.Commissioner, CallerRole.Lead)]
public sealed class PracticesModel(
    PracticeRegister practices,
    CurrentScope callerScope,
    BudgetReader budgets,
    BookFigures book,
    PlanStandings standings,
    MonthReadings readings,
    TimeProvider time
) : PageModel
{
    const int BoardMonths = 6;

    /// <summary>Practices with what the book says of their lines, or else what their referrals commit.</summary>
    public IReadOnlyList<HolderRow> Rows { get; private set; } = [];

    /// <summary>Lines of others than practices.</summary>
    public IReadOnlyList<HolderRow> Bodies { get; private set; } = [];

    /// <summary>Lines of plans that have ended, of which care is to come.</summary>
    public IReadOnlyList<HolderRow> Ended { get; private set; } = [];

    /// <summary>Care that no plan covers; null where there is none, or it is not for the reader.</summary>
    public UncoveredCare? Uncovered { get; private set; }

    public IReadOnlyList<Chart> Charts { get; private set; } = [];

    /// <summary>How many of the practices' budgets will do; null where that cannot be said.</summary>
    public string? Summary { get; private set; }

    /// <summary>What should have been done by now.</summary>
    public IReadOnlyList<ToDo> Late { get; private set; } = [];

    /// <summary>Whether any row comes from the book, which counts more than first attendances.</summary>
    public bool HasBook { get; private set; }

    /// <summary>Whether any comes from the activity projection.</summary>
    public bool HasActivity { get; private set; }

    /// <summary>Whether the page of months is for this reader.</summary>
    public bool MayReadMonths { get; private set; }

    /// <summary>How the figures are told to whoever reads the page.</summary>
    public FigureReader Reader { get; private set; } = new(AccessScope.Nothing);

    public FinancialYear Year { get; } = FinancialYear.FromDate(WorkingDays.LocalDate(time.UtcNow()));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Reader = new(callerScope.Read());
        MayReadMonths = Reader.Scope.Kind != ScopeKind.Practices;
        var inForce = await book.FindLinesAsync(cancellationToken);
        var told = await book.ReadAllAsync(Reader, cancellationToken);
        var lines = told.Lines.Where(l => !l.Held.HasEnded && l.HasAny).ToList();
        Ended = [.. told.Lines.Where(l => l.Held.HasEnded && l.HasAny).Select(l => HolderRow.FromLine(l, FindUrl(l.Held)))];
        HasBook = lines.Count > 0;
        Uncovered = HasBook ? told.Uncovered : null;
        Summary = MayReadMonths ? BudgetsTogether.Write([.. lines.Where(l => practices.Knows(l.Held.Code))]) : null;
        await ListHoldersAsync(lines, cancellationToken);
        if (!MayReadMonths)
            return Page();
        var charts = new List<Chart>();
        if (HasBook)
            charts.Add(LineCharts.DrawMap(lines, Year, FindUrl));
        var months = await readings.ReadAsync(BoardMonths, withReports: false, Reader, cancellationToken);
        if (months.FindBegun(BoardMonths) is { Count: > 0 } shown)
            charts.Add(MonthBoards.Draw(months, shown, null));
        if (HasBook)
        {
            var held = told.Lines.Select(l => l.Held).Where(l => !l.HasEnded).ToList();
            Late = LateThings.List(months, inForce.Configuration, held, await standings.ReadAsync(held, cancellationToken));
        }

        Charts = charts;
        return charts.Count > 0 && ChartDownload.Find(Request, charts) is { } file ? file : Page();
    }

    async Task ListHoldersAsync(List<ToldLine> lines, CancellationToken cancellationToken)
    {
        var own = practices.All.Where(p => Reader.Knows(p.Ods)).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        var byPractice = lines.ToLookup(l => l.Held.Code, StringComparer.OrdinalIgnoreCase);
        var others = own.Where(p => !byPractice.Contains(p.Ods)).Select(p => p.Ods).ToList();
        HasActivity = others.Count > 0;
        var positions = HasActivity ? await budgets.ReadAllAsync(others, cancellationToken) : new Dictionary<string, BudgetPosition>();
        Rows =
        [
            .. own.SelectMany(p =>
                byPractice.Contains(p.Ods)
                    ? byPractice[p.Ods].Select(l => Describe(p, l))
                    : [HolderRow.FromPosition(p.Name, Describe(p), FindUrl(p), ToldPosition.Tell(positions[p.Ods], Reader))]
            ),
        ];
        Bodies = [.. lines.Where(l => !practices.Knows(l.Held.Code)).Select(l => HolderRow.FromLine(l, FindUrl(l.Held)))];
    }

    static HolderRow Describe(Practice practice, ToldLine line) =>
        HolderRow.FromLine(line, FindUrl(practice)) with
        {
            Name = practice.Name,
            About = $"{Describe(practice)}; {line.Held.ScopeWords}",
        };

    static string Describe(Practice practice) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{practice.Ods}, list {practice.ListSize:N0}");

    static string FindUrl(Practice practice) => $"/commissioning/practices/{practice.Ods}";

    /// <summary>A practice has its page; a body has one for those who may open it.</summary>
    string? FindUrl(HeldLine line) =>
        practices.Knows(line.Code) ? $"/commissioning/practices/{line.Code}"
        : MayReadMonths ? $"/commissioning/bodies/{Uri.EscapeDataString(line.Holder)}"
        : null;
}
