using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Positions;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Web.Charts.BurnUps;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>What the book says, as it is told to one reader. The only place where pages ask it about lines.</summary>
public sealed class BookFigures(BookPositions positions, CommissioningStore arrangements, TimeProvider time)
{
    volatile LinesOfDay? kept;

    /// <summary>The lines of this year's plans. They are worked out once for a day and a load of the configuration.</summary>
    public async Task<LinesInForce> FindLinesAsync(CancellationToken cancellationToken)
    {
        await arrangements.RefreshAsync(cancellationToken);
        var (configuration, today) = (arrangements.Current, WorkingDays.LocalDate(time.UtcNow()));
        if (kept is { } known && known.Day == today && ReferenceEquals(known.Configuration, configuration))
            return known.Lines;
        var lines = new LinesInForce(configuration, today);
        kept = new(configuration, today, lines);
        return lines;
    }

    /// <summary>All that the reader may see of this year, also lines without figures, in the order of the files.</summary>
    public async Task<ToldBook> ReadAllAsync(FigureReader reader, CancellationToken cancellationToken)
    {
        var lines = await FindLinesAsync(cancellationToken);
        var found = await positions.ReadAsync(reader.Scope, null, cancellationToken);
        var uncovered = found.FirstOrDefault(p => p.Line == BookLines.Unattributed)?.Position;
        return new(
            Tell(lines, found, reader),
            // Only the centre has it, and reads it as it is.
            uncovered is null
            || !reader.IsExact
                ? null
                : new(uncovered.Spent, uncovered.Committed)
        );
    }

    /// <summary>Those of the lines that the reader may see.</summary>
    /// <param name="wanted">Ids of lines.</param>
    public async Task<IReadOnlyList<ToldLine>> ReadAsync(
        FigureReader reader,
        IReadOnlyCollection<string> wanted,
        CancellationToken cancellationToken
    )
    {
        if (wanted.Count == 0)
            return [];
        var lines = await FindLinesAsync(cancellationToken);
        return Tell(lines, await positions.ReadAsync(reader.Scope, wanted.ToHashSet(StringComparer.Ordinal), cancellationToken), reader);
    }

    /// <summary>The months of the line's year; what is withheld of the line is withheld of the month that it is the figure of.</summary>
    public async Task<IReadOnlyList<BurnUpMonth>> ReadMonthsAsync(ToldLine line, FigureReader reader, CancellationToken cancellationToken)
    {
        var months = await positions.ReadBurnUpAsync(line.Id, line.Year, cancellationToken);
        return reader.IsExact
            ? months
            : ToldMonths.Tell(line, months, await positions.ReadBurnUpPatientsAsync(line.Id, line.Year, cancellationToken), reader);
    }

    static IReadOnlyList<ToldLine> Tell(LinesInForce lines, IReadOnlyList<HolderPosition> found, FigureReader reader) =>
        [.. found.Where(p => lines.Find(p.Line) is not null).Select(p => ToldLine.Tell(lines.Find(p.Line)!, p, reader))];

    sealed record LinesOfDay(Configuration Configuration, DateOnly Day, LinesInForce Lines);
}

/// <summary>The book as it is told to one reader.</summary>
/// <param name="Uncovered">Care that no plan covers; null where there is none, or it is not for the reader.</param>
public sealed record ToldBook(IReadOnlyList<ToldLine> Lines, UncoveredCare? Uncovered);

public sealed record UncoveredCare(Money Spent, Money Committed);
