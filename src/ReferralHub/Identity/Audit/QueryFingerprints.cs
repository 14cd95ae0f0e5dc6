using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;

namespace ReferralHub.Identity.Audit;

/// <summary>
/// Keyed hashes of what stood in an address, so that the audit can say that two calls asked the same and nobody can find out what
/// by trying all NHS numbers. The key is a file in the data folder, made at the first start; it is not in the database.
/// </summary>
public sealed class QueryFingerprints(HubSettings settings)
{
    const int KeyBytes = 32;
    readonly Lazy<byte[]> key = new(() => ReadKey(Path.Combine(settings.DataDirectory, "audit.key")));

    /// <summary>Hex HMAC-SHA-256 of path and query.</summary>
    public string Compute(HttpRequest request) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes(request.Path + request.QueryString)));

    static byte[] ReadKey(string path)
    {
        if (!File.Exists(path))
            Make(path);
        var kept = File.ReadAllBytes(path);
        return kept.Length == KeyBytes
            ? kept
            : throw new InvalidOperationException($"{path} is not the {KeyBytes} bytes that were written when it was made.");
    }

    /// <summary>Appears under its name only when it is whole, and never over one that is there.</summary>
    static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it first; its key counts.
            File.Delete(temporary);
        }
    }
}
