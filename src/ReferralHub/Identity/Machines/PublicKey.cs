using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace ReferralHub.Identity.Machines;

/// <summary>One public key of a client (RFC 7517 §4), for exactly one algorithm: RSA for RS384, P-384 for ES384.</summary>
public sealed class PublicKey
{
    public const string Rs384 = "RS384";
    public const string Es384 = "ES384";
    const int RsaBitsMin = 2048;
    const int RsaBitsMax = 8192;
    const int ExponentBytesMax = 4;
    const int P384Bytes = 48;
    const int IdCharactersMax = 200;

    /// <summary>Members that only private and symmetric keys have (RFC 7518 §6).</summary>
    static readonly string[] SecretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    readonly Dictionary<string, string> members;

    PublicKey(string id, string algorithm, Dictionary<string, string> members) => (Id, Algorithm, this.members) = (id, algorithm, members);

    public string Id { get; }

    /// <summary><see cref="Rs384"/> or <see cref="Es384"/>.</summary>
    public string Algorithm { get; }

    internal string WriteJson() =>
        JsonSerializer.Serialize(
            new Dictionary<string, string>(members)
            {
                ["kid"] = Id,
                ["alg"] = Algorithm,
                ["use"] = "sig",
            }
        );

    /// <summary>Whether the signature over the data was made with the private half of this key.</summary>
    internal bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (Algorithm == Es384)
        {
            using var ec = ECDsa.Create(ReadCurvePoint(members));
            return signature.Length == 2 * P384Bytes
                && ec.VerifyData(data, signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes("n"), Exponent = Bytes("e") });
        return rsa.VerifyData(data, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);

        byte[] Bytes(string member) => Decode(members[member])!;
    }

    internal static (PublicKey? Key, string? Fault, bool IsSecret) Read(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return (null, "A key is no JSON object.", false);
        var kid = Text(item, "kid");
        var named = kid is { Length: > 0 and <= IdCharactersMax } ? $"The key {kid}" : "A key";
        if (SecretMembers.Any(m => item.TryGetProperty(m, out _)))
            return (
                null,
                $"{named} is a private or a secret key. It was not kept; make a new pair, because this one has left its owner, and "
                    + "give the public half alone.",
                true
            );
        var (key, fault) = kid is not { Length: > 0 and <= IdCharactersMax }
            ? (null, $"A key has no kid; give each one of at most {IdCharactersMax} characters.")
            : ReadPublic(item, kid, named);
        return (key, fault, false);
    }

    static (PublicKey? Key, string? Fault) ReadPublic(JsonElement item, string kid, string named)
    {
        if (item.TryGetProperty("use", out var use) && !(use.ValueKind == JsonValueKind.String && use.ValueEquals("sig")))
            return (null, $"{named} is not for signing (use).");
        if (
            item.TryGetProperty("key_ops", out var operations)
            && !(
                operations.ValueKind == JsonValueKind.Array
                && operations.EnumerateArray().Any(o => o.ValueKind == JsonValueKind.String && o.ValueEquals("verify"))
            )
        )
            return (null, $"{named} is not for verifying signatures (key_ops).");
        var algorithm = Text(item, "kty") switch
        {
            "RSA" => Rs384,
            "EC" => Es384,
            _ => null,
        };
        if (algorithm is null)
            return (null, $"{named} is of a kty that is not used here; give RSA or EC.");
        if (item.TryGetProperty("alg", out var alg) && !(alg.ValueKind == JsonValueKind.String && alg.ValueEquals(algorithm)))
            return (null, $"{named} is for another algorithm than {algorithm} (alg).");
        return algorithm == Rs384 ? ReadRsa(item, kid, named) : ReadCurve(item, kid, named);
    }

    static (PublicKey? Key, string? Fault) ReadRsa(JsonElement item, string kid, string named)
    {
        if (Text(item, "n") is not { } n || Text(item, "e") is not { } e || Decode(n) is not { } modulus || Decode(e) is not { } exponent)
            return (null, $"{named} has no modulus and exponent in base64url (n, e).");
        var bits = (modulus.Length * 8) - (modulus.Length == 0 ? 0 : byte.LeadingZeroCount(modulus[0]));
        if (modulus.Length == 0 || modulus[0] == 0 || bits < RsaBitsMin)
            return (null, $"{named} has {bits} bits; an RSA key must have {RsaBitsMin} or more.");
        if (bits > RsaBitsMax)
            return (null, $"{named} has {bits} bits; an RSA key may have {RsaBitsMax}.");
        // 1 would make every text its own signature, and an even one is no exponent of RSA.
        if (exponent.Length is 0 or > ExponentBytesMax || exponent[^1] % 2 == 0 || (exponent.Length == 1 && exponent[0] == 1))
            return (null, $"{named} has an exponent that no RSA key should have; 65537 (AQAB) is usual.");
        return (
            new(
                kid,
                Rs384,
                new()
                {
                    ["kty"] = "RSA",
                    ["n"] = n,
                    ["e"] = e,
                }
            ),
            null
        );
    }

    static (PublicKey? Key, string? Fault) ReadCurve(JsonElement item, string kid, string named)
    {
        if (Text(item, "crv") != "P-384")
            return (null, $"{named} is on another curve than P-384, which ES384 needs.");
        if (
            Text(item, "x") is not { } x
            || Text(item, "y") is not { } y
            || Decode(x) is not { Length: P384Bytes }
            || Decode(y) is not { Length: P384Bytes }
        )
            return (null, $"{named} has no coordinates of {P384Bytes} bytes in base64url (x, y).");
        var members = new Dictionary<string, string>
        {
            ["kty"] = "EC",
            ["crv"] = "P-384",
            ["x"] = x,
            ["y"] = y,
        };
        try
        {
            using var _ = ECDsa.Create(ReadCurvePoint(members));
        }
        catch (CryptographicException)
        {
            return (null, $"{named} is no point on the curve P-384.");
        }

        return (new(kid, Es384, members), null);
    }

    static ECParameters ReadCurvePoint(Dictionary<string, string> members) =>
        new()
        {
            Curve = ECCurve.NamedCurves.nistP384,
            Q = new() { X = Decode(members["x"]), Y = Decode(members["y"]) },
        };

    static string? Text(JsonElement item, string member) =>
        item.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Null where it is not base64url without padding.</summary>
    internal static byte[]? Decode(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return null;
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
