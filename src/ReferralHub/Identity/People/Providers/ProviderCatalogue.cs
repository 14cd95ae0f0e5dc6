using System.Text.RegularExpressions;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.People.Providers;

/// <summary>The identity providers that the settings name.</summary>
public sealed partial class ProviderCatalogue(HubSettings settings)
{
    public IReadOnlyList<IdentityProviderSettings> All => settings.IdentityProviders;

    public IdentityProviderSettings? Find(string name) => settings.IdentityProviders.Find(p => p.Name == name);

    /// <summary>Name of the authentication scheme of a provider.</summary>
    public static string Scheme(string name) => $"provider-{name}";

    /// <summary>What is wrong with the settings; null when nothing is.</summary>
    public static string? FindFault(HubSettings settings)
    {
        foreach (var provider in settings.IdentityProviders)
            if (FindFault(provider) is { } fault)
                return $"IdentityProviders {provider.Name}: {fault}";
        return settings.IdentityProviders.GroupBy(p => p.Name).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? $"IdentityProviders has {twice.Key} twice."
            : null;
    }

    /// <summary>The client's secret; null when the provider knows the client without one.</summary>
    public static string? ReadSecret(IdentityProviderSettings provider) =>
        provider.ClientSecretFile is { } file ? File.ReadAllText(file).Trim() : null;

    static string? FindFault(IdentityProviderSettings provider) =>
        !ProviderName().IsMatch(provider.Name) ? "Name must be of lower case letters, digits and hyphens."
        : !Uri.TryCreate(provider.Authority, UriKind.Absolute, out var authority) ? "Authority is no address."
        : authority.Scheme != "https" && !(authority.Scheme == "http" && authority.IsLoopback) ? "Authority must be an https address."
        : provider.ClientId.Length == 0 ? "ClientId is missing."
        : provider.ClientSecretFile is { } file && !File.Exists(file) ? $"there is no ClientSecretFile {file}."
        : provider.Roles.Find(r => !RoleSets.People.Contains(r.Role)) is { } system ? $"{system.Role} is no role of a person."
        : provider.Roles.Exists(r => r.Claim.Length == 0 || r.Value.Length == 0) ? "each of Roles needs Claim and Value."
        : null;

    [GeneratedRegex("^[a-z0-9-]{1,30}$")]
    private static partial Regex ProviderName();
}
