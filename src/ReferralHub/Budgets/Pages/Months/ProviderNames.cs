using ReferralHub.Choice;

namespace ReferralHub.Budgets.Pages.Months;

static class ProviderNames
{
    /// <summary>As the directory of services calls it; else its ODS code.</summary>
    public static string Find(ServiceDirectory directory, string provider) =>
        directory.All.FirstOrDefault(s => s.Provider == provider)?.ProviderName ?? provider;
}
