using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Register;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.BurnUps;
using ReferralHub.Web.Users;

namespace ReferralHub.Budgets.Pages.Bodies;

/// <summary>
/// A body that holds budgets or whose members do: its own lines, and its members' against their budgets. To whoever may read none of
/// them it is like one that does not exist.
/// </summary>
[ForUsers(CallerRole.Commissioner, CallerRole.Lead)]
public sealed class BodyModel(
    CurrentScope callerScope,
    BookFigures book,
    LineSections sections,
    PracticeRegister practices,
    TimeProvider time
) : PageModel
{
    public string Id { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>What kind of body it is, whom to ask, in the words of the files; empty parts are left out.</summary>
    public string About { get; private set; } = "";

    /// <summary>Plans whose sum is the body's.</summary>
    public IReadOnlyList<SharedPlan> Plans { get; private set; } = [];

    /// <summary>Its own lines, as far as the book says anything of them.</summary>
    public ShownLines Lines { get; private set; } = ShownLines.Nothing;

    /// <summary>Lines of its members.</summary>
    public IReadOnlyList<HolderRow> Members { get; private set; } = [];

    /// <summary>Its own and its members' lines of plans that have ended, of which care is to come.</summary>
    public IReadOnlyList<HolderRow> Ended { get; private set; } = [];

    public Chart? Holders { get; private set; }

    /// <summary>How the figures are told to whoever reads the page.</summary>
    public FigureReader Reader { get; private set; } = new(AccessScope.Nothing);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        Reader = new(callerScope.Read());
        var inForce = await book.FindLinesAsync(cancellationToken);
        if (inForce.FindBody(id) is not { } body)
            return NotFound();
        var own = await book.ReadAsync(Reader, inForce.FindHeldBy(body.Id), cancellationToken);
        var theirs = await book.ReadAsync(Reader, inForce.FindHeldByMembers(body.Id), cancellationToken);
        if (own.Count + theirs.Count == 0)
            return NotFound();
        (Id, Name) = (body.Id, body.Name);
        About = string.Join(
            ". ",
            new[] { Capitalise(body.Kind), body.Contact is { Length: > 0 } contact ? $"Contact: {contact}" : "" }.Where(w => w.Length > 0)
        );
        Plans = await TellPlansAsync(inForce, body.Id, cancellationToken);
        Lines = await sections.ReadAsync([.. own.Where(l => !l.Held.HasEnded)], Reader, null, Request, cancellationToken);
        Ended = [.. own.Concat(theirs).Where(l => l.Held.HasEnded && l.HasAny).Select(l => HolderRow.FromLine(l, FindUrl(l.Held)))];
        var known = theirs.Where(l => !l.Held.HasEnded && l.HasAny).ToList();
        Members = [.. known.Select(l => HolderRow.FromLine(l, FindUrl(l.Held)))];
        if (known.Count > 0)
            Holders = LineCharts.DrawHolders($"Budgets of the members of {body.Name}", known);
        var charts = new[] { Holders }.OfType<Chart>().Concat(Lines.Charts).ToList();
        return charts.Count > 0 && ChartDownload.Find(Request, charts) is { } file ? file : Page();
    }

    async Task<IReadOnlyList<SharedPlan>> TellPlansAsync(LinesInForce inForce, string body, CancellationToken cancellationToken)
    {
        var today = WorkingDays.LocalDate(time.UtcNow());
        var plans = new List<SharedPlan>();
        foreach (var set in inForce.FindSummedBy(body))
        {
            var lines = new List<(ToldLine, IReadOnlyList<BurnUpMonth>)>();
            foreach (var line in await book.ReadAsync(Reader, [.. set.Select(l => l.Id)], cancellationToken))
                lines.Add((line, await book.ReadMonthsAsync(line, Reader, cancellationToken)));
            // Whoever may not see all of them would take a part for the whole.
            if (lines.Count == set.Count())
                plans.Add(SharedPlan.Tell(body, inForce, lines, today));
        }

        return plans;
    }

    static string Capitalise(string? words) => words is { Length: > 0 } ? char.ToUpperInvariant(words[0]) + words[1..] : "";

    string FindUrl(HeldLine line) =>
        practices.Knows(line.Code) ? $"/commissioning/practices/{line.Code}" : $"/commissioning/bodies/{Uri.EscapeDataString(line.Holder)}";
}
