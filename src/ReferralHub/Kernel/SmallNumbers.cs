namespace ReferralHub.Kernel;

/// <summary>
/// Figures as they may leave the care of the patients they count. A count of one to seven is withheld; any other is rounded, so that
/// what is withheld cannot be worked out from a total (NHS England, Hospital Episode Statistics disclosure control: counts of 1 to 7
/// are suppressed, others rounded to the nearest 5). Nought is shown.
/// </summary>
public static class SmallNumbers
{
    public const int WithheldMax = 7;

    /// <summary>What stands in the place of a figure that is withheld.</summary>
    public const string Sign = "*";

    const int CountsTo = 5;

    /// <summary>About as much as seven first attendances: an amount must not give away the count that it is the price of.</summary>
    const long PenceTo = 100_000;

    /// <summary>The count as it may be told; null when it is withheld.</summary>
    public static int? Disclose(int count) =>
        count == 0 ? 0
        : count <= WithheldMax ? null
        : (int)Round(count, CountsTo);

    /// <summary>
    /// An amount, or a number of days, that belongs to so many patients; null when it is withheld with their count. So is an amount
    /// without patients: it was taken back for some who are counted elsewhere, and nobody can say how many.
    /// </summary>
    public static long? Disclose(long amount, int patients, long to = PenceTo) =>
        patients == 0 ? (amount == 0 ? 0 : null)
        : Disclose(patients) is null ? null
        : Round(amount, to);

    /// <summary>Money as it was told, for a page: the sign where it is withheld.</summary>
    public static string Show(Money? told) => told?.ToString() ?? Sign;

    static long Round(long value, long to) => (long)Math.Round((decimal)value / to, MidpointRounding.AwayFromZero) * to;
}
