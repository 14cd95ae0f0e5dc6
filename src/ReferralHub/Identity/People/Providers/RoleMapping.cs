using System.Text.Json;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Identity.People.Providers;

/// <summary>Reads from a provider's claims who somebody is and which roles they have, as the settings map them.</summary>
static class RoleMapping
{
    const int RolesMax = 50;

    /// <param name="sources">The claims of the id token, then those of the userinfo endpoint.</param>
    public static VouchedPerson Read(
        IdentityProviderSettings provider,
        string issuer,
        string subject,
        IReadOnlyList<JsonElement> sources,
        string centre
    )
    {
        var roles = provider.Roles.SelectMany(rule => Match(rule, sources, centre)).Distinct().Take(RolesMax).ToList();
        var post = First(sources, provider.PostClaim) ?? (roles.Count > 0 ? RoleWords.Name(roles[0].Role) : "Not known");
        return new(issuer, subject, First(sources, provider.NameClaim) ?? $"Person {subject}", post, roles);
    }

    static IEnumerable<GrantedRole> Match(RoleMappingSettings rule, IReadOnlyList<JsonElement> sources, string centre)
    {
        foreach (var (value, around) in ClaimPaths.Find(sources, rule.Claim))
            if (IsMatch(rule.Value, value))
                foreach (var organisation in FindOrganisations(rule, sources, around, centre))
                    // What is no ODS code gives no role: no row must ever belong to it by accident.
                    if (OdsCode.TryParse(organisation, out var ods))
                        yield return new(rule.Role, ods.Value, rule.Specialties.Trim());
    }

    static IEnumerable<string> FindOrganisations(
        RoleMappingSettings rule,
        IReadOnlyList<JsonElement> sources,
        JsonElement around,
        string centre
    )
    {
        if (rule.OrganisationClaim is not { } path)
            return [rule.Organisation ?? centre];
        var isBeside = ClaimPaths.Parent(path).Length > 0 && ClaimPaths.Parent(path) == ClaimPaths.Parent(rule.Claim);
        return isBeside
            ? ClaimPaths.Find([around], path[(path.LastIndexOf('.') + 1)..]).Select(f => f.Value)
            : ClaimPaths.Find(sources, path).Select(f => f.Value);
    }

    static bool IsMatch(string wanted, string value) =>
        wanted is [.. var begin, '*'] ? value.StartsWith(begin, StringComparison.Ordinal) : value == wanted;

    static string? First(IReadOnlyList<JsonElement> sources, string? path) =>
        path is null ? null : ClaimPaths.Find(sources, path).Select(f => f.Value.Trim()).FirstOrDefault(v => v.Length > 0);
}
