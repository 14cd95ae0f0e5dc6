using ReferralHub.Journey;

namespace ReferralHub.Triage;

/// <summary>Prices of what was chosen, and what was avoided by which rule.</summary>
sealed class CostMoved
{
    readonly Dictionary<string, (long Pence, int Count)> paid = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<string?>> avoided = new(StringComparer.Ordinal);

    public void Paid(EventData chosen)
    {
        if (chosen is not { Specialty: { } specialty, Pence: { } pence })
            return;
        var (sum, count) = paid.GetValueOrDefault(specialty);
        paid[specialty] = (sum + pence, count + 1);
    }

    public void Avoided(string rule, string? specialty)
    {
        if (!avoided.TryGetValue(rule, out var specialties))
            avoided[rule] = specialties = [];
        specialties.Add(specialty);
    }

    /// <summary>0 when nothing was avoided; null when what was has no known price.</summary>
    public long? EstimatePence(string rule)
    {
        if (!avoided.TryGetValue(rule, out var specialties))
            return 0;
        var prices = specialties.ConvertAll(s => s is not null && paid.TryGetValue(s, out var p) ? p.Pence / p.Count : (long?)null);
        return prices.TrueForAll(p => p is null) ? null : prices.Sum();
    }
}
