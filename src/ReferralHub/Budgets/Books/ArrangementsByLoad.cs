using ReferralHub.Commissioning.Model;

namespace ReferralHub.Budgets.Books;

/// <summary>
/// The arrangements of a load, made ready for use and kept for the next question. A load never changes, so what is kept here is right for
/// whichever transaction asks.
/// </summary>
/// <param name="find">Reads a load's configuration.</param>
sealed class ArrangementsByLoad(Func<Guid, CancellationToken, Task<Configuration>> find)
{
    const int KeptMax = 4;
    readonly Dictionary<Guid, ReadArrangements> kept = [];
    readonly Queue<Guid> order = [];
    readonly Lock gate = new();

    /// <param name="load">Null before the first load: then there are none.</param>
    public async Task<ReadArrangements> FindAsync(Guid? load, CancellationToken cancellationToken)
    {
        if (load is not { } id)
            return ReadArrangements.None;
        lock (gate)
            if (kept.TryGetValue(id, out var known))
                return known;
        var read = new ReadArrangements(await find(id, cancellationToken));
        lock (gate)
            if (kept.TryAdd(id, read))
            {
                order.Enqueue(id);
                if (order.Count > KeptMax)
                    kept.Remove(order.Dequeue());
            }

        return read;
    }
}
