using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>
/// Which figures of a line a reader may know: those about few patients are withheld, and those that would give one of them away.
/// </summary>
sealed class LineDisclosure
{
    const int Spent = 0;
    const int Estimated = 1;
    const int Disputed = 2;
    const int Reported = 3;
    const int Committed = 4;
    const int DueThisYear = 5;
    const int NextYear = 6;

    /// <summary>
    /// What is reported, and what is due this year, stand on no page. But whoever takes what is shown from its total knows them.
    /// </summary>
    static readonly FigureSum[] Sums = [new([Estimated, Disputed, Reported], Spent), new([DueThisYear, NextYear], Committed)];

    readonly FigureReader reader;
    readonly HolderPosition found;
    readonly LinePatients patients;
    readonly IReadOnlyList<bool> withheld;

    /// <param name="found">With the patients behind it, unless the reader is told figures as they are.</param>
    public LineDisclosure(HolderPosition found, FigureReader reader)
    {
        (this.found, this.reader, patients) = (found, reader, found.Patients ?? LinePatients.Nobody);
        var position = found.Position;
        var dueThisYear = position.Committed - position.CarriedToNextYear;
        int[] counts =
        [
            SecondaryWithholding.CountBehind(position.Spent, patients.Spent),
            SecondaryWithholding.CountBehind(position.Estimated, patients.Estimated),
            SecondaryWithholding.CountBehind(position.Disputed, patients.Disputed),
            SecondaryWithholding.CountBehind(position.Spent - position.Estimated - position.Disputed, patients.Reported),
            SecondaryWithholding.CountBehind(position.Committed, patients.Committed),
            SecondaryWithholding.CountBehind(dueThisYear, patients.DueThisYear),
            SecondaryWithholding.CountBehind(position.CarriedToNextYear, patients.NextYear),
        ];
        withheld = reader.IsExact ? new bool[counts.Length] : SecondaryWithholding.Choose(counts, Sums);
    }

    public Money? TellSpent() => Tell(Spent, found.Position.Spent, patients.Spent);

    public Money? TellEstimated() => Tell(Estimated, found.Position.Estimated, patients.Estimated);

    public Money? TellDisputed() => Tell(Disputed, found.Position.Disputed, patients.Disputed);

    public Money? TellCommitted() => Tell(Committed, found.Position.Committed, patients.Committed);

    public Money? TellNextYear() => Tell(NextYear, found.Position.CarriedToNextYear, patients.NextYear);

    /// <summary>How many parts of care have no price; null when they are of few patients.</summary>
    public int? TellUnpriced() => reader.IsExact ? found.Unpriced : reader.Tell(found.Unpriced, patients.Unpriced);

    /// <summary>
    /// Rate and range of few patients together would say how few they are, and what one of them costs. Where chance is about as large as
    /// what is to come, the low end is about what is spent and due: where a part of that is withheld, so is the forecast.
    /// </summary>
    public ForecastRange? TellForecast()
    {
        if (found.Forecast is not { } forecast || reader.IsExact)
            return found.Forecast;
        var position = found.Position;
        // Several of the referrals may be one patient's, and what was chosen of late is committed or spent.
        var recent = (int)Math.Min(position.RecentReferrals, (long)patients.Committed + patients.Spent);
        if (reader.Tell(recent) is null || withheld[Spent] || withheld[Committed] || withheld[DueThisYear] || withheld[NextYear])
            return null;
        var all = Math.Max(recent, Math.Max(patients.Spent, patients.DueThisYear));
        return
            reader.Tell(forecast.Low, all) is { } low
            && reader.Tell(forecast.Expected, all) is { } expected
            && reader.Tell(forecast.High, all) is { } high
            ? new(low, expected, high)
            : null;
    }

    Money? Tell(int figure, Money amount, int behind) => withheld[figure] ? null : reader.Tell(amount, behind);
}
