using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;

namespace ReferralHub.Commissioning.Checks;

/// <summary>How somebody gains by how a budget is spent.</summary>
/// <param name="Maker">The provider, as a part of a body that spends the budget or decides on it.</param>
/// <param name="Interest">Their declared interest in it; null where they speak for the provider itself.</param>
sealed record PlanGain(Membership Maker, DeclaredInterest? Interest);

/// <summary>
/// Whether somebody who agrees to a budget gains by how it is spent: the holder, or who decides for its scope whether care is made or
/// bought, has a provider of its own among its members, and the one who agrees is that provider or has a declared interest in it.
/// </summary>
sealed class PlanInterests
{
    const string MakeOrBuy = "make-or-buy";
    const string ProviderArm = "provider-arm";

    readonly ILookup<string, Membership> arms;
    readonly ILookup<string, string> codes;
    readonly ILookup<string, DeclaredInterest> interests;
    readonly ILookup<string, string> deciders;

    public PlanInterests(Configuration configuration)
    {
        arms = configuration.Members.Where(m => m.Role == ProviderArm).ToLookup(m => m.Body, StringComparer.Ordinal);
        codes = configuration.Bodies.Where(b => b.Ods is not null).ToLookup(b => b.Id, b => b.Ods!, StringComparer.Ordinal);
        interests = configuration.Interests.ToLookup(i => PersonNames.ToKey(i.Person), StringComparer.Ordinal);
        deciders = configuration.Decisions.Where(d => d.What == MakeOrBuy).ToLookup(d => d.Scope, d => d.Decides, StringComparer.Ordinal);
    }

    /// <summary>How whoever agrees gains, at most once for each provider; none where nobody makes care itself.</summary>
    public IEnumerable<PlanGain> FindGains(PlanSet set, WrittenAgreement agreement)
    {
        if (arms.Count == 0)
            yield break;
        string[] making =
        [
            .. set.Holders,
            set.Commissioner,
            .. set.RollUp is { } sum ? [sum] : Array.Empty<string>(),
            .. deciders[set.Scope],
        ];
        foreach (var maker in making.Distinct(StringComparer.Ordinal).SelectMany(b => arms[b]))
            if (maker.Period.Overlaps(FromAgreement(set, agreement)) && FindGain(agreement, maker) is { } gain)
                yield return gain;
    }

    PlanGain? FindGain(WrittenAgreement agreement, Membership maker)
    {
        bool IsMaker(string id) => id == maker.Member || codes[maker.Member].Contains(id) || codes[id].Contains(maker.Member);
        if (IsMaker(agreement.By))
            return new(maker, null);
        return
            interests[PersonNames.ToKey(agreement.Person)].FirstOrDefault(i => i.Period.Covers(agreement.On) && IsMaker(i.Body))
                is { } interest
            ? new(maker, interest)
            : null;
    }

    /// <summary>From the agreement, which mostly comes before the plan begins, to the end of the plan.</summary>
    static EffectivePeriod FromAgreement(PlanSet set, WrittenAgreement agreement) =>
        new(agreement.On < set.Period.From ? agreement.On : set.Period.From, set.Period.To);
}
