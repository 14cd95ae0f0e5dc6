using System.Globalization;
using System.Linq.Expressions;
using ReferralHub.Fhir;
using ReferralHub.Kernel;

namespace ReferralHub.FhirApi.Search;

/// <summary>
/// A date of a search: a prefix and the span of time that its precision covers (R4 §3.1.1.4.7). Days without a time are
/// those of England.
/// </summary>
/// <param name="From">First instant, UTC.</param>
/// <param name="To">First instant after it, UTC.</param>
public readonly record struct DateRange(string Prefix, DateTime From, DateTime To)
{
    static readonly DateTime LastInstant = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);
    static readonly DateOnly LastMonth = new(DateOnly.MaxValue.Year, DateOnly.MaxValue.Month, 1);
    static readonly string[] Prefixes = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];

    /// <summary>Reads <c>ge2026-11-01</c> and its like.</summary>
    /// <param name="now">For <c>ap</c>, which allows a tenth of the distance from now.</param>
    public static bool TryParse(string text, DateTime now, out DateRange range)
    {
        range = default;
        var prefix = text.Length > 2 && char.IsAsciiLetter(text[0]) ? text[..2] : "eq";
        if (!Prefixes.Contains(prefix))
            return false;
        var value = text.Length > 2 && char.IsAsciiLetter(text[0]) ? text[2..] : text;
        if (!TrySpan(value, out var from, out var to))
            return false;
        if (prefix == "ap")
        {
            var leeway = Math.Abs((now - from).Ticks) / 10;
            (prefix, from, to) = ("eq", Moved(from, -leeway), Moved(to, leeway));
        }

        range = new(prefix, from, to);
        return true;
    }

    /// <summary>The rows whose instant fits.</summary>
    public IQueryable<T> Filter<T>(IQueryable<T> rows, Expression<Func<T, DateTime>> instant)
    {
        var (from, to) = (Expression.Constant(From), Expression.Constant(To));
        var at = instant.Body;
        Expression fits = Prefix switch
        {
            "ne" => Expression.OrElse(Expression.LessThan(at, from), Expression.GreaterThanOrEqual(at, to)),
            "gt" or "sa" => Expression.GreaterThanOrEqual(at, to),
            "lt" or "eb" => Expression.LessThan(at, from),
            "ge" => Expression.GreaterThanOrEqual(at, from),
            "le" => Expression.LessThan(at, to),
            _ => Expression.AndAlso(Expression.GreaterThanOrEqual(at, from), Expression.LessThan(at, to)),
        };
        return rows.Where(Expression.Lambda<Func<T, bool>>(fits, instant.Parameters));
    }

    static bool TrySpan(string text, out DateTime from, out DateTime to)
    {
        (from, to) = (default, default);
        if (text.Contains('T', StringComparison.Ordinal))
        {
            if (!FhirDateTime.TryInstant(text.Length > 16 && text[16] is 'Z' or '+' or '-' ? text.Insert(16, ":00") : text, out from))
                return false;
            to = Moved(
                from,
                text.Contains('.', StringComparison.Ordinal) ? TimeSpan.TicksPerMillisecond
                    : text.Length > 16 && text[16] == ':' ? TimeSpan.TicksPerSecond
                    : TimeSpan.TicksPerMinute
            );
            return true;
        }

        if (
            !DateOnly.TryParseExact(
                text.Length switch
                {
                    4 => text + "-01-01",
                    7 => text + "-01",
                    _ => text,
                },
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var first
            )
        )
            return false;
        // What the calendar of .NET has no day for ends with its last instant.
        var after = text.Length switch
        {
            4 when first.Year < DateOnly.MaxValue.Year => first.AddYears(1),
            7 when first < LastMonth => first.AddMonths(1),
            > 7 when first < DateOnly.MaxValue => first.AddDays(1),
            _ => DateOnly.MaxValue,
        };
        to = after == DateOnly.MaxValue ? LastInstant : WorkingDays.ToStartOfDay(after);
        from = WorkingDays.ToStartOfDay(first);
        return true;
    }

    /// <summary>An instant moved by so many ticks, at most to the ends of the calendar.</summary>
    static DateTime Moved(DateTime instant, long ticks) =>
        ticks > LastInstant.Ticks - instant.Ticks ? LastInstant
        : ticks < -instant.Ticks ? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)
        : instant.AddTicks(ticks);
}
