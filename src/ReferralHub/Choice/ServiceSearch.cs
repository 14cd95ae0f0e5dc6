using ReferralHub.Triage;

namespace ReferralHub.Choice;

/// <summary>Which providers of the directory have a service for a referral, by the rules that offers go by.</summary>
sealed class ServiceSearch(ServiceDirectory directory) : ISuitableServices
{
    public IEnumerable<SuitableProvider> Find(string specialty, PatientNeed need)
    {
        var facts = new ChoiceFacts(specialty, need.Priority, need.Age, need.Sex, null, "unknown", []);
        return directory
            .FindBySpecialty(specialty)
            .Where(s => ChoiceRules.Suits(s, facts))
            .Select(s => new SuitableProvider(s.Provider, s.ProviderName, s.HasCapacity));
    }
}
