using System.CommandLine;
using ReferralHub.Identity.Machines;
using ReferralHub.Platform;

namespace ReferralHub.Server.Commands;

/// <summary>How the commands about clients are given keys.</summary>
static class ClientKeysOptions
{
    public static Option<string?> Jwks() =>
        new("--jwks")
        {
            Description = "Its public keys: a file with a JWK Set, or the https address where it publishes them",
            HelpName = "FILE|URL",
        };

    public static Option<FileInfo?> KeyOut() =>
        new("--key-out") { Description = "Where to write the client file (default: ID.json in this folder)", HelpName = "FILE" };

    /// <summary>The keys of a file, or the address that was given.</summary>
    /// <exception cref="SettingsException">They cannot be used.</exception>
    public static async Task<(KeySet? Keys, string? Url)> ReadAsync(string jwks, CancellationToken token)
    {
        if (jwks.Contains("://", StringComparison.Ordinal))
            return (null, jwks);
        if (!File.Exists(jwks))
            throw new SettingsException($"There is no file {jwks}; --jwks takes a file with a JWK Set, or an https address.");
        if (new FileInfo(jwks).Length > KeySet.BytesMax)
            throw new SettingsException($"{jwks} has more than {KeySet.BytesMax:N0} bytes; that is no JWK Set of one client.");
        var (keys, fault) = KeySet.Read(await File.ReadAllBytesAsync(jwks, token));
        return keys is null ? throw new SettingsException($"{jwks}: {fault}") : (keys, null);
    }

    /// <summary>The hub's address as its callers write it.</summary>
    public static string FindHub(HubSettings settings, string? url) =>
        (url ?? settings.PublicUrl ?? settings.ListenOn.Split(';')[0].Trim()).TrimEnd('/');
}
