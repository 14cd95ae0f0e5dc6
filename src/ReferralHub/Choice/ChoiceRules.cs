using ReferralHub.Journey;
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
)
{
    /// <summary>
    /// Nature of each interest that the practice has declared, by the provider's ODS code. It is shown with the option and has no part
    /// in the order (NHS England, Managing conflicts of interest, 2017).
    /// </summary>
    public IReadOnlyDictionary<string, string> Interests { get; init; } = new Dictionary<string, string>();
}

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
)
{
    /// <summary>male or female when the service sees that sex only and the patient's is not known to be it; null otherwise.</summary>
    public string? SeesOnly { get; init; }

    /// <summary>Nature of the interest that the referring practice has declared in the provider; null when none is in force.</summary>
    public string? Interest { get; init; }

    /// <summary>Which price of the price lists it is; null when there is none, or it is of the directory.</summary>
    public string? PriceVersion { get; init; }
}

/// <summary>What the choice worker does with an accepted referral.</summary>
public abstract record ChoiceDecision
{
    /// <summary>The patient chooses.</summary>
    public sealed record Offer(int Available, IReadOnlyList<OfferedOption> Options, string? WhyFew) : ChoiceDecision;

    /// <summary>Choice does not apply, for a stored reason; the referral goes to this service.</summary>
    public sealed record Direct(OfferedOption Option, int Available, string Reason) : ChoiceDecision;

    /// <summary>
    /// Nobody suitable can take it now; the booking team works on it and it is never dropped. The reason tells services without room,
    /// which are looked at again, from no service at all, which a person must find.
    /// </summary>
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
            return new ChoiceDecision.NoCapacity(suitable.Count == 0 ? ReasonCodes.NoSuitableService : ReasonCodes.NoCapacity);
        var options = Order(open, facts);
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
        // An unknown age and a sex that is neither male nor female suit every service: leaving options out on a guess would be worse.
        && (service.Sex is null || facts.Sex is not ("male" or "female") || service.Sex == facts.Sex)
        && (
            facts.Age is null
            || ((service.AgeFrom is null || facts.Age >= service.AgeFrom) && (service.AgeTo is null || facts.Age <= service.AgeTo))
        );

    /// <summary>Wait, then distance, then the id: that decides alone, whoever owns a provider.</summary>
    static List<OfferedOption> Order(IEnumerable<ServiceOption> services, ChoiceFacts facts) =>
        [
            .. services
                .Select(s =>
                    (Service: s, Miles: facts.Origin is { } from && s.Place is { } to ? Math.Round(from.MilesTo(to), 1) : (double?)null)
                )
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
                        {
                            Interest = facts.Interests.GetValueOrDefault(s.Service.Provider),
                            SeesOnly = facts.Sex is "male" or "female" ? null : s.Service.Sex,
                        }
                ),
        ];
}
