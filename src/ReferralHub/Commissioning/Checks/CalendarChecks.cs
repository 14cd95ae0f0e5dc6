using ReferralHub.Commissioning.Calendars;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Checks;

/// <summary>Months that the calendar lacks, and days of a month that cannot follow one another.</summary>
static class CalendarChecks
{
    /// <summary>Missing months that are named: more of them are one slip in a year.</summary>
    const int NamedMax = 24;

    public static IEnumerable<ConfigurationFault> Check(Configuration configuration) =>
        [
            .. FinancialCalendar.FindMissing(configuration.Calendar).Take(NamedMax).Select(Describe),
            .. configuration
                .Calendar.Select(m => (Month: m, Text: FindDisorder(m)))
                .Where(m => m.Text is not null)
                .Select(m => new ConfigurationFault(true, m.Month.Place, Name(m.Month.Month), m.Text!)),
        ];

    static ConfigurationFault Describe((DateOnly Month, CalendarMonth Before) missing) =>
        new(
            true,
            missing.Before.Place,
            Name(missing.Month),
            $"the month {Name(missing.Month)} is missing after {Name(missing.Before.Month)}; add a row with its flex, freeze and close"
        );

    /// <summary>The month ends, figures are reported until flex and corrected until freeze; only after flex may it be closed.</summary>
    static string? FindDisorder(CalendarMonth month)
    {
        var end = month.Month.AddMonths(1).AddDays(-1);
        return month switch
        {
            _ when month.Flex <= end => FormattableString.Invariant(
                $"flex is {month.Flex:yyyy-MM-dd}, and the month ends on {end:yyyy-MM-dd}"
            ),
            _ when month.Freeze < month.Flex => FormattableString.Invariant(
                $"freeze is {month.Freeze:yyyy-MM-dd}, which lies before flex, {month.Flex:yyyy-MM-dd}"
            ),
            _ when month.Close <= month.Flex => FormattableString.Invariant(
                $"close is {month.Close:yyyy-MM-dd}, and providers may report until flex, {month.Flex:yyyy-MM-dd}; close after it"
            ),
            _ => null,
        };
    }

    static string Name(DateOnly month) => FormattableString.Invariant($"{month:yyyy-MM}");
}
