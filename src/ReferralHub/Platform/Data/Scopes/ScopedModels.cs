using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace ReferralHub.Platform.Data.Scopes;

/// <summary>
/// One model for each kind of scope, beside the one without filters. Whose referrals they are stands in parameters, so all callers of a
/// kind share the model and the plans of its queries.
/// </summary>
public static class ScopedModels
{
    /// <summary>Lets contexts with these options have the filters of their scope.</summary>
    public static DbContextOptionsBuilder<TContext> UseScopes<TContext>(this DbContextOptionsBuilder<TContext> options)
        where TContext : HubDbContext => options.ReplaceService<IModelCacheKeyFactory, ByScope>();

    sealed class ByScope : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (context.GetType(), ((HubDbContext)context).Scope.Kind, designTime);
    }
}
