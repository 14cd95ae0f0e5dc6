using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Feeds;

/// <summary>Of which plans a commissioner is told: by their sets, and by who holds them.</summary>
/// <param name="Sets">Ids of plan sets to which it gives money, or whose sum is its own or that of a body it belongs to.</param>
/// <param name="Holders">Its own ids and those of bodies it belongs to.</param>
sealed record ToldPlans(IReadOnlyList<string> Sets, IReadOnlyList<string> Holders);

/// <summary>
/// Finds by the commissioning arrangements in force of which plans organisations are told. What another commissioner agrees with its
/// practices is not their business.
/// </summary>
sealed class CommissionedPlans(CommissioningStore store, TimeProvider time)
{
    volatile Known? known;

    /// <param name="organisations">Ids or ODS codes of bodies.</param>
    public async Task<ToldPlans> FindAsync(IReadOnlyCollection<string> organisations, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        var configuration = store.Current;
        if (known is not { } kept || !ReferenceEquals(kept.Configuration, configuration))
            known = kept = new(configuration, new(configuration));
        return Find(configuration, kept.Memberships, organisations, WorkingDays.LocalDate(time.UtcNow()));
    }

    internal static ToldPlans Find(
        Configuration configuration,
        Memberships memberships,
        IReadOnlyCollection<string> organisations,
        DateOnly today
    )
    {
        var (own, belonged) = (
            new HashSet<string>(StringComparer.OrdinalIgnoreCase),
            new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        );
        foreach (var organisation in organisations)
        foreach (var above in memberships.FindAbove(organisation, today))
        {
            // The nearest come first. To whom a body only reports, or pays, it does not belong.
            var isSame = above.Link == "is";
            if (isSame && (above.Id == organisation || own.Contains(above.Below)))
                own.Add(above.Id);
            else if ((isSame || above.Link == "belongs to") && (own.Contains(above.Below) || belonged.Contains(above.Below)))
                belonged.Add(above.Id);
        }

        return new(
            [
                .. configuration
                    .PlanSets.Where(s =>
                        own.Contains(s.Commissioner)
                        || s.Contributors.Keys.Any(own.Contains)
                        || (s.RollUp is { } sum && (own.Contains(sum) || belonged.Contains(sum)))
                    )
                    .Select(s => s.Id)
                    .Distinct(StringComparer.Ordinal),
            ],
            [.. own.Union(belonged)]
        );
    }

    sealed record Known(Configuration Configuration, Memberships Memberships);
}
