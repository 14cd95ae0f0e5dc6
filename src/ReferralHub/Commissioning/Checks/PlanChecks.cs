using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Checks;

/// <summary>
/// What is wrong with plan sets: steps that miss the total, agreements that are lacking. The figures of example sets must be right
/// too; nobody need have agreed to them.
/// </summary>
static class PlanChecks
{
    const int HoldersShown = 10;

    public static IEnumerable<ConfigurationFault> Check(Configuration configuration, DateOnly today) =>
        configuration.PlanSets.SelectMany(set => Check(configuration, set, today));

    static IEnumerable<ConfigurationFault> Check(Configuration configuration, PlanSet set, DateOnly today)
    {
        if (set.Period.Years < 1 || set.Period.Years >= DateOnly.MaxValue.Year - set.Period.From.Year)
        {
            yield return new(true, set.Place, set.Id, $"A plan from {set.Period.From:yyyy-MM-dd} for {set.Period.Years} years has no end.");
            yield break;
        }

        if (PlanSetting.Calculate(set).Fault is { } missed)
            yield return missed;
        if (FindFaultOfContributors(set) is { } contributed)
            yield return new(true, set.Place, set.Id, contributed);
        if (set.IsExample)
            yield break;
        if (FindFaultOfAgreements(set) is { } lacking)
            yield return new(true, set.Place, set.Id, lacking);
        foreach (var words in FindWarnings(configuration, set, today))
            yield return new(false, set.Place, set.Id, words);
    }

    static string? FindFaultOfContributors(PlanSet set)
    {
        if (set.Contributors.Count == 0)
            return null;
        if (
            set.Contributors.FirstOrDefault(c => c.Value < Money.Zero || c.Value > PlanSetting.AmountMax) is
            { Key: { } payer, Value: var paid }
        )
            return $"{payer} pays {paid} into it: an amount lies between £0.00 and {PlanSetting.AmountMax}.";
        var together = set.Contributors.Values.Aggregate((Int128)0, (sum, c) => sum + c.Pence);
        return together == set.Total.Pence
            ? null
            : $"The contributors pay {DescribePence(together)} together, and the total is {set.Total}: correct one of them.";
    }

    /// <summary>A row with no agreement is a proposal. One with some must have those that it takes.</summary>
    static string? FindFaultOfAgreements(PlanSet set)
    {
        if (set.Agreed.Count == 0)
            return null;
        var twice = set
            .Agreed.GroupBy(a => a.Person.Trim(), StringComparer.OrdinalIgnoreCase)
            .Select(g => (Person: g.Key, Parties: g.Select(a => a.By).Distinct(StringComparer.Ordinal).ToList()))
            .FirstOrDefault(g => g.Parties.Count > 1);
        if (twice.Parties is { } several)
            return $"{twice.Person} agreed for {string.Join(" and ", several)}: "
                + "two people must agree, each for their own organisation.";
        if (PlanAgreements.IsAgreed(set))
            return null;
        var parties = set.Agreed.Select(a => a.By).Where(by => PlanAgreements.IsParty(set, by)).Distinct(StringComparer.Ordinal).ToList();
        var strangers = set
            .Agreed.Select(a => a.By)
            .Where(by => !PlanAgreements.IsParty(set, by))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var have = parties.Count == 0 ? "none of those that it takes" : string.Join(" and ", parties);
        var others = strangers.Count == 0 ? "" : $" ({string.Join(", ", strangers)} has no part in it)";
        return $"The plan set is marked as agreed by {have}{others}: it takes {set.Commissioner}, whose money it is, and "
            + $"{DescribeOtherSide(set)}. Add the agreement, or take out `agreed` until there are both.";
    }

    static string DescribeOtherSide(PlanSet set)
    {
        var others = (set.RollUp is { } body ? [body] : set.Holders.Concat(set.Contributors.Keys))
            .Where(id => id != set.Commissioner)
            .Distinct(StringComparer.Ordinal)
            .Take(3);
        return string.Join(" or ", others.DefaultIfEmpty("another organisation that holds it or pays into it"));
    }

    static IEnumerable<string> FindWarnings(Configuration configuration, PlanSet set, DateOnly today)
    {
        if (
            set.Agreed.Count == 0
            && PlanAgreements.FindDueDate(configuration, set) is { } due
            && today > due
            && set.Period.Covers(today < set.Period.From ? set.Period.From : today)
        )
            yield return $"The plan was to be agreed by {due:yyyy-MM-dd} and is not: ask {set.Commissioner} and the holders.";
        foreach (var agreement in set.Agreed.Where(a => a.On > today))
            yield return $"{agreement.Person} agrees for {agreement.By} on {agreement.On:yyyy-MM-dd}, which has not come.";
        if (set.Holders.Count == 1 || !PlanAgreements.IsAgreed(set))
            yield break;
        if (set.RollUp is { } body && set.Agreed.Any(a => a.By == body))
            yield break;
        var silent = set.Holders.Where(h => !set.Agreed.Any(a => a.By == h)).ToList();
        if (silent.Count > 0)
            yield return "The plan counts as agreed, and nobody has agreed for "
                + string.Join(", ", silent.Take(HoldersShown))
                + (silent.Count > HoldersShown ? $" and {silent.Count - HoldersShown:N0} more." : ".");
    }

    static string DescribePence(Int128 pence) =>
        pence <= long.MaxValue ? new Money((long)pence).ToString() : $"more than {PlanSetting.AmountMax}";
}
