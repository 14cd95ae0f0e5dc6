using ReferralHub.Platform.Access;

namespace ReferralHub.Platform;

/// <summary>An OpenID Connect provider by which an organisation's people sign in.</summary>
public sealed class IdentityProviderSettings
{
    /// <summary>Stands in addresses: lower case letters, digits and hyphens.</summary>
    public string Name { get; set; } = "";

    /// <summary>What people read on the sign-in page. The name when absent.</summary>
    public string? Title { get; set; }

    /// <summary>Issuer; its discovery document is at /.well-known/openid-configuration. https, except on this machine.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>File that holds the client's secret and nothing else.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>Scopes parted by spaces. Default openid profile.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>Whether claims are also read from the provider's userinfo endpoint, as CIS2 wants it. Default false.</summary>
    public bool ClaimsFromUserInfo { get; set; }

    /// <summary>Claim with the name. Default name.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>Claim with the profession or post; without one the post is the name of the role.</summary>
    public string? PostClaim { get; set; }

    /// <summary>Values of acr, parted by spaces, one of which each sign-in must have. Default: any.</summary>
    public string? Acr { get; set; }

    /// <summary>Values of acr, parted by spaces, one of which a fresh confirmation must have. Default those of <see cref="Acr"/>.</summary>
    public string? StepUpAcr { get; set; }

    /// <summary>Which claims give which roles. Somebody to whom none applies signs in without a role.</summary>
    public List<RoleMappingSettings> Roles { get; set; } = [];
}

/// <summary>A claim that gives a role.</summary>
public sealed class RoleMappingSettings
{
    /// <summary>Path of the claim, its parts joined by dots; lists are gone through, and JSON in a string is read.</summary>
    public string Claim { get; set; } = "";

    /// <summary>Value that it must have; with * at the end, how the value must begin.</summary>
    public string Value { get; set; } = "";

    public CallerRole Role { get; set; }

    /// <summary>Path of the claim with the ODS code; beside <see cref="Claim"/> in the same list, that of the same entry.</summary>
    public string? OrganisationClaim { get; set; }

    /// <summary>ODS code, when no claim has it. Default the centre's own.</summary>
    public string? Organisation { get; set; }

    /// <summary>Codes of specialties parted by spaces; all when empty.</summary>
    public string Specialties { get; set; } = "";
}
