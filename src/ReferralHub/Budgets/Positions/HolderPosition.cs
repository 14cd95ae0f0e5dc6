using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>How one line of a plan stands, and whose it is.</summary>
/// <param name="Holder">Id of a body, or ODS code of a practice; empty for care that no plan covers.</param>
/// <param name="Line">Id of the line.</param>
/// <param name="Forecast">Null where the year has nothing to make it from: no money, no commitment and no budget.</param>
/// <param name="Unpriced">Parts of expected care that are committed at nothing because they have no price.</param>
/// <param name="AsOf">UTC; everything that happened before it is in the figures.</param>
public sealed record HolderPosition(string Holder, string Line, LinePosition Position, ForecastRange? Forecast, int Unpriced, DateTime AsOf)
{
    /// <summary>Patients behind each figure; null where the reader is told figures as they are and nobody has counted.</summary>
    public LinePatients? Patients { get; init; }
}

/// <summary>What the year will have cost: nineteen years of twenty lie between the ends.</summary>
public readonly record struct ForecastRange(Money Low, Money Expected, Money High);

/// <summary>A month of one line, as it was closed and as it is known to be now.</summary>
public sealed record LineRestatement(string Holder, string Line, MonthFigures Figures);
