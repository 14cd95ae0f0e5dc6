using System.Globalization;
using System.Linq.Expressions;

namespace ReferralHub.Platform;

/// <summary>
/// The row behind which a page of a list begins: the instant by which the list is sorted and the id, so that rows that come in
/// meanwhile move nothing. As text it stands in addresses and has no meaning for who reads it.
/// </summary>
/// <param name="At">UTC.</param>
public sealed record PageKey(DateTime At, Guid Id)
{
    /// <summary>E.g. <c>8de2a6b1c5d0000.0198f3a2…</c>: ticks in hex, a point, the id without hyphens.</summary>
    public override string ToString() => $"{At.Ticks:x}.{Id:N}";

    /// <summary>Null where the text is none, which shows the first page.</summary>
    public static PageKey? Read(string? text) =>
        text?.Split('.') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at)
        && ReadInstant(at) is { } instant
        && Guid.TryParse(id, out var key)
            ? new(instant, key)
            : null;

    /// <summary>The instant with so many ticks, UTC; null where there is none.</summary>
    public static DateTime? ReadInstant(long ticks) =>
        ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new(ticks, DateTimeKind.Utc) : null;
}

/// <summary>Sorts rows by an instant and their id, and leaves out those before a key.</summary>
public static class KeyPages
{
    /// <param name="at">The instant to sort by: a <see cref="DateTime"/> or a <see cref="Nullable{DateTime}"/>.</param>
    /// <param name="behind">The last row of the page before; null for the first page.</param>
    public static IQueryable<T> Page<T, TInstant>(
        this IQueryable<T> rows,
        Expression<Func<T, TInstant>> at,
        Expression<Func<T, Guid>> id,
        PageKey? behind,
        bool isDescending = false
    )
    {
        if (behind is not null)
            rows = rows.Where(IsBehind(at, id, behind, isDescending));
        return isDescending ? rows.OrderByDescending(at).ThenByDescending(id) : rows.OrderBy(at).ThenBy(id);
    }

    static Expression<Func<T, bool>> IsBehind<T, TInstant>(
        Expression<Func<T, TInstant>> at,
        Expression<Func<T, Guid>> id,
        PageKey behind,
        bool isDescending
    )
    {
        // Members of an object and no constants: the database gets parameters, and one plan serves every page.
        var key = Expression.Constant(behind);
        var instant = Expression.Convert(Expression.Property(key, nameof(PageKey.At)), typeof(TInstant));
        var value = Expression.Property(key, nameof(PageKey.Id));
        var idOfRow = new SameRow(id.Parameters[0], at.Parameters[0]).Visit(id.Body);
        var (beyond, beside) = isDescending
            ? (Expression.LessThan(at.Body, instant), Expression.LessThan(idOfRow, value))
            : (Expression.GreaterThan(at.Body, instant), Expression.GreaterThan(idOfRow, value));
        return Expression.Lambda<Func<T, bool>>(
            Expression.OrElse(beyond, Expression.AndAlso(Expression.Equal(at.Body, instant), beside)),
            at.Parameters
        );
    }

    sealed class SameRow(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
