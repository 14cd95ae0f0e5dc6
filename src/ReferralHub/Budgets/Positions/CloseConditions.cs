using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

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
            return [$"{Month.MonthInWords} is closed already. A close is never undone; what is wrong in it is put right by a posting."];
        var reasons = new List<string>();
        var previous = Month.AddMonths(-1);
        if (ClosedThrough is { } closed && closed < previous)
            reasons.Add($"{closed.AddMonths(1).MonthInWords} is still open. Months are closed in their order: close it first.");
        else if (ClosedThrough is null && FirstPosted < Month)
            reasons.Add($"{FirstPosted.Value.MonthInWords} is still open. Months are closed in their order: close it first.");
        if (Today < Month.AddMonths(1))
            reasons.Add($"{Month.MonthInWords} has not ended yet.");
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

    /// <summary>The same, with the returns of these providers declared missing and no others.</summary>
    public CloseConditions DeclareMissing(IReadOnlyCollection<string> missing) =>
        this with
        {
            Returns =
            [
                .. Returns.Select(r => r with { IsDeclaredMissing = missing.Contains(r.Provider, StringComparer.OrdinalIgnoreCase) }),
            ],
        };

    /// <summary>Providers whose return has not come and that were declared missing: of others nobody need say so.</summary>
    public IReadOnlyList<string> FindMissing() =>
        [.. Returns.Where(r => !r.HasArrived && r.IsDeclaredMissing).Select(r => r.Provider).Order(StringComparer.Ordinal)];

    void AddCalendarReasons(List<string> reasons)
    {
        if (Calendar is null)
            reasons.Add($"The calendar has no days for {Month.MonthInWords}. Add the month to calendar.csv.");
        else if (Today <= Calendar.Flex)
            reasons.Add($"Providers may report {Month.MonthInWords} until {Calendar.Flex.DayInWords}, and today is {Today.DayInWords}.");
        else if (Today < Calendar.Close)
            reasons.Add($"{Month.MonthInWords} may be closed from {Calendar.Close.DayInWords}, and today is {Today.DayInWords}.");
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
                $"No return for {Month.MonthInWords} has arrived from {string.Join(", ", missing)}. "
                    + "Wait for it, or declare it missing by name: then what was expected of it is estimated."
            );
    }
}

/// <param name="Provider">ODS code.</param>
/// <param name="IsDeclaredMissing">Somebody said by name that it will not come in time.</param>
public sealed record ExpectedReturn(string Provider, bool HasArrived, bool IsDeclaredMissing);
