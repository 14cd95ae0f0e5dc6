using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;

namespace ReferralHub.Platform.Data.Scopes;

/// <summary>
/// For each table of the hub, which of its rows a narrow scope finds. A table that says nothing here fails a test, and its rows are found
/// by no narrow scope.
/// </summary>
sealed class ScopeRules
{
    readonly Dictionary<Type, TableScope> tables = [];
    readonly Dictionary<ScopeKind, ScopeLink> links = [];
    readonly Dictionary<Type, string> shared = [];

    /// <summary>The rules of all modules.</summary>
    public static ScopeRules Current { get; } = Collect();

    public IReadOnlyDictionary<Type, TableScope> Tables => tables;

    /// <summary>Tables whose rows are about no single referral, and why anybody may read them whom a route lets in.</summary>
    public IReadOnlyDictionary<Type, string> Shared => shared;

    /// <summary>Finds which of these referrals the scope of a context finds.</summary>
    public Func<HubDbContext, Guid[], CancellationToken, Task<List<Guid>>>? FindReferrals { get; set; }

    /// <summary>A table with rows that each belong to one referral.</summary>
    /// <param name="referral">The referral that a row belongs to; null when it belongs to none, and no narrow scope finds it.</param>
    public TableScope<T> Table<T>(Expression<Func<T, Guid?>> referral)
        where T : class
    {
        var table = new TableScope<T>(referral);
        tables.Add(typeof(T), table);
        return table;
    }

    /// <summary>A table whose rows are found in another way than by the referral they belong to.</summary>
    /// <param name="how">How, for whoever reads the code.</param>
    public TableScope<T> TableBy<T>(string how)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(how);
        return Table<T>(_ => null);
    }

    /// <summary>A table that the hub and the centre alone read, with rows that are about no single referral.</summary>
    /// <param name="why">What they are about, for whoever reads the code.</param>
    public void KeepTable<T>(string why)
        where T : class => TableBy<T>(why);

    /// <summary>A table with rows that are about no single referral and that no scope narrows.</summary>
    /// <param name="why">What they are about, for whoever reads the code.</param>
    public void ShareTable<T>(string why)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        shared.Add(typeof(T), why);
    }

    /// <summary>
    /// Says by which table a kind of scope finds referrals. <typeparamref name="TLink"/> is a type of its own without key, mapped to the
    /// table by name, because a filter that read a filtered table would go round in circles.
    /// </summary>
    public void Link<TLink>(
        ScopeKind kind,
        string table,
        Expression<Func<TLink, Guid>> referral,
        Expression<Func<HubDbContext, TLink, bool>> isFound
    )
        where TLink : class => links.Add(kind, new ScopeLink<TLink>(table, referral, isFound));

    /// <summary>Gives the model of a scoped context its filters.</summary>
    public void AddTo(ModelBuilder model, HubDbContext context)
    {
        if (links.GetValueOrDefault(context.Scope.Kind) is { } link)
            link.AddTo(model);
        foreach (var entity in model.Model.GetEntityTypes().ToList())
            if (tables.TryGetValue(entity.ClrType, out var table))
                model.Entity(entity.ClrType).HasQueryFilter(table.Filter(context, links.GetValueOrDefault(context.Scope.Kind)));
            else if (!shared.ContainsKey(entity.ClrType) && !links.Values.Any(l => l.Type == entity.ClrType))
                model.Entity(entity.ClrType).HasQueryFilter(TableScope.None(entity.ClrType));
    }

    static ScopeRules Collect()
    {
        var rules = new ScopeRules();
        foreach (var type in typeof(ScopeRules).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IScopeRules))))
            ((IScopeRules)Activator.CreateInstance(type, nonPublic: true)!).Declare(rules);
        return rules;
    }
}
