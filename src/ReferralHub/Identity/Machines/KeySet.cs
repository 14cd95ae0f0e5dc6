using System.Text;
using System.Text.Json;

namespace ReferralHub.Identity.Machines;

/// <summary>The public keys of a client: a JWK Set (RFC 7517 §5) with keys for RS384 and ES384.</summary>
public sealed class KeySet
{
    /// <summary>A set of keys in JSON may have this much.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>One or two are in use, and a few more while they are changed.</summary>
    public const int KeysMax = 20;

    KeySet(IReadOnlyList<PublicKey> keys, byte[] json)
    {
        Keys = keys;
        Json = json;
    }

    public IReadOnlyList<PublicKey> Keys { get; }

    /// <summary>Only what a public key consists of; whatever else was sent is not kept.</summary>
    internal byte[] Json { get; }

    /// <summary>Reads a set that is to be registered: every key must be one that the hub can use.</summary>
    /// <returns>The set, or a sentence that says why it cannot be used.</returns>
    public static (KeySet? Set, string? Fault) Read(ReadOnlyMemory<byte> json) => Read(json, strict: true);

    /// <summary>Reads a set that was fetched: other keys than those that the hub can use may stand beside them.</summary>
    internal static (KeySet? Set, string? Fault) ReadFetched(ReadOnlyMemory<byte> json) => Read(json, strict: false);

    /// <summary>The set with the keys of another beside its own; its own count where both have one of the same id.</summary>
    internal KeySet With(KeySet other)
    {
        var keys = Keys.Concat(other.Keys.Where(k => Keys.All(own => own.Id != k.Id))).ToList();
        return new(keys, Write(keys));
    }

    static (KeySet? Set, string? Fault) Read(ReadOnlyMemory<byte> json, bool strict)
    {
        if (json.Length > BytesMax)
            return (null, $"The keys have {json.Length:N0} bytes; at most {BytesMax:N0} are taken. Publish only the keys in use.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return (null, "The keys are not JSON; give a JWK Set: {\"keys\": [ … ]}.");
        }

        using (document)
        {
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("keys", out var list)
                || list.ValueKind != JsonValueKind.Array
            )
                return (null, "The keys are no JWK Set; give {\"keys\": [ … ]}.");
            if (list.GetArrayLength() > KeysMax)
                return (null, $"There are {list.GetArrayLength():N0} keys; at most {KeysMax} are taken. Publish only the keys in use.");
            return ReadKeys(list, strict);
        }
    }

    static (KeySet? Set, string? Fault) ReadKeys(JsonElement list, bool strict)
    {
        var keys = new List<PublicKey>();
        foreach (var item in list.EnumerateArray())
        {
            var (key, fault, isSecret) = PublicKey.Read(item);
            if (key is not null)
                keys.Add(key);
            // A private key that others can read is worth nothing any more, nor is what stands beside it to be trusted.
            else if (strict || isSecret)
                return (null, fault);
        }

        if (keys.Count == 0)
            return (null, "There is no key that can be used; give at least one for ES384 (EC, P-384) or RS384 (RSA, 2048 bits or more).");
        if (strict && keys.GroupBy(k => k.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return (null, $"Two keys have the kid {Shown(twice.Key)}; give each its own, or nobody could tell which one signed.");
        return (new(keys, Write(keys)), null);
    }

    static byte[] Write(IReadOnlyList<PublicKey> keys) =>
        Encoding.UTF8.GetBytes($"{{\"keys\":[{string.Join(',', keys.Select(k => k.WriteJson()))}]}}");

    static string Shown(string kid) => kid.Length > 40 ? kid[..40] + "…" : kid;
}
