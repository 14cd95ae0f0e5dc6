using System.Collections.Frozen;
using ReferralHub.Platform.Access;

namespace ReferralHub.Feeds;

/// <summary>What a reader of the event feed is told: of which practices, and which members of an event's data.</summary>
/// <param name="Scope">Whose events.</param>
/// <param name="Members">Members of the data; null for all.</param>
sealed record EventReader(AccessScope Scope, IReadOnlySet<string>? Members)
{
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
        "reason",
        "available",
        "shown",
    ]);

    /// <summary>
    /// The centre's own systems are told everything. A registered reader is told of the practices that its registration names as its
    /// organisations, or of all when it names the centre.
    /// </summary>
    /// <param name="centre">ODS code of the centre.</param>
    public static EventReader FromCaller(Caller caller, string centre) =>
        caller.Role != CallerRole.ReaderSystem ? new(caller.Scope, null)
        : caller.Organisations.Contains(centre) ? new(AccessScope.System("a reader that is registered for the whole centre"), ToCount)
        : new(AccessScope.ForPractices(caller.Organisations), ToCount);
}
