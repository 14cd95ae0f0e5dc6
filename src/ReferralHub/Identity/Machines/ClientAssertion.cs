using System.Text;
using System.Text.Json;

namespace ReferralHub.Identity.Machines;

/// <summary>
/// What a client signed to say who it is (RFC 7523, SMART Backend Services §3.1): read strictly, its signature not yet checked. Every
/// member that could make a reader look for the key elsewhere is refused here.
/// </summary>
sealed class ClientAssertion
{
    public const int CharactersMax = 16 * 1024;
    const int JtiCharactersMax = 400;
    const double SecondsMax = 253_402_300_799;

    /// <summary>A key that comes with what it is to verify proves nothing.</summary>
    static readonly string[] OwnKeyMembers = ["jwk", "x5u", "x5c"];

    ClientAssertion() { }

    public required string Algorithm { get; init; }

    public required string KeyId { get; init; }

    /// <summary>Where the client says that its keys are; counts only when it is registered so.</summary>
    public string? KeysUrl { get; init; }

    /// <summary>Both <c>iss</c> and <c>sub</c>.</summary>
    public required string Client { get; init; }

    public required IReadOnlyList<string> Audiences { get; init; }

    public double? Expires { get; init; }

    public double? NotBefore { get; init; }

    public double? IssuedAt { get; init; }

    public string? Jti { get; init; }

    public required byte[] Signed { get; init; }

    public required byte[] Signature { get; init; }

    /// <returns>The assertion, or a sentence that says what of it cannot be used.</returns>
    public static (ClientAssertion? Assertion, string? Fault) Read(string text)
    {
        if (text.Length > CharactersMax)
            return (null, $"The assertion is longer than {CharactersMax:N0} characters.");
        if (
            text.Split('.') is not [var first, var second, var third]
            || ReadObject(first) is not { } header
            || ReadObject(second) is not { } claims
            || PublicKey.Decode(third) is not { } signature
        )
            return (null, "The assertion is not a signed JSON Web Token in compact form.");
        if (FindHeaderFault(header) is { } fault)
            return (null, fault);
        if (Text(claims, "iss") is not { Length: > 0 and <= ClientRegistration.IdCharactersMax } issuer || Text(claims, "sub") != issuer)
            return (null, "The claims iss and sub must both be the id of the client.");
        return ReadAudiences(claims) is { } audiences
            ? (
                new()
                {
                    Algorithm = Text(header, "alg")!,
                    KeyId = Text(header, "kid")!,
                    KeysUrl = Text(header, "jku"),
                    Client = issuer,
                    Audiences = audiences,
                    Expires = Number(claims, "exp"),
                    NotBefore = Number(claims, "nbf"),
                    IssuedAt = Number(claims, "iat"),
                    Jti = Text(claims, "jti") is { Length: > 0 and <= JtiCharactersMax } jti ? jti : null,
                    Signed = Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]),
                    Signature = signature,
                },
                null
            )
            : (null, "The claim aud must name the token endpoint.");
    }

    /// <summary>The claim <c>iss</c> of whatever was sent, for counting failures; null when there is none to be read.</summary>
    public static string? FindClaimedClient(string? text) =>
        text is { Length: <= CharactersMax } && text.Split('.') is [_, var claims, _] && ReadObject(claims) is { } read
            ? Text(read, "iss")
            : null;

    static string? FindHeaderFault(JsonElement header)
    {
        if (Text(header, "alg") is not (PublicKey.Rs384 or PublicKey.Es384))
            return $"The assertion must be signed with {PublicKey.Rs384} or {PublicKey.Es384}.";
        if (string.IsNullOrEmpty(Text(header, "kid")))
            return "The header must name the key (kid).";
        if (header.TryGetProperty("typ", out _) && !string.Equals(Text(header, "typ"), "JWT", StringComparison.OrdinalIgnoreCase))
            return "The header's typ must be JWT.";
        if (header.TryGetProperty("crit", out _))
            return "The header names extensions that must be understood (crit); none is.";
        if (OwnKeyMembers.FirstOrDefault(m => header.TryGetProperty(m, out _)) is { } own)
            return $"The header brings its own key ({own}); only registered keys count.";
        return header.TryGetProperty("jku", out _) && Text(header, "jku") is null ? "The header's jku must be an address." : null;
    }

    /// <summary>Null where a stranger is among what cannot even be read.</summary>
    static List<string>? ReadAudiences(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var aud))
            return null;
        if (aud.ValueKind == JsonValueKind.String)
            return [aud.GetString()!];
        if (aud.ValueKind != JsonValueKind.Array || aud.GetArrayLength() == 0)
            return null;
        var audiences = new List<string>();
        foreach (var one in aud.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String)
                return null;
            audiences.Add(one.GetString()!);
        }

        return audiences;
    }

    /// <summary>Null unless it is an object that names nothing twice: two readers could take each another one of the two.</summary>
    static JsonElement? ReadObject(string part)
    {
        if (PublicKey.Decode(part) is not { Length: > 0 } bytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string? Text(JsonElement from, string member)
    {
        if (!from.TryGetProperty(member, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is JSON and no text.
            return null;
        }
    }

    static double? Number(JsonElement from, string member) =>
        from.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds)
        && seconds is >= 0 and <= SecondsMax
            ? seconds
            : null;
}
