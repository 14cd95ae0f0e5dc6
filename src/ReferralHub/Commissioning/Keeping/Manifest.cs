using System.Security.Cryptography;
using System.Text;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>
/// The files of a load as one text, a line each: hash, two spaces, name, in the order of the names. Its own hash stands in the log, so
/// that the chain vouches for every byte that was loaded.
/// </summary>
static class Manifest
{
    const string Between = "  ";

    /// <summary>Under this name it is kept.</summary>
    public const string Name = "manifest";

    public static ConfigurationFile Write(IEnumerable<ConfigurationFile> files)
    {
        var lines = files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Sha256}{Between}{f.Name}\n");
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines));
        return new(Name, Hash(bytes), bytes);
    }

    public static IReadOnlyList<(string Sha256, string Name)> Read(byte[] bytes) =>
        [
            .. Encoding
                .UTF8.GetString(bytes)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Split(Between, 2))
                .Select(parts => (parts[0], parts[1])),
        ];

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
