using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>How a line stands, as it is told to one reader: what follows from other figures follows from the told ones.</summary>
/// <param name="AsOf">UTC; everything that happened before it is in the figures.</param>
/// <param name="Authority">What was agreed, less what it gave to pools. Not about people, so everybody reads it exactly.</param>
/// <param name="Spent">Reported, or estimated at the last close. This and the next four are null when they are withheld.</param>
/// <param name="Estimated">How much of that nobody has reported.</param>
/// <param name="Disputed">How much of it is questioned.</param>
/// <param name="Committed">Chosen and not reported.</param>
/// <param name="NextYear">How much of that is expected after the year has ended.</param>
/// <param name="Unpriced">Parts of expected care without a price; null when the number is withheld.</param>
/// <param name="Forecast">Null when nothing can be forecast, and when it is withheld.</param>
public sealed record ToldLine(
    HeldLine Held,
    FinancialYear Year,
    DateTime AsOf,
    Money Authority,
    Money? Spent,
    Money? Estimated,
    Money? Disputed,
    Money? Committed,
    Money? NextYear,
    Money Awarded,
    int? Unpriced,
    ForecastRange? Forecast
)
{
    public string Id => Held.Id;

    /// <summary>What the year's care may cost; null while nothing is agreed.</summary>
    public Money? Budget => Authority == Money.Zero ? null : Authority - Awarded;

    /// <summary>Whether there is a forecast that the reader may not know.</summary>
    public bool IsForecastWithheld { get; init; }

    /// <summary>Whether the reader may not know what is spent, or what is committed.</summary>
    public bool IsWithheld => Spent is null || Committed is null;

    /// <summary>Whether anything was recorded against it, though it be withheld: a forecast of nothing is none.</summary>
    public bool HasCare => Spent != Money.Zero || Committed != Money.Zero || Forecast is { Expected.Pence: not 0 };

    /// <summary>What would be left at the end of the year; below nought when it would be overspent.</summary>
    public Money? ForecastHeadroom => HasCare && Forecast is { } forecast ? Budget - forecast.Expected : null;

    /// <summary>Whether the book says anything of the line.</summary>
    public bool HasAny => Authority != Money.Zero || Spent != Money.Zero || Committed != Money.Zero || Unpriced is not 0;

    public static ToldLine Tell(HeldLine held, HolderPosition found, FigureReader reader)
    {
        var (position, disclosure) = (found.Position, new LineDisclosure(found, reader));
        var forecast = disclosure.TellForecast();
        return new(
            held,
            position.Year,
            found.AsOf,
            position.Authority,
            disclosure.TellSpent(),
            disclosure.TellEstimated(),
            disclosure.TellDisputed(),
            disclosure.TellCommitted(),
            disclosure.TellNextYear(),
            position.Awarded,
            disclosure.TellUnpriced(),
            forecast
        )
        {
            IsForecastWithheld = forecast is null && found.Forecast is not null,
        };
    }
}
