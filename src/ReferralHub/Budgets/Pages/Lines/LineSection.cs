using ReferralHub.Platform.Access;
using ReferralHub.Web.Charts;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>One line on the page of its holder.</summary>
/// <param name="Change">What changed since the month before; null while that cannot be said.</param>
/// <param name="ToDos">What waits for its holder.</param>
public sealed record LineSection(ToldLine Line, Chart BurnUp, string? Change, IReadOnlyList<ToDo> ToDos);

/// <summary>Makes the sections of the lines of one holder.</summary>
public sealed class LineSections(BookFigures book, PlanStandings standings)
{
    /// <summary>More could not be read on one page; nobody holds so many.</summary>
    const int SectionsMax = 12;

    /// <summary>Empty while the book says nothing of the lines.</summary>
    /// <param name="lines">As the reader may see them.</param>
    /// <param name="planUrl">The page of the holder's plan; null where it has none.</param>
    public async Task<IReadOnlyList<LineSection>> ReadAsync(
        IReadOnlyList<ToldLine> lines,
        FigureReader reader,
        string? planUrl,
        CancellationToken cancellationToken
    )
    {
        var shown = lines.Where(l => l.HasAny).Take(SectionsMax).ToList();
        var said = await standings.ReadAsync([.. shown.Select(l => l.Held)], cancellationToken);
        var sections = new List<LineSection>();
        foreach (var line in shown)
        {
            var months = await book.ReadMonthsAsync(line, reader, cancellationToken);
            var standing = said.GetValueOrDefault(line.Id, PlanStanding.Nothing);
            var toDos = ToDo.List(line, standing, reader.Scope.Kind == ScopeKind.Practices, planUrl);
            sections.Add(new(line, LineCharts.DrawBurnUp(line, months), MonthChange.Write(months), [.. toDos]));
        }

        return sections;
    }
}
