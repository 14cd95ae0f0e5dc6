using Microsoft.AspNetCore.Http;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Charts;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>One line on the page of its holder.</summary>
/// <param name="Change">What changed since the month before; null while that cannot be said.</param>
/// <param name="ToDos">What waits for its holder.</param>
public sealed record LineSection(ToldLine Line, Chart BurnUp, string? Change, IReadOnlyList<ToDo> ToDos);

/// <summary>The sections that a page shows.</summary>
/// <param name="Left">How many lines of the holder it leaves out, because nobody reads so many on one page.</param>
/// <param name="AllUrl">Where all of them are.</param>
public sealed record ShownLines(IReadOnlyList<LineSection> Sections, int Left, string AllUrl)
{
    public static readonly ShownLines Nothing = new([], 0, "");

    public IReadOnlyList<Chart> Charts => [.. Sections.Select(s => s.BurnUp)];
}

/// <summary>Makes the sections of the lines of one holder.</summary>
public sealed class LineSections(BookFigures book, PlanStandings standings)
{
    /// <summary>So many are read on one page; whoever wants more asks for all.</summary>
    const int SectionsMax = 12;

    /// <summary>Empty while the book says nothing of the lines.</summary>
    /// <param name="lines">As the reader may see them.</param>
    /// <param name="planUrl">The page of the holder's plan; null where it has none.</param>
    /// <param name="request">Says whether all are wanted: with <c>?lines=all</c>, and where it asks for the data of any chart.</param>
    public async Task<ShownLines> ReadAsync(
        IReadOnlyList<ToldLine> lines,
        FigureReader reader,
        string? planUrl,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var known = lines.Where(l => l.HasAny).ToList();
        var isAllWanted = request.Query["lines"] == "all" || request.Query.ContainsKey("format");
        var shown = isAllWanted ? known : known.Take(SectionsMax).ToList();
        var said = await standings.ReadAsync([.. shown.Select(l => l.Held)], cancellationToken);
        var sections = new List<LineSection>();
        foreach (var line in shown)
        {
            var months = await book.ReadMonthsAsync(line, reader, cancellationToken);
            var standing = said.GetValueOrDefault(line.Id, PlanStanding.Nothing);
            var toDos = ToDo.List(line, standing, reader.Scope.Kind == ScopeKind.Practices, planUrl);
            var change = line.IsWithheld ? null : MonthChange.Write(months);
            sections.Add(new(line, LineCharts.DrawBurnUp(line, months), change, [.. toDos]));
        }

        return new(sections, known.Count - shown.Count, $"{request.PathBase}{request.Path}?lines=all");
    }
}
