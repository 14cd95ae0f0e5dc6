using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Dispatch;

/// <summary>Which provider was sent what, in the shape in which scopes read it.</summary>
sealed class DispatchProvider
{
    public Guid Referral { get; init; }

    public string Provider { get; init; } = "";

    public DispatchState State { get; init; }
}

/// <summary>
/// A provider finds what was dispatched to it and it has not declined; also what could not be delivered yet, because the patient has
/// chosen it, and what was withdrawn, because it must be able to see that it was. Of the dispatches themselves it finds its own alone.
/// </summary>
sealed class DispatchScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.Link<DispatchProvider>(
            ScopeKind.Providers,
            "dispatch",
            d => d.Referral,
            (db, d) => db.ScopeProviders.Contains(d.Provider) && d.State != DispatchState.Declined
        );
        rules.Table<DispatchedMessage>(d => d.Referral).For(ScopeKind.Providers, (db, d) => db.ScopeProviders.Contains(d.Provider));
        rules
            .TableBy<DispatchedNotice>("by the message that it is about")
            .For(ScopeKind.Practices, (db, n) => db.Set<DispatchedMessage>().Any(d => d.MessageId == n.Dispatch))
            .For(ScopeKind.Providers, (db, n) => db.Set<DispatchedMessage>().Any(d => d.MessageId == n.Dispatch))
            .For(ScopeKind.Referral, (db, n) => db.Set<DispatchedMessage>().Any(d => d.MessageId == n.Dispatch));
    }
}
