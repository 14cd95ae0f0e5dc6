using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ReferralHub.Identity.Machines;

namespace ReferralHub.Server.SignIn;

/// <summary>The key pair of a client that this program is itself: P-384, for ES384.</summary>
sealed class ClientKeyPair
{
    static readonly TimeSpan AssertionLifetime = TimeSpan.FromSeconds(120);
    readonly ECParameters key;

    ClientKeyPair(string id, ECParameters key) => (Id, this.key) = (id, key);

    /// <summary>Its <c>kid</c>.</summary>
    public string Id { get; }

    public static ClientKeyPair Create()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        return new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)), ec.ExportParameters(true));
    }

    /// <exception cref="SettingsException">It is no private key for ES384.</exception>
    public static ClientKeyPair Read(JsonElement jwk, string file)
    {
        try
        {
            var pair = new ClientKeyPair(
                jwk.GetProperty("kid").GetString() ?? "",
                new()
                {
                    Curve = ECCurve.NamedCurves.nistP384,
                    Q = new() { X = Bytes("x"), Y = Bytes("y") },
                    D = Bytes("d"),
                }
            );
            using var _ = ECDsa.Create(pair.key);
            return pair;
        }
        catch (Exception e)
            when (e is KeyNotFoundException or InvalidOperationException or FormatException or CryptographicException or ArgumentException)
        {
            throw new SettingsException(
                $"{file} has no private key of the curve P-384 (key); make a new file with `referralhub client rotate`."
            );
        }

        byte[] Bytes(string member) => Base64Url.DecodeFromChars(jwk.GetProperty(member).GetString());
    }

    public void WriteJwk(Utf8JsonWriter w)
    {
        WritePublic(w);
        w.WriteString("d", Base64Url.EncodeToString(key.D));
        w.WriteEndObject();
    }

    /// <summary>The public half, to be registered.</summary>
    public KeySet PublicKeys()
    {
        using var buffer = new MemoryStream();
        using (var w = new Utf8JsonWriter(buffer))
        {
            w.WriteStartObject();
            w.WriteStartArray("keys");
            WritePublic(w);
            w.WriteEndObject();
            w.WriteEndArray();
            w.WriteEndObject();
        }

        var (set, fault) = KeySet.Read(buffer.ToArray());
        return set ?? throw new InvalidOperationException(fault);
    }

    /// <summary>Signs who the client is, for one token.</summary>
    public string SignAssertion(string client, string tokenUrl, DateTimeOffset now)
    {
        var text =
            $"{Part(w =>
        {
            w.WriteString("alg", PublicKey.Es384);
            w.WriteString("typ", "JWT");
            w.WriteString("kid", Id);
        })}.{Part(w =>
        {
            w.WriteString("iss", client);
            w.WriteString("sub", client);
            w.WriteString("aud", tokenUrl);
            w.WriteNumber("iat", now.ToUnixTimeSeconds());
            w.WriteNumber("exp", (now + AssertionLifetime).ToUnixTimeSeconds());
            w.WriteString("jti", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)));
        })}";
        using var ec = ECDsa.Create(key);
        return $"{text}.{Base64Url.EncodeToString(ec.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA384))}";
    }

    void WritePublic(Utf8JsonWriter w)
    {
        w.WriteStartObject();
        w.WriteString("kty", "EC");
        w.WriteString("crv", "P-384");
        w.WriteString("alg", PublicKey.Es384);
        w.WriteString("kid", Id);
        w.WriteString("x", Base64Url.EncodeToString(key.Q.X));
        w.WriteString("y", Base64Url.EncodeToString(key.Q.Y));
    }

    static string Part(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var w = new Utf8JsonWriter(buffer))
        {
            w.WriteStartObject();
            write(w);
            w.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.ToArray());
    }
}
