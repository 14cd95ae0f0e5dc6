namespace ReferralHub.Kernel;

/// <summary>April to March, as English public bodies keep their books.</summary>
/// <param name="Starting">The calendar year in which it begins.</param>
public readonly record struct FinancialYear(int Starting)
{
    public DateOnly Start => new(Starting, 4, 1);

    public DateOnly End => new(Starting + 1, 3, 31);

    /// <summary>The first days of its twelve months.</summary>
    public IEnumerable<DateOnly> Months
    {
        get
        {
            var start = Start;
            return Enumerable.Range(0, 12).Select(start.AddMonths);
        }
    }

    public static FinancialYear FromDate(DateOnly date) => new(date.Month >= 4 ? date.Year : date.Year - 1);

    public override string ToString() => $"{Starting}/{(Starting + 1) % 100:00}";
}
