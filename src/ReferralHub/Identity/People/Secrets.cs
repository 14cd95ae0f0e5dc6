using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ReferralHub.Identity.People;

/// <summary>Values that only their holder knows. The hub keeps their hash.</summary>
static class Secrets
{
    const int Bytes = 32;

    /// <summary>Characters of a hash as it is stored.</summary>
    public const int HashCharacters = 43;

    /// <summary>256 random bits.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256; a value of 256 random bits needs no salt and no stretching.</summary>
    public static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether it has the form of a value made here, so that nothing else is looked for.</summary>
    public static bool IsWellFormed(string? secret) =>
        secret is { Length: HashCharacters } && Base64Url.IsValid(secret, out var bytes) && bytes == Bytes;
}
