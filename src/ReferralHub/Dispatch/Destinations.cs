using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Dispatch;

/// <summary>Where referrals went: what was chosen, and what the provider said to it.</summary>
sealed class Destinations(ServiceDirectory directory) : IReferralDestinations
{
    public async Task<IReadOnlyList<(Guid Referral, ReferralDestination Destination)>> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    )
    {
        var offers = await db
            .Offers.AsNoTracking()
            .Where(o => referrals.Contains(o.Referral) && o.ChosenService != null)
            .ToListAsync(cancellationToken);
        // Without the messages, which may be large.
        var sent = await db
            .Dispatches.Where(d => referrals.Contains(d.Referral))
            .Select(d => new SentRow(
                d.MessageId,
                d.Referral,
                d.BasisVersion,
                d.Service,
                d.Provider,
                d.State,
                d.Reason,
                d.FirstTried,
                d.Sent,
                d.Answered
            ))
            .ToListAsync(cancellationToken);
        var sentOf = sent.ToLookup(d => d.Referral);
        var found = new List<(Guid, ReferralDestination)>();
        foreach (var offer in offers)
        {
            var option = offer.ReadOptions().FirstOrDefault(o => o.Service == offer.ChosenService);
            if (option is not null)
                found.Add((offer.Referral, Describe(offer, option, FindSent(sentOf[offer.Referral], offer))));
        }

        // A provider does not read what was offered, and knows what it was sent.
        var offered = offers.Select(o => o.Referral).ToHashSet();
        found.AddRange(sent.Where(s => !offered.Contains(s.Referral)).Select(s => (s.Referral, Describe(s))));
        return found;
    }

    public IQueryable<Guid> FindAcceptedBy(HubDbContext db, IReadOnlyCollection<string> providers) =>
        db.Dispatches.Where(d => d.State == DispatchState.Accepted && providers.Contains(d.Provider)).Select(d => d.Referral);

    ReferralDestination Describe(Offer offer, OfferedOption option, SentRow? sent)
    {
        var chosen = offer.ChosenAt ?? offer.At;
        var (standing, since) = FindStanding(sent, chosen);
        return new(option.Service, option.Name, option.Provider, option.ProviderName, standing, chosen, since)
        {
            Site = option.Site,
            Telephone = directory.Find(option.Service)?.Telephone,
            Reason = standing == DestinationStanding.Declined ? DeclineReasons.Describe(sent!.Reason) : null,
            Interest = option.Interest,
        };
    }

    /// <summary>Where it went, for the provider itself: as the directory has the service now.</summary>
    ReferralDestination Describe(SentRow sent)
    {
        var (standing, since) = FindStanding(sent, sent.FirstTried);
        var service = directory.Find(sent.Service);
        return new(
            sent.Service,
            service?.Name ?? sent.Service,
            sent.Provider,
            service?.ProviderName ?? sent.Provider,
            standing,
            sent.FirstTried,
            since
        )
        {
            Site = service?.SiteName ?? service?.Site,
            Telephone = service?.Telephone,
            Reason = standing == DestinationStanding.Declined ? DeclineReasons.Describe(sent.Reason) : null,
        };
    }

    static (DestinationStanding Standing, DateTime Since) FindStanding(SentRow? sent, DateTime chosen) =>
        sent?.State switch
        {
            DispatchState.Sent => (DestinationStanding.Sent, sent.Sent ?? sent.FirstTried),
            DispatchState.Accepted => (DestinationStanding.Accepted, sent.Answered ?? sent.FirstTried),
            DispatchState.Declined => (DestinationStanding.Declined, sent.Answered ?? sent.FirstTried),
            DispatchState.Withdrawn => (DestinationStanding.Withdrawn, sent.Answered ?? sent.FirstTried),
            _ => (DestinationStanding.Chosen, chosen),
        };

    static SentRow? FindSent(IEnumerable<SentRow> rows, Offer offer) =>
        rows.FirstOrDefault(r => MessageIds.IsOfChoice(r.MessageId, r.BasisVersion, offer.Referral, offer.Version));

    sealed record SentRow(
        Guid MessageId,
        Guid Referral,
        int? BasisVersion,
        string Service,
        string Provider,
        DispatchState State,
        string? Reason,
        DateTime FirstTried,
        DateTime? Sent,
        DateTime? Answered
    );
}
