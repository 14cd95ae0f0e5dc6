using System.Globalization;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Budgets.Positions;

/// <summary>What is known when somebody wants to close a month.</summary>
/// <param name="Month">First day.</param>
/// <param name="Today">In England.</param>
/// <param name="Calendar">The month's days; null where the calendar does not have it.</param>
public sealed record CloseConditions(DateOnly Month, DateOnly Today, CalendarMonth? Calendar)
{
    /// <summary>First day of the last month that was closed; null before the first close.</summary>
    public DateOnly? ClosedThrough { get; init; }

    /// <summary>First day of the first month that has care in it; null while there is none.</summary>
    public DateOnly? FirstPosted { get; init; }

    /// <summary>Returns that the month needs.</summary>
    public IReadOnlyList<ExpectedReturn> Returns { get; init; } = [];

    /// <summary>Position of the last event of the log, and of the last that the book has read.</summary>
    public long LogPosition { get; init; }

    public long BookPosition { get; init; }

    /// <summary>Identities that do not hold, by what they say is wrong.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Why the month cannot be closed, as sentences; empty when it can.</summary>
    public IReadOnlyList<string> FindReasons()
    {
        if (ClosedThrough >= Month)
            return [$"{Name(Month)} is closed already. A close is never undone; what is wrong in it is put right by a posting."];
        var reasons = new List<string>();
        var previous = Month.AddMonths(-1);
        if (ClosedThrough is { } closed && closed < previous)
            reasons.Add($"{Name(closed.AddMonths(1))} is still open. Months are closed in their order: close it first.");
        else if (ClosedThrough is null && FirstPosted < Month)
            reasons.Add($"{Name(FirstPosted.Value)} is still open. Months are closed in their order: close it first.");
        if (Today < Month.AddMonths(1))
            reasons.Add($"{Name(Month)} has not ended yet.");
        AddCalendarReasons(reasons);
        AddReturnReasons(reasons);
        if (BookPosition < LogPosition)
            reasons.Add(
                $"The book has read the log up to {BookPosition} of {LogPosition}. Wait until it has read all of it, and try again."
            );
        var faults = Faults.Count == 1 ? "1 fault" : FormattableString.Invariant($"{Faults.Count:N0} faults");
        if (Faults.Count > 0)
            reasons.Add($"The book does not balance ({faults}); “referralhub books verify” says where. Nothing is closed on it.");
        return reasons;
    }

    /// <summary>Providers whose return has not come and that were declared missing: of others nobody need say so.</summary>
    public IReadOnlyList<string> FindMissing() =>
        [.. Returns.Where(r => !r.HasArrived && r.IsDeclaredMissing).Select(r => r.Provider).Order(StringComparer.Ordinal)];

    void AddCalendarReasons(List<string> reasons)
    {
        if (Calendar is null)
            reasons.Add($"The calendar has no days for {Name(Month)}. Add the month to calendar.csv.");
        else if (Today <= Calendar.Flex)
            reasons.Add($"Providers may report {Name(Month)} until {Day(Calendar.Flex)}, and today is {Day(Today)}.");
        else if (Today < Calendar.Close)
            reasons.Add($"{Name(Month)} may be closed from {Day(Calendar.Close)}, and today is {Day(Today)}.");
    }

    void AddReturnReasons(List<string> reasons)
    {
        var missing = Returns
            .Where(r => !r.HasArrived && !r.IsDeclaredMissing)
            .Select(r => r.Provider)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (missing.Count > 0)
            reasons.Add(
                $"No return for {Name(Month)} has arrived from {string.Join(", ", missing)}. Wait for it, or declare it missing by name: "
                    + "then what was expected of it is estimated."
            );
    }

    static string Name(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}

/// <param name="Provider">ODS code.</param>
/// <param name="IsDeclaredMissing">Somebody said by name that it will not come in time.</param>
public sealed record ExpectedReturn(string Provider, bool HasArrived, bool IsDeclaredMissing);
