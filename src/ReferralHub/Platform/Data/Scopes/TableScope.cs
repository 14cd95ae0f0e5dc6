using System.Linq.Expressions;
using ReferralHub.Platform.Access;

namespace ReferralHub.Platform.Data.Scopes;

/// <summary>Which rows of one table narrow scopes find.</summary>
abstract class TableScope
{
    public abstract LambdaExpression Filter(HubDbContext context, ScopeLink? link);

    /// <summary>The referral that a row belongs to.</summary>
    public abstract Guid? FindReferral(object row);

    /// <summary>Whether a new referral may be made in this scope; null where the row is none.</summary>
    public abstract bool? MayBegin(AccessScope scope, object row);

    /// <summary>A filter that nothing passes.</summary>
    public static LambdaExpression None(Type type) => Expression.Lambda(Expression.Constant(false), Expression.Parameter(type));
}

/// <summary>
/// Which rows of one table narrow scopes find: those of the referrals that the scope finds, unless something else is said for a kind of
/// scope.
/// </summary>
sealed class TableScope<T>(Expression<Func<T, Guid?>> referral) : TableScope
    where T : class
{
    readonly Dictionary<ScopeKind, Expression<Func<HubDbContext, T, bool>>> others = [];
    readonly Lazy<Func<T, Guid?>> find = new(referral.Compile);
    Expression<Func<T, bool>>? belongs;
    Lazy<Func<T, bool>>? belongsNow;
    Func<AccessScope, T, bool>? mayBegin;

    /// <summary>What this kind of scope finds instead.</summary>
    public TableScope<T> For(ScopeKind kind, Expression<Func<HubDbContext, T, bool>> isFound)
    {
        others.Add(kind, isFound);
        return this;
    }

    /// <summary>
    /// Which rows belong to a referral, in a table that has others too. Those no narrow scope finds, and whether a caller may write them
    /// is for the route to ask.
    /// </summary>
    public TableScope<T> BelongsWhere(Expression<Func<T, bool>> hasReferral)
    {
        (belongs, belongsNow) = (hasReferral, new(hasReferral.Compile));
        return this;
    }

    /// <summary>These kinds of scope find no row of it.</summary>
    public TableScope<T> HideFrom(params ScopeKind[] kinds)
    {
        foreach (var kind in kinds)
            others.Add(kind, (_, _) => false);
        return this;
    }

    /// <summary>Only the centre reads it.</summary>
    public TableScope<T> KeepInCentre() => HideFrom(ScopeKind.Practices, ScopeKind.Providers, ScopeKind.Referral);

    /// <summary>A new row is a new referral; says in which scope it may be made.</summary>
    public TableScope<T> BeginsReferral(Func<AccessScope, T, bool> isAllowed)
    {
        mayBegin = isAllowed;
        return this;
    }

    public override LambdaExpression Filter(HubDbContext context, ScopeLink? link)
    {
        var row = referral.Parameters[0];
        var kind = context.Scope.Kind;
        if (others.TryGetValue(kind, out var other))
            return Expression.Lambda<Func<T, bool>>(
                Parameters.Replace(other, Expression.Constant(context, typeof(HubDbContext)), row),
                row
            );
        if (kind == ScopeKind.Nothing || referral.Body is ConstantExpression or UnaryExpression { Operand: ConstantExpression })
            return None(typeof(T));
        var id = referral.Body is UnaryExpression { NodeType: ExpressionType.Convert } unary ? unary.Operand : referral.Body;
        if (kind == ScopeKind.Referral)
        {
            Expression<Func<HubDbContext, Guid>> one = db => db.ScopeReferral;
            var wanted = Parameters.Replace(one, Expression.Constant(context, typeof(HubDbContext)));
            return OfReferrals(Expression.Equal(id, id.Type == typeof(Guid) ? wanted : Expression.Convert(wanted, id.Type)), row);
        }

        return link is null ? None(typeof(T)) : OfReferrals(link.Exists(context, id), row);
    }

    public override Guid? FindReferral(object row) => belongsNow?.Value((T)row) == false ? null : find.Value((T)row);

    public override bool? MayBegin(AccessScope scope, object row) => mayBegin?.Invoke(scope, (T)row);

    Expression<Func<T, bool>> OfReferrals(Expression isFound, ParameterExpression row) =>
        Expression.Lambda<Func<T, bool>>(belongs is null ? isFound : Expression.AndAlso(Parameters.Replace(belongs, row), isFound), row);
}
