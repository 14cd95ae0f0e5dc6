using System.Globalization;

namespace ReferralHub.Fhir.FhirPath.Values;

/// <summary>Which of the three System types a <see cref="PathTime"/> is.</summary>
public enum PathTimeKind
{
    Date,
    DateTime,
    Time,
}

/// <summary>How exact a <see cref="PathTime"/> is.</summary>
public enum TimePrecision
{
    Year = 1,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// <summary>
/// A System.Date, DateTime or Time of any precision. Seconds and their fraction count as one precision, as FHIRPath says.
/// A value stands for the time from its first to its last moment; where two overlap without being equally exact, or where
/// only one has a zone and the other's could be any, they cannot be compared and the answer is unknown.
/// </summary>
public sealed partial class PathTime
{
    /// <summary>A zone that is not said may be anything between these two.</summary>
    static readonly TimeSpan EarliestZone = TimeSpan.FromHours(-12);
    static readonly TimeSpan LatestZone = TimeSpan.FromHours(14);

    readonly DateTime local;

    internal PathTime(PathTimeKind kind, DateTime local, TimePrecision precision, int fractionDigits = 0, TimeSpan? offset = null)
    {
        (Kind, this.local, Precision, FractionDigits, Offset) = (kind, local, precision, fractionDigits, offset);
    }

    public PathTimeKind Kind { get; }

    public TimePrecision Precision { get; }

    /// <summary>Digits of the second's fraction as written, at most 7.</summary>
    public int FractionDigits { get; }

    /// <summary>Zone; null when there is none.</summary>
    public TimeSpan? Offset { get; }

    /// <summary>The first moment, by the clock of its own zone. Of a Time, on 1 January of year 1.</summary>
    public DateTime Local => local;

    public static PathTime FromInstant(DateTimeOffset now) =>
        new(
            PathTimeKind.DateTime,
            new(now.DateTime.Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond),
            TimePrecision.Second,
            3,
            now.Offset
        );

    public static PathTime FromDate(DateOnly date) => new(PathTimeKind.Date, date.ToDateTime(TimeOnly.MinValue), TimePrecision.Day);

    /// <summary>Less than 0, 0 or more; null when it cannot be said.</summary>
    internal static int? Compare(PathTime a, PathTime b)
    {
        var oneZone = a.Offset is null == b.Offset is null;
        if (oneZone && a.Precision == b.Precision)
            return a.FirstTick().CompareTo(b.FirstTick());
        var (fromA, toA) = a.Range(widen: !oneZone && a.Offset is null);
        var (fromB, toB) = b.Range(widen: !oneZone && b.Offset is null);
        return toA <= fromB ? -1
            : toB <= fromA ? 1
            : null;
    }

    /// <summary>The value as a DateTime; itself when it is one.</summary>
    internal PathTime ToDateTime() =>
        Kind == PathTimeKind.DateTime ? this : new(PathTimeKind.DateTime, local, Precision, FractionDigits, Offset);

    internal PathTime ToDate() =>
        Kind == PathTimeKind.Date
            ? this
            : new(PathTimeKind.Date, local.Date, Precision > TimePrecision.Day ? TimePrecision.Day : Precision);

    /// <summary>The clock of a DateTime that has one.</summary>
    internal PathTime ToTime() => new(PathTimeKind.Time, DateTime.MinValue + local.TimeOfDay, Precision, FractionDigits);

