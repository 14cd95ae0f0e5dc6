using ReferralHub.Kernel;

namespace ReferralHub.Web.Charts.BurnUps;

/// <summary>A budget as it is used up from month to month, beside its plan, with what the whole year will probably come to.</summary>
/// <param name="Name">Whose money for what, as "Elm Practice, first attendances".</param>
/// <param name="AsOf">The day of the newest figure.</param>
/// <param name="Months">Of the whole financial year, or of the years of the plan, also those to come; in any order.</param>
public sealed record BurnUp(string Id, string Name, DateOnly AsOf, IReadOnlyList<BurnUpMonth> Months)
{
    /// <summary>For all the months; null when none is set.</summary>
    public Money? Budget { get; init; }

    public BurnUpForecast? Forecast { get; init; }

    /// <summary>How the forecast is made and how wide its range is, as "The range holds 95 times in 100."</summary>
    public string? Method { get; init; }

    public string? Source { get; init; }

    /// <summary>What is said in the place of a headline where the figures for it are withheld; null where none is.</summary>
    public string? Withheld { get; init; }

    /// <summary>The headline, the picture and the table of it.</summary>
    public static Chart Draw(BurnUp facts)
    {
        var ordered = facts with { Id = ChartText.ToId(facts.Id), Months = [.. facts.Months.OrderBy(m => m.Month)] };
        return new(
            ordered.Id,
            $"Burn-up of {ordered.Name}",
            BurnUpHeadline.Write(ordered),
            Chart.JoinNotes(ordered.Method, $"As of {ordered.AsOf.DayInWords}", ordered.Source is { } source ? $"Source: {source}" : null),
            Chart.DrawBoth(frame => BurnUpPicture.Draw(ordered, frame)),
            BurnUpTable.Create(ordered)
        );
    }

    /// <summary>The newest month of which it is known what was spent.</summary>
    internal BurnUpMonth? Newest => Months.LastOrDefault(m => m.Spent is not null);
}

/// <summary>The position at the end of a month, or on the day of the newest figure when that lies within it.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Spent">From the first month to then; null when that is not known or still to come.</param>
/// <param name="Committed">What was committed then and not spent yet, on top of what was.</param>
/// <param name="Plan">What was to be spent by the end of the month.</param>
public sealed record BurnUpMonth(DateOnly Month, Money? Spent, Money? Committed, Money? Plan);

/// <summary>What will be spent by the end of the last month.</summary>
/// <param name="Low">The low end of the range; a range always holds the forecast itself, also when it is given the wrong way round.</param>
/// <param name="High">The high end.</param>
public sealed record BurnUpForecast(Money Expected, Money Low, Money High)
{
    /// <summary>What the forecast was before, to say what changed.</summary>
    public EarlierForecast? Earlier { get; init; }

    internal (Int128 Low, Int128 High) Range =>
        (Math.Min(Expected.Pence, Math.Min(Low.Pence, High.Pence)), Math.Max(Expected.Pence, Math.Max(Low.Pence, High.Pence)));
}

public sealed record EarlierForecast(DateOnly On, Money Expected);
