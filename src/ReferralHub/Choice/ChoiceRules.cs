using ReferralHub.Kernel;

namespace ReferralHub.Choice;

/// <summary>What choosing needs to know of a referral.</summary>
public sealed record ChoiceFacts(
    string? Specialty,
    Priority Priority,
    int? Age,
    string? Sex,
    Place? Origin,
    string OriginKind,
    IReadOnlyCollection<string> DeclinedServices
);

/// <summary>One option as it was shown, with everything that was shown of it.</summary>
public sealed record OfferedOption(
    int Rank,
    string Service,
    string Name,
    string Provider,
    string ProviderName,
    string? Site,
    int? WaitDays,
    DateOnly? WaitAsOf,
    double? Miles,
    long? PricePence
);

/// <summary>What the choice worker does with an accepted referral.</summary>
public abstract record ChoiceDecision
{
    /// <summary>The patient chooses.</summary>
    public sealed record Offer(int Available, IReadOnlyList<OfferedOption> Options, string? WhyFew) : ChoiceDecision;

    /// <summary>Choice does not apply, for a stored reason; the referral goes to this service.</summary>
    public sealed record Direct(OfferedOption Option, int Available, string Reason) : ChoiceDecision;

    /// <summary>Nobody suitable can take it now; the booking team works on it and it is never dropped.</summary>
    public sealed record NoCapacity(string Reason) : ChoiceDecision;
}

/// <summary>
/// Which services suit, in which order. Pure. The legal right is to any clinically appropriate provider with an NHS
/// contract (Standing Rules Regulations 2012, reg. 39); at least five options are shown when five exist.
/// </summary>
public static class ChoiceRules
{
    /// <summary>The order of options, stored with each offer: nothing about money or ownership is in it.</summary>
    public const string SortKey = "wait-days, distance-miles, service-id";

    /// <summary>e-RS shows up to twenty services on one shortlist.</summary>
    const int ShownMax = 20;
    const int ShownMin = 5;

    public static ChoiceDecision Decide(ChoiceFacts facts, IEnumerable<ServiceOption> services)
    {
        if (facts.Specialty is null)
            return new ChoiceDecision.NoCapacity("specialty-unknown");
        var suitable = services.Where(s => Suits(s, facts) && !facts.DeclinedServices.Contains(s.Id)).ToList();
        var open = suitable.Where(s => s.HasCapacity).ToList();
        if (open.Count == 0)
            return new ChoiceDecision.NoCapacity(suitable.Count == 0 ? "no-suitable-service" : "no-slots");
        var options = Order(open, facts.Origin);
        return WhyNotApplicable(facts.Priority) is { } reason
            ? new ChoiceDecision.Direct(options[0], open.Count, reason)
            : new ChoiceDecision.Offer(open.Count, [.. options.Take(ShownMax)], open.Count < ShownMin ? "fewer-than-five-suitable" : null);
    }

    /// <summary>
    /// Choice does not apply to suspected cancer and to urgent and crisis care (DH guidance on choice 2011; CCG lists).
    /// Other exclusions of regulation 40 are not applied, because their text was not verified.
    /// </summary>
    public static string? WhyNotApplicable(Priority priority) =>
        priority switch
        {
            Priority.Asap => "suspected-cancer",
            Priority.Stat => "immediate-care",
            _ => null,
        };

    public static bool Suits(ServiceOption service, ChoiceFacts facts) =>
        service.Specialties.Contains(facts.Specialty)
        && (service.Priorities.Count == 0 || service.Priorities.Contains(facts.Priority))
        && (service.Sex is null || facts.Sex is null || service.Sex == facts.Sex)
        // An unknown age suits every service: leaving options out on a guess would be worse.
        && (
            facts.Age is null
            || ((service.AgeFrom is null || facts.Age >= service.AgeFrom) && (service.AgeTo is null || facts.Age <= service.AgeTo))
        );

    static List<OfferedOption> Order(IEnumerable<ServiceOption> services, Place? origin) =>
        [
            .. services
                .Select(s => (Service: s, Miles: origin is { } from && s.Place is { } to ? Math.Round(from.MilesTo(to), 1) : (double?)null))
                .OrderBy(s => s.Service.WaitDays ?? int.MaxValue)
                .ThenBy(s => s.Miles ?? double.MaxValue)
                .ThenBy(s => s.Service.Id, StringComparer.Ordinal)
                .Select(
                    (s, i) =>
                        new OfferedOption(
                            i + 1,
                            s.Service.Id,
                            s.Service.Name,
                            s.Service.Provider,
                            s.Service.ProviderName,
                            s.Service.SiteName ?? s.Service.Site,
                            s.Service.WaitDays,
                            s.Service.WaitAsOf,
                            s.Miles,
                            s.Service.PricePence
                        )
                ),
        ];
}
