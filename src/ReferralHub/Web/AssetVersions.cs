using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ReferralHub.Web;

/// <summary>
/// Gives the address of an asset the hash of its content, so that a browser takes a new one with a new program. The assets of a running
/// process do not change; the framework's own way watches them, and each process of a machine may watch only so much.
/// </summary>
public sealed class AssetVersions(IWebHostEnvironment environment) : IFileVersionProvider
{
    readonly ConcurrentDictionary<string, string> versions = new(StringComparer.Ordinal);

    public string AddFileVersionToPath(PathString requestPathBase, string path) => versions.GetOrAdd(path, AddVersion);

    string AddVersion(string path)
    {
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        if (!file.Exists)
            return path;
        using var content = file.CreateReadStream();
        return $"{path}?v={Base64Url.EncodeToString(SHA256.HashData(content))}";
    }
}
