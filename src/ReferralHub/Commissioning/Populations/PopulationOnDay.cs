using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Populations;

/// <summary>The patients of one practice as they were counted on one day.</summary>
/// <param name="AsOf">The day of the count.</param>
public sealed record PopulationOnDay(string Practice, DateOnly AsOf, IReadOnlyList<PopulationBand> Bands)
{
    public long ListSize { get; } = Bands.Sum(b => b.Patients);

    /// <summary>Patients of one sex, or of all, between two ages, both included.</summary>
    /// <param name="sex">female, male or unknown; null for all.</param>
    /// <param name="ageFrom">Null for from birth.</param>
    /// <param name="ageTo">Null for without end.</param>
    /// <returns>Null where an age cuts a band: how many of it are meant is not known.</returns>
    public long? Count(string? sex, int? ageFrom, int? ageTo)
    {
        var sum = 0L;
        foreach (var band in Bands.Where(b => sex is null || b.Sex == sex))
        {
            if (band.AgeTo < ageFrom || band.AgeFrom > ageTo)
                continue;
            if (band.AgeFrom < ageFrom || (ageTo is not null && !(band.AgeTo <= ageTo)))
                return null;
            sum += band.Patients;
        }

        return sum;
    }
}

/// <summary>How a practice's list has changed from one count to a later one.</summary>
public sealed record PopulationGrowth(PopulationOnDay Before, PopulationOnDay After)
{
    /// <summary>How many more; negative where the list has become smaller.</summary>
    public long Patients => After.ListSize - Before.ListSize;

    /// <summary>In thousandths of the list before, halves to even; null where it was empty.</summary>
    public long? PerMille => Before.ListSize == 0 ? null : Divide(Patients * 1_000, Before.ListSize);

    static long Divide(long dividend, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(dividend, divisor);
        var doubled = Math.Abs(remainder) * 2;
        return doubled > divisor || (doubled == divisor && quotient % 2 != 0) ? quotient + Math.Sign(dividend) : quotient;
    }
}
