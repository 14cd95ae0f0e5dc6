using System.Globalization;
using System.Text.RegularExpressions;

namespace ReferralHub.Commissioning.Figures;

/// <summary>Days and months of the files of figures, in ISO 8601 only: 03/04/2026 is March to some readers and April to others.</summary>
static partial class FigureDate
{
    static readonly DateOnly First = new(1990, 1, 1);
    static readonly DateOnly Last = new(2099, 12, 31);

    /// <summary>The day from which Excel counts; it takes 1900 for a leap year, so this is right from March 1900 on.</summary>
    static readonly DateOnly ExcelZero = new(1899, 12, 30);

    /// <summary>A day as the files have it.</summary>
    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static (DateOnly Day, string? Fault) ReadDay(string text, string column) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? CheckYear(day, text, column)
            : (default, $"{column} {Describe(text)}; write the day as 2026-04-01");

    /// <summary>A month as 2026-05; its first day, 2026-05-01, is taken for it too.</summary>
    public static (DateOnly Month, string? Fault) ReadMonth(string text, string column)
    {
        var day = Month().IsMatch(text) ? text + "-01" : text;
        var fault =
            !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? Describe(text)
            : month.Day != 1 ? $"is {text}, which is a day and not a month"
            : null;
        return fault is null ? CheckYear(month, text, column) : (default, $"{column} {fault}; write the month as 2026-05");
    }

    static (DateOnly Day, string? Fault) CheckYear(DateOnly day, string text, string column) =>
        day < First || day > Last
            ? (default, $"{column} is {text}, which is before {First.Year} or after {Last.Year}; is the year right?")
            : (day, null);

    static string Describe(string text)
    {
        if (text.Length == 0)
            return "is empty";
        if (Day().IsMatch(text))
            return $"is {text}, and there is no such day";
        if (ExcelDay().IsMatch(text))
        {
            var meant = ExcelZero.AddDays(int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));
            return FormattableString.Invariant($"is {text}, a day as Excel counts them, perhaps {meant:yyyy-MM-dd}");
        }

        if (Slashed().IsMatch(text))
            return $"is {text}, and the order of day and month is uncertain";
        return $"is \"{text}\", which is no date";
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex Day();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}\z")]
    private static partial Regex Month();

    [GeneratedRegex(@"^[1-9][0-9]{4}\z")]
    private static partial Regex ExcelDay();

    [GeneratedRegex(@"^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}\z")]
    private static partial Regex Slashed();
}
