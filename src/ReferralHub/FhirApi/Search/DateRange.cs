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
            var leeway = TimeSpan.FromTicks(Math.Abs((now - from).Ticks) / 10);
            (prefix, from, to) = ("eq", from - leeway, to + leeway);
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
            to =
                from
                + (
                    text.Contains('.', StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(1)
                    : text.Length > 16 && text[16] == ':' ? TimeSpan.FromSeconds(1)
                    : TimeSpan.FromMinutes(1)
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
        var after = text.Length switch
        {
            4 => first.AddYears(1),
            7 => first.AddMonths(1),
            _ => first.AddDays(1),
        };
        (from, to) = (WorkingDays.ToStartOfDay(first), WorkingDays.ToStartOfDay(after));
        return true;
    }
}
