using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;

namespace ReferralHub.Commissioning.Checks;

/// <summary>
/// Whether somebody agreed to a budget who gains by how it is spent: the holder, or who decides for its scope whether care is made or
/// bought, has a provider of its own among its members, and the one who agreed is that provider or has a declared interest in it.
/// </summary>
static class InterestChecks
{
    const string MakeOrBuy = "make-or-buy";
    const string ProviderArm = "provider-arm";

    public static void Check(Configuration configuration, List<ConfigurationFault> faults)
    {
        var arms = configuration.Members.Where(m => m.Role == ProviderArm).ToLookup(m => m.Body, StringComparer.Ordinal);
        if (arms.Count == 0)
            return;
        var codes = configuration.Bodies.Where(b => b.Ods is not null).ToLookup(b => b.Id, b => b.Ods!, StringComparer.Ordinal);
        var interests = configuration.Interests.ToLookup(i => ToKey(i.Person), StringComparer.Ordinal);
        var deciders = configuration
            .Decisions.Where(d => d.What == MakeOrBuy)
            .ToLookup(d => d.Scope, d => d.Decides, StringComparer.Ordinal);
        foreach (var set in configuration.PlanSets)
        {
            string[] making =
            [
                .. set.Holders,
                set.Commissioner,
                .. set.RollUp is { } sum ? [sum] : Array.Empty<string>(),
                .. deciders[set.Scope],
            ];
            var makers = making.Distinct(StringComparer.Ordinal).SelectMany(b => arms[b]).ToList();
            foreach (var agreement in set.Agreed)
            foreach (var maker in makers.Where(m => m.Period.Overlaps(FromAgreement(set, agreement))))
                if (DescribeGain(agreement, maker, interests[ToKey(agreement.Person)], codes) is { } gain)
                    faults.AddError(
                        set.Place,
                        set.Id,
                        $"{gain}, which provides care as a part of {maker.Body}; have the plan agreed by somebody without an interest in it"
                    );
        }
    }

    /// <summary>From the agreement, which mostly comes before the plan begins, to the end of the plan.</summary>
    static EffectivePeriod FromAgreement(PlanSet set, WrittenAgreement agreement) =>
        new(agreement.On < set.Period.From ? agreement.On : set.Period.From, set.Period.To);

    static string? DescribeGain(
        WrittenAgreement agreement,
        Membership maker,
        IEnumerable<DeclaredInterest> declared,
        ILookup<string, string> codes
    )
    {
        bool IsMaker(string id) => id == maker.Member || codes[maker.Member].Contains(id) || codes[id].Contains(maker.Member);
        if (IsMaker(agreement.By))
            return $"{agreement.Person} agreed on {agreement.On:yyyy-MM-dd} for {agreement.By}";
        return declared.FirstOrDefault(i => i.Period.Covers(agreement.On) && IsMaker(i.Body)) is { } interest
            ? $"{agreement.Person} agreed on {agreement.On:yyyy-MM-dd} and had declared an interest ({interest.Place}) in {interest.Body}"
            : null;
    }

    /// <summary>A name as people write it: upper and lower case and the width of spaces do not count.</summary>
    static string ToKey(string person) =>
        string.Join(' ', person.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
