using System.Globalization;

namespace ReferralHub.Fhir.FhirPath.Values;

/// <content>How dates and times are read from text.</content>
public sealed partial class PathTime
{
    internal static PathTime? ParseDate(ReadOnlySpan<char> text) =>
        text.Length > 0 && Date(text, out var local, out var precision) == text.Length ? new(PathTimeKind.Date, local, precision) : null;

    internal static PathTime? ParseDateTime(ReadOnlySpan<char> text)
    {
        var used = Date(text, out var local, out var precision);
        if (used <= 0)
            return null;
        if (used == text.Length)
            return new(PathTimeKind.DateTime, local, precision);
        if (text[used] != 'T')
            return null;
        var rest = text[(used + 1)..];
        if (rest.Length == 0)
            return new(PathTimeKind.DateTime, local, precision);
        if (precision != TimePrecision.Day)
            return null;
        var clock = Clock(rest, out var time, out precision, out var digits);
        if (clock <= 0 || Zone(rest[clock..]) is not { } zone)
            return null;
        return new(PathTimeKind.DateTime, local + time, precision, digits, zone.IsSaid ? zone.Offset : null);
    }

    internal static PathTime? ParseTime(ReadOnlySpan<char> text) =>
        Clock(text, out var time, out var precision, out var digits) is > 0 and var used && used == text.Length
            ? new(PathTimeKind.Time, DateTime.MinValue + time, precision, digits)
            : null;

    /// <summary>Characters used by a date at the start; 0 when there is none.</summary>
    static int Date(ReadOnlySpan<char> text, out DateTime local, out TimePrecision precision)
    {
        (local, precision) = (default, TimePrecision.Year);
        if (!Two(text, 0, out var century) || !Two(text, 2, out var rest))
            return 0;
        var (year, month, day, used) = ((century * 100) + rest, 1, 1, 4);
        if (text.Length > 4 && text[4] == '-')
        {
            if (!Two(text, 5, out month))
                return 0;
            (precision, used) = (TimePrecision.Month, 7);
            if (text.Length > 7 && text[7] == '-')
            {
                if (!Two(text, 8, out day))
                    return 0;
                (precision, used) = (TimePrecision.Day, 10);
            }
        }

        if (year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return 0;
        local = new(year, month, day);
        return used;
    }

    static int Clock(ReadOnlySpan<char> text, out TimeSpan time, out TimePrecision precision, out int digits)
    {
        (time, precision, digits) = (default, TimePrecision.Hour, 0);
        if (!Two(text, 0, out var hour) || hour > 23)
            return 0;
        var (minute, second, used) = (0, 0, 2);
        if (text.Length > 2 && text[2] == ':')
        {
            if (!Two(text, 3, out minute) || minute > 59)
                return 0;
            (precision, used) = (TimePrecision.Minute, 5);
            if (text.Length > 5 && text[5] == ':')
            {
                if (!Two(text, 6, out second) || second > 59)
                    return 0;
                (precision, used) = (TimePrecision.Second, 8);
            }
        }

        time = new(hour, minute, second);
        if (precision != TimePrecision.Second || text.Length <= 9 || text[8] != '.')
            return used;
        var fraction = text[9..];
        var count = fraction.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : fraction.Length;
        if (count == 0)
            return 0;
        digits = Math.Min(count, 7);
        time += new TimeSpan(long.Parse(fraction[..digits], CultureInfo.InvariantCulture) * (long)Math.Pow(10, 7 - digits));
        return used + 1 + count;
    }

    static (bool IsSaid, TimeSpan Offset)? Zone(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
            return (false, default);
        if (text is "Z")
            return (true, default);
        if (
            text.Length != 6
            || text[0] is not ('+' or '-')
            || text[3] != ':'
            || !Two(text, 1, out var hours)
            || !Two(text, 4, out var minutes)
            || hours > 14
            || minutes > 59
        )
            return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return (true, text[0] == '-' ? -offset : offset);
    }

    static bool Two(ReadOnlySpan<char> text, int from, out int value)
    {
        value = 0;
        if (text.Length < from + 2 || !char.IsAsciiDigit(text[from]) || !char.IsAsciiDigit(text[from + 1]))
            return false;
        value = ((text[from] - '0') * 10) + text[from + 1] - '0';
        return true;
    }
}
