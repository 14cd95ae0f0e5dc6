using System.Text.RegularExpressions;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Machines;

/// <summary>A registration that cannot be taken; the message says why and what to do.</summary>
public sealed class ClientRefusedException(string message) : Exception(message);

/// <summary>What somebody registers: who the system is, for whom it acts, and its public keys.</summary>
/// <param name="Id">1 to 64 small letters, digits, dots, hyphens and underscores; never given twice.</param>
/// <param name="Organisations">ODS codes, at least one.</param>
public sealed partial record ClientRegistration(string Id, string Name, ClientKind Kind, IReadOnlyList<string> Organisations)
{
    public const int IdCharactersMax = 64;
    public const int NameCharactersMax = 100;

    /// <summary>Of a list of organisations or scopes as it is kept.</summary>
    public const int ListCharactersMax = 4000;

    /// <summary>Public keys; null when they are fetched from <see cref="KeysUrl"/>.</summary>
    public KeySet? Keys { get; init; }

    /// <summary>An https address; null when the keys are here.</summary>
    public string? KeysUrl { get; init; }

    /// <summary>RS384 and ES384 by default.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [PublicKey.Es384, PublicKey.Rs384];

    /// <summary>Those of the kind when none are named.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public bool Enabled { get; init; } = true;

    /// <summary>Whether keys may be fetched from there.</summary>
    internal static bool IsKeysUrl(string url) =>
        url.Length <= 400
        && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.UserInfo.Length == 0
        && uri.Fragment.Length == 0;

    /// <summary>The registration in the form in which it is kept.</summary>
    /// <exception cref="ClientRefusedException">Something in it cannot be used.</exception>
    internal ClientRegistration Check()
    {
        if (!IdForm().IsMatch(Id))
            throw Refuse("an id has 1 to 64 small letters, digits, dots, hyphens and underscores");
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > NameCharactersMax || Name.Any(char.IsControl))
            throw Refuse($"it needs a name of at most {NameCharactersMax} characters");
        if (!Enum.IsDefined(Kind))
            throw Refuse($"its kind is unknown; use {string.Join(", ", Enum.GetNames<ClientKind>())}");
        var organisations = ReadOrganisations();
        if (Keys is null == KeysUrl is null)
            throw Refuse("give either its public keys (jwks) or the https address where it publishes them (jwksUri)");
        if (KeysUrl is { } url && !IsKeysUrl(url))
            throw Refuse("its keys can be fetched from an https address only, without user name and fragment");
        if (Algorithms.Count == 0 || Algorithms.Any(a => a is not (PublicKey.Rs384 or PublicKey.Es384)))
            throw Refuse($"its algorithms can be {PublicKey.Rs384} and {PublicKey.Es384}");
        if (Keys is not null && !Keys.Keys.Any(k => Algorithms.Contains(k.Algorithm)))
            throw Refuse($"none of its keys is for {string.Join(" or ", Algorithms)}");
        var scopes = Scopes.Count == 0 ? Kind.DefaultScopes() : [.. Scopes.Distinct(StringComparer.Ordinal)];
        if (scopes.FirstOrDefault(s => !SmartScopes.IsKnown(s)) is { } unknown)
            throw Refuse(
                $"there is no scope {Shown(unknown)}; use such as system/ServiceRequest.cru, or {string.Join(", ", SmartScopes.Own)}"
            );
        if (scopes.FirstOrDefault(s => !Kind.MayHave(s)) is { } foreign)
            throw Refuse($"a client of kind {Kind} cannot have the scope {Shown(foreign)}");
        if (string.Join(' ', scopes).Length > ListCharactersMax || string.Join(' ', organisations).Length > ListCharactersMax)
            throw Refuse($"its organisations, and its scopes, may have {ListCharactersMax:N0} characters in all");
        return this with { Name = Name.Trim(), Organisations = organisations, Scopes = scopes };
    }

    List<string> ReadOrganisations()
    {
        var codes = new List<string>();
        foreach (var given in Organisations)
        {
            if (!OdsCode.TryParse(given, out var code))
                throw Refuse($"{Shown(given)} is no ODS code; give such as A81001");
            if (!codes.Contains(code.Value))
                codes.Add(code.Value);
        }

        return codes.Count == 0 ? throw Refuse("it needs the ODS code of at least one organisation for which it acts") : codes;
    }

    ClientRefusedException Refuse(string why) => new($"The client {Shown(Id)} cannot be registered: {why}.");

    static string Shown(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(60));

    [GeneratedRegex(@"^[a-z0-9._\-]{1,64}\z")]
    private static partial Regex IdForm();
}
