using System.Collections.Frozen;
using ReferralHub.Budgets.Commissioners;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Log;

namespace ReferralHub.Feeds;

/// <summary>Which events of the books a reader is told.</summary>
enum BookReading
{
    None,

    /// <summary>Those about lines of plans that its own practices hold.</summary>
    OwnPlans,

    /// <summary>
    /// Those about plans that it commissions, that its practices hold, or those of bodies it belongs to; and what is about no plan, as
    /// prices and closed months, which count for all.
    /// </summary>
    Commissioned,

    All,
}

/// <summary>What a reader of the event feed is told: of which referrals and books, and which members of the data.</summary>
/// <param name="Scope">Whose referrals.</param>
/// <param name="Members">Members of the data of events about referrals; null for all.</param>
/// <param name="Books">Which events of the books.</param>
/// <param name="Holders">Codes of the practices and bodies of whose plans it is told.</param>
sealed record EventReader(AccessScope Scope, IReadOnlySet<string>? Members, BookReading Books, IReadOnlyList<string> Holders)
{
    /// <summary>Ids of the plan sets of which it is told whoever holds them.</summary>
    public IReadOnlyList<string> Plans { get; init; } = [];

    /// <summary>
    /// What a registered reader needs to count and to follow a referral through its stages. Priority, flags and rules are not among
    /// them: with practice and day they would say of a patient whom somebody knows that they may have cancer.
    /// </summary>
    static readonly FrozenSet<string> ToCount = FrozenSet.ToFrozenSet([
        "from",
        "stage",
        "specialty",
        "practice",
        "provider",
        "pence",
        "priceVersion",
        "reason",
        "available",
        "shown",
    ]);

    /// <summary>What a holder needs to follow how its line of a plan was set; balances of others are not among them.</summary>
    static readonly FrozenSet<string> OfPlans = FrozenSet.ToFrozenSet([
        "plan",
        "holder",
        "scope",
        "money",
        "pence",
        "effectiveFrom",
        "by",
        "understood",
        "reason",
    ]);

    /// <summary>
    /// The centre's own systems are told everything, and a reader that is registered for the centre of everything what counting takes. A
    /// commissioner, or a reader that is registered for one, is told of the plans that are its business; a reader of practices of their
    /// referrals and of their own lines of plans; a provider has no feed of events.
    /// </summary>
    /// <param name="centre">ODS code of the centre.</param>
    /// <param name="commissioners">Says who is a commissioner, and of which practices.</param>
    /// <param name="plans">Says of which plans a commissioner is told.</param>
    public static async Task<EventReader> FromCallerAsync(
        Caller caller,
        string centre,
        CommissionedPractices commissioners,
        CommissionedPlans plans,
        CancellationToken cancellationToken
    )
    {
        var practices = caller.Organisations.SelectMany(commissioners.List).ToList();
        return caller.Role switch
        {
            CallerRole.CentreSystem => new(caller.Scope, null, BookReading.All, []),
            CallerRole.Commissioner => await ForCommissionerAsync(AccessScope.Nothing),
            CallerRole.ReaderSystem when caller.Organisations.Contains(centre) => new(
                AccessScope.System("a reader that is registered for the whole centre"),
                ToCount,
                BookReading.All,
                []
            ),
            CallerRole.ReaderSystem when practices.Count > 0 => await ForCommissionerAsync(AccessScope.ForPractices(caller.Organisations)),
            CallerRole.ReaderSystem => new(
                AccessScope.ForPractices(caller.Organisations),
                ToCount,
                BookReading.OwnPlans,
                caller.Organisations
            ),
            _ => new(AccessScope.Nothing, ToCount, BookReading.None, []),
        };

        async Task<EventReader> ForCommissionerAsync(AccessScope scope)
        {
            var told = await plans.FindAsync(caller.Organisations, cancellationToken);
            return new(
                scope,
                ToCount,
                BookReading.Commissioned,
                [.. caller.Organisations.Concat(practices).Concat(told.Holders).Distinct(StringComparer.Ordinal)]
            )
            {
                Plans = told.Sets,
            };
        }
    }

    /// <summary>Members of this event's data that the reader is told; null for all.</summary>
    public IReadOnlySet<string>? FindMembers(LogEvent e) =>
        e.IsAboutReferral ? Members
        : Books is BookReading.All or BookReading.Commissioned ? null
        : OfPlans;
}
