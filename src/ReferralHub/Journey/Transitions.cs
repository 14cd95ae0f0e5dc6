using System.Collections.Frozen;

namespace ReferralHub.Journey;

/// <summary>
/// Every legal move, in one table. A journey never goes straight from Received to Returned: only a named clinician
/// returns. Nothing is closed by a timer. A technical failure is not a stage.
/// </summary>
public static class Transitions
{
    static readonly (Stage From, Stage[] To)[] Table =
    [
        (Stage.Received, [Stage.InReview, Stage.AwaitingInformation, Stage.Accepted, Stage.Received]),
        (Stage.InReview, [Stage.Accepted, Stage.AwaitingInformation, Stage.Returned, Stage.Received]),
        (Stage.AwaitingInformation, [Stage.Received, Stage.InReview]),
        (Stage.Accepted, [Stage.AwaitingChoice, Stage.AwaitingCapacity, Stage.Chosen, Stage.Received]),
        (Stage.AwaitingChoice, [Stage.Chosen, Stage.AwaitingCapacity, Stage.InReview, Stage.Received]),
        (Stage.AwaitingCapacity, [Stage.AwaitingChoice, Stage.Chosen, Stage.InReview, Stage.Received]),
        (Stage.Chosen, [Stage.Dispatched, Stage.Received]),
        (Stage.Dispatched, [Stage.HandedOver, Stage.InReview, Stage.AwaitingCapacity]),
        (Stage.HandedOver, []),
        (Stage.Returned, []),
        (Stage.Cancelled, []),
        (Stage.EnteredInError, []),
    ];

    static readonly FrozenDictionary<Stage, FrozenSet<Stage>> Legal = Table.ToFrozenDictionary(
        row => row.From,
        // Any open stage may be cancelled or withdrawn as an error when the referrer says so.
        row => (row.From.IsTerminal() ? row.To : [.. row.To, Stage.Cancelled, Stage.EnteredInError]).ToFrozenSet()
    );

    public static bool Allows(Stage from, Stage to) => Legal[from].Contains(to);

    public static IReadOnlyCollection<Stage> From(Stage stage) => Legal[stage];
}
