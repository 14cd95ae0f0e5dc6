using Microsoft.Extensions.Logging;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Platform;

namespace ReferralHub.Commissioning.Prices;

/// <summary>
/// The price lists of the arrangements in force, each read once and asked from memory. For whoever needs a price before the books have
/// one: it is the price that the books find on the same day, at the prices of the plan that will pay.
/// </summary>
public sealed partial class PricesInForce(CommissioningStore store, ILogger<PricesInForce> logger)
{
    volatile ReadLists? read;
    volatile string? told;

    /// <summary>Whether any price is listed; where none is, whoever has prices of their own goes by those.</summary>
    public bool HasAny => store.Current.Prices.Count > 0;

    /// <summary>
    /// Takes up what another process has loaded. Nothing that waits for a price waits for a load to be mended: where it cannot be read,
    /// the lists that were known stay in force, and the log says so once.
    /// </summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.RefreshAsync(cancellationToken);
            told = null;
        }
        catch (ReferenceDataException e)
        {
            if (told != e.Message)
                LogNotRead(logger, e.Message);
            told = e.Message;
        }
    }

    /// <summary>What an item of care costs; null where no list has a price for it.</summary>
    /// <param name="care">Its day is the one on which the referral was received: by it the paying line is found, as in the books.</param>
    /// <param name="provider">ODS code.</param>
    /// <param name="on">The day whose prices count.</param>
    public PriceFound? Find(ActivityFacts care, string provider, DateOnly on)
    {
        var lists = Read(store.Current);
        var basis = lists.Attribution.Find(care)?.Set.Prices;
        return lists.Book.Find(new(provider, care.Tfc, null, care.Pod, on) { Basis = basis });
    }

    /// <summary>Two threads may both read a new load; they arrive at the same.</summary>
    ReadLists Read(Configuration configuration)
    {
        if (read is { } known && ReferenceEquals(known.Configuration, configuration))
            return known;
        return read = new(configuration, new(configuration), new(configuration));
    }

    [LoggerMessage(
        2102,
        LogLevel.Error,
        "The commissioning arrangements that were loaded last cannot be read; prices stay those of the load before. {Reason}"
    )]
    static partial void LogNotRead(ILogger logger, string reason);

    sealed record ReadLists(Configuration Configuration, PriceBook Book, Attribution Attribution);
}
