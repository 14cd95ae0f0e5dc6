using ReferralHub.FhirApi.Search;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Resources;

/// <summary>Referrals by the hub's reference or any identifier of their senders, in each of the forms of a token.</summary>
static class IdentifierFilter
{
    public static IQueryable<ReferralJourney> Select(HubDbContext db, IQueryable<ReferralJourney> journeys, SearchTerm term)
    {
        var references = new List<string>();
        var (values, pairs, pairValues, systems) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        foreach (var token in term.Tokens)
        {
            if (token.IsOf(FhirSystems.Reference) && token.IsAnyCode && token.System is not null)
                return journeys;
            if (token.IsOf(FhirSystems.Reference) && ReferralReference.TryParse(token.Code, out var reference))
                references.Add(reference.Value);
            if (token.System is not { } system)
                values.Add(token.Code);
            else if (token.IsAnyCode)
                systems.Add(SenderIdentifier.NormaliseSystem(system));
            else
            {
                pairValues.Add(token.Code);
                pairs.Add($"{SenderIdentifier.NormaliseSystem(system)}|{token.Code}");
            }
        }

        // Sets of ids, each found by an index: a condition asked of each journey in turn would look at all of them.
        var named = db.Set<ReferralJourney>().Where(j => references.Contains(j.Reference)).Select(j => j.Id);
        var own = db.ReferralIdentifiers;
        if (values.Count > 0)
            named = named.Union(own.Where(i => values.Contains(i.Value)).Select(i => i.Referral));
        if (pairs.Count > 0)
            named = named.Union(
                own.Where(i => pairValues.Contains(i.Value) && pairs.Contains(i.System + "|" + i.Value)).Select(i => i.Referral)
            );
        return systems.Count == 0
            ? journeys.Where(j => named.Contains(j.Id))
            // Most of a sender's referrals have one of its system: they are asked one by one until the page is full.
            : journeys.Where(j => named.Contains(j.Id) || own.Any(i => i.Referral == j.Id && systems.Contains(i.System)));
    }
}
