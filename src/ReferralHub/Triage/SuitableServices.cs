using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals;

namespace ReferralHub.Triage;

/// <summary>What of a referral decides which services are for it, besides the specialty.</summary>
/// <param name="Age">Whole years; null when not known.</param>
/// <param name="Sex">FHIR administrative-gender code; null when not known.</param>
public sealed record PatientNeed(Priority Priority, int? Age, string? Sex)
{
    public static PatientNeed FromJourney(ReferralJourney journey, PatientFacts patient, DateOnly today) =>
        new(journey.Priority, patient.AgeOn(today), patient.Gender);
}

/// <summary>A provider with at least one service that is for a referral.</summary>
/// <param name="HasCapacity">Whether one of them takes another referral now.</param>
public sealed record SuitableProvider(string Ods, string Name, bool HasCapacity);

/// <summary>Says which providers have a service for a referral. The module that knows the directory registers its own.</summary>
public interface ISuitableServices
{
    IEnumerable<SuitableProvider> Find(string specialty, PatientNeed need);
}

/// <summary>Where a referral could go, for whoever changes its specialty: what has no service is no way on.</summary>
public sealed class SuitableServices(IEnumerable<ISuitableServices> sources)
{
    /// <summary>Providers with a service for it under this specialty, each once, by name; empty when there is none.</summary>
    public IReadOnlyList<SuitableProvider> Find(string specialty, PatientNeed need) =>
        [
            .. sources
                .SelectMany(s => s.Find(specialty, need))
                .GroupBy(p => p.Ods, StringComparer.OrdinalIgnoreCase)
                .Select(g => g.First() with { HasCapacity = g.Any(p => p.HasCapacity) })
                .OrderBy(p => p.Name, StringComparer.Ordinal),
        ];

    /// <summary>The specialties that have a service for it, each with its providers.</summary>
    public IReadOnlyList<(TreatmentFunction Specialty, IReadOnlyList<SuitableProvider> Providers)> ListSpecialties(PatientNeed need) =>
        [.. TreatmentFunction.All.Select(f => (f, Find(f.Code, need))).Where(s => s.Item2.Count > 0)];
}