    /// <summary>
    /// Adds a time-valued quantity (FHIRPath N1 §6.6.7): calendar units keep the day of the month where they can, units finer
    /// than the value are turned into its own and what is left over is dropped. Null when the result is out of range.
    /// </summary>
    internal PathTime? Add(decimal amount, string unit)
    {
        try
        {
            return unit switch
            {
                "year" => With(local.AddYears((int)decimal.Truncate(amount))),
                "month" => AddMonths((int)decimal.Truncate(amount)),
                "week" => AddDays(decimal.Truncate(amount) * 7),
                "day" => AddDays(decimal.Truncate(amount)),
                "hour" => AddTicks(decimal.Truncate(amount) * TimeSpan.TicksPerHour),
                "minute" => AddTicks(decimal.Truncate(amount) * TimeSpan.TicksPerMinute),
                "second" => AddTicks(amount * TimeSpan.TicksPerSecond),
                _ => AddTicks(amount * TimeSpan.TicksPerMillisecond),
            };
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    public override string ToString()
    {
        var format =
            Kind == PathTimeKind.Time
                ? Precision switch
                {
                    TimePrecision.Hour => "HH",
                    TimePrecision.Minute => "HH:mm",
                    _ => "HH:mm:ss",
                }
                : Precision switch
                {
                    TimePrecision.Year => "yyyy",
                    TimePrecision.Month => "yyyy-MM",
                    TimePrecision.Day => "yyyy-MM-dd",
                    TimePrecision.Hour => "yyyy-MM-dd'T'HH",
                    TimePrecision.Minute => "yyyy-MM-dd'T'HH:mm",
                    _ => "yyyy-MM-dd'T'HH:mm:ss",
                };
        if (FractionDigits > 0)
            format += "." + new string('f', FractionDigits);
        var text = local.ToString(format, CultureInfo.InvariantCulture);
        return Offset is { } zone ? $"{text}{(zone == TimeSpan.Zero ? "Z" : $"{(zone < TimeSpan.Zero ? '-' : '+')}{zone:hh\\:mm}")}" : text;
    }

    PathTime With(DateTime moment, int? fractionDigits = null) => new(Kind, moment, Precision, fractionDigits ?? FractionDigits, Offset);

    PathTime AddMonths(int months) => Precision == TimePrecision.Year ? With(local.AddYears(months / 12)) : With(local.AddMonths(months));

    PathTime AddDays(decimal days) =>
        Precision switch
        {
            TimePrecision.Year => With(local.AddYears((int)(days / 365))),
            TimePrecision.Month => With(local.AddMonths((int)(days / 30))),
            _ => With(local.AddDays((double)days)),
        };

    PathTime AddTicks(decimal ticks)
    {
        if (Kind == PathTimeKind.Time)
        {
            // A clock goes round.
            var day = (decimal)TimeSpan.TicksPerDay;
            var onClock = (local.Ticks + ticks) % day;
            return With(new((long)(onClock < 0 ? onClock + day : onClock)), Digits(ticks));
        }

        return Precision switch
        {
            < TimePrecision.Hour => AddDays(decimal.Truncate(ticks / TimeSpan.TicksPerDay)),
            TimePrecision.Hour => With(local.AddTicks((long)decimal.Truncate(ticks / TimeSpan.TicksPerHour) * TimeSpan.TicksPerHour)),
            TimePrecision.Minute => With(local.AddTicks((long)decimal.Truncate(ticks / TimeSpan.TicksPerMinute) * TimeSpan.TicksPerMinute)),
            _ => With(local.AddTicks((long)ticks), Digits(ticks)),
        };
    }

    int Digits(decimal ticks) => FractionDigits > 0 || ticks % TimeSpan.TicksPerSecond == 0 ? FractionDigits : 3;

    long FirstTick() => local.Ticks - (Offset?.Ticks ?? 0);

    /// <summary>First tick, and the tick after the last.</summary>
    (long From, long To) Range(bool widen)
    {
        var from = FirstTick();
        var to =
            from
            + Precision switch
            {
                TimePrecision.Year => (DateTime.IsLeapYear(local.Year) ? 366 : 365) * TimeSpan.TicksPerDay,
                TimePrecision.Month => DateTime.DaysInMonth(local.Year, local.Month) * TimeSpan.TicksPerDay,
                TimePrecision.Day => TimeSpan.TicksPerDay,
                TimePrecision.Hour => TimeSpan.TicksPerHour,
                TimePrecision.Minute => TimeSpan.TicksPerMinute,
                _ => 1,
            };
        return widen ? (from - LatestZone.Ticks, to - EarliestZone.Ticks) : (from, to);
    }
}
