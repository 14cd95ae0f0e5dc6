using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>
/// <c>lowBoundary</c>, <c>highBoundary</c> and <c>precision</c> (FHIRPath 2.1, "Utility functions"). Precision is in digits:
/// those after the point of a decimal; of dates and times all of them (year 4, day 8, minute 12, millisecond 17).
/// </summary>
static class BoundaryFunctions
{
    const int DecimalDefault = 8;
    const int DecimalMax = 28;

    public static PathFunction[] All { get; } =
    [
        PathFunction.Plain("lowBoundary", 0, 1, input => input, call => Boundary(call, isLow: true)),
        PathFunction.Plain("highBoundary", 0, 1, input => input, call => Boundary(call, isLow: false)),
        PathFunction.Plain("precision", 0, 0, StaticType.Integer, Precision),
    ];

    static PathItems Boundary(PlainCall call, bool isLow)
    {
        if (call.InputItem() is not { } value)
            return PathItems.Empty;
        var precision = call.Integer(0);
        return PathItems.One(
            value switch
            {
                long n => FindBoundary(n, 0, isLow, precision),
                decimal n => FindBoundary(n, n.Scale, isLow, precision),
                PathQuantity q => FindBoundary(q.Value, q.Value.Scale, isLow, precision) is { } bound ? q with { Value = bound } : null,
                PathTime time => FindBoundary(time, isLow, precision),
                _ => throw call.Wrong(value, "a number, a Quantity, a date or a time"),
            }
        );
    }

    /// <summary>Half a unit of the last digit down or up, cut or rounded to the digits wanted.</summary>
    static decimal? FindBoundary(decimal value, int scale, bool isLow, long? precision)
    {
        var digits = precision ?? DecimalDefault;
        if (digits is < 0 or > DecimalMax || scale >= DecimalMax)
            return null;
        if (value < 0 && FindBoundary(-value, scale, !isLow, precision) is { } mirrored)
            return -mirrored;
        var half = new decimal(5, 0, 0, false, (byte)(scale + 1));
        try
        {
            var bound = isLow
                ? decimal.Round(value - half, (int)digits, MidpointRounding.ToZero)
                : decimal.Round(value + half, (int)digits, MidpointRounding.AwayFromZero);
            // As many digits as were asked for, zeros too.
            return digits == 0 ? bound : bound + new decimal(0, 0, 0, false, (byte)digits);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    static PathTime? FindBoundary(PathTime time, bool isLow, long? precision)
    {
        var digits =
            precision
            ?? time.Kind switch
            {
                PathTimeKind.Date => 8,
                PathTimeKind.DateTime => 17,
                _ => 9,
            };
        var offset = time.Offset ?? (isLow ? TimeSpan.FromHours(14) : TimeSpan.FromHours(-12));
        if (time.Kind == PathTimeKind.Time)
        {
            return digits switch
            {
                2 => Make(TimePrecision.Hour),
                4 => Make(TimePrecision.Minute),
                6 => Make(TimePrecision.Second),
                9 => Make(TimePrecision.Second, 3),
                _ => null,
            };
        }

        return digits switch
        {
            4 => Make(TimePrecision.Year),
            6 => Make(TimePrecision.Month),
            8 => Make(TimePrecision.Day),
            10 when time.Kind == PathTimeKind.DateTime => Make(TimePrecision.Hour, 0, offset),
            12 when time.Kind == PathTimeKind.DateTime => Make(TimePrecision.Minute, 0, offset),
            14 when time.Kind == PathTimeKind.DateTime => Make(TimePrecision.Second, 0, offset),
            17 when time.Kind == PathTimeKind.DateTime => Make(TimePrecision.Second, 3, offset),
            _ => null,
        };

        PathTime Make(TimePrecision wanted, int fractionDigits = 0, TimeSpan? zone = null)
        {
            var edge = isLow ? time.Local : Last(time);
            return new(time.Kind, Cut(edge, wanted, fractionDigits), wanted, fractionDigits, zone);
        }
    }

    /// <summary>The last millisecond that the value may mean.</summary>
    static DateTime Last(PathTime time) =>
        time.Precision switch
        {
            TimePrecision.Year => new DateTime(time.Local.Year, 12, 31, 23, 59, 59, 999),
            TimePrecision.Month => new DateTime(
                time.Local.Year,
                time.Local.Month,
                DateTime.DaysInMonth(time.Local.Year, time.Local.Month),
                23,
                59,
                59,
                999
            ),
            TimePrecision.Day => time.Local.Date.AddTicks(TimeSpan.TicksPerDay - TimeSpan.TicksPerMillisecond),
            TimePrecision.Hour => time.Local.AddTicks(TimeSpan.TicksPerHour - TimeSpan.TicksPerMillisecond),
            TimePrecision.Minute => time.Local.AddTicks(TimeSpan.TicksPerMinute - TimeSpan.TicksPerMillisecond),
            _ => time.FractionDigits > 0 ? time.Local : time.Local.AddTicks(TimeSpan.TicksPerSecond - TimeSpan.TicksPerMillisecond),
        };

    static DateTime Cut(DateTime moment, TimePrecision precision, int fractionDigits) =>
        precision switch
        {
            TimePrecision.Year => new(moment.Year, 1, 1),
            TimePrecision.Month => new(moment.Year, moment.Month, 1),
            TimePrecision.Day => moment.Date,
            TimePrecision.Hour => moment.Date.AddHours(moment.Hour),
            TimePrecision.Minute => moment.Date.AddHours(moment.Hour).AddMinutes(moment.Minute),
            _ => new(moment.Ticks - (moment.Ticks % (fractionDigits > 0 ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond))),
        };

    static PathItems Precision(PlainCall call) =>
        call.InputItem() switch
        {
            null => PathItems.Empty,
            long => PathItems.One(0L),
            decimal n => PathItems.One((long)n.Scale),
            PathTime time => PathItems.One(Digits(time)),
            var other => throw call.Wrong(other, "a number, a date or a time"),
        };

    static long Digits(PathTime time)
    {
        var all = time.Precision switch
        {
            TimePrecision.Year => 4,
            TimePrecision.Month => 6,
            TimePrecision.Day => 8,
            TimePrecision.Hour => 10,
            TimePrecision.Minute => 12,
            _ => 14 + time.FractionDigits,
        };
        return time.Kind == PathTimeKind.Time ? all - 8 : all;
    }
}
