using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace ReferralHub.Platform.Data.Scopes;

/// <summary>The table by which one kind of scope finds referrals.</summary>
abstract class ScopeLink
{
    public abstract Type Type { get; }

    public abstract void AddTo(ModelBuilder model);

    /// <summary>Whether the referral with this id is found.</summary>
    public abstract Expression Exists(HubDbContext context, Expression referral);
}

sealed class ScopeLink<TLink>(string table, Expression<Func<TLink, Guid>> referral, Expression<Func<HubDbContext, TLink, bool>> isFound)
    : ScopeLink
    where TLink : class
{
    public override Type Type => typeof(TLink);

    public override void AddTo(ModelBuilder model) => model.Entity<TLink>().HasNoKey().ToView(table);

    public override Expression Exists(HubDbContext context, Expression id)
    {
        var row = referral.Parameters[0];
        var own = id.Type == typeof(Guid) ? referral.Body : Expression.Convert(referral.Body, id.Type);
        var found = Parameters.Replace(isFound, Expression.Constant(context, typeof(HubDbContext)), row);
        var condition = Expression.Lambda<Func<TLink, bool>>(Expression.AndAlso(Expression.Equal(own, id), found), row);
        var set = Expression.Call(Expression.Constant(context, typeof(HubDbContext)), nameof(DbContext.Set), [typeof(TLink)]);
        return Expression.Call(typeof(Queryable), nameof(Queryable.Any), [typeof(TLink)], set, Expression.Quote(condition));
    }
}

/// <summary>Puts other expressions in place of a lambda's parameters.</summary>
static class Parameters
{
    public static Expression Replace(LambdaExpression lambda, params Expression[] by) =>
        new Replacing(lambda.Parameters.Zip(by).ToDictionary(p => p.First, p => p.Second)).Visit(lambda.Body);

    sealed class Replacing(Dictionary<ParameterExpression, Expression> by) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => by.GetValueOrDefault(node, node);
    }
}
