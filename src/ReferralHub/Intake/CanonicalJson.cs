using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ReferralHub.Intake;

/// <summary>
/// A hash of what a JSON document says, whichever way it is written: the order of properties, white space, escapes and the form
/// of numbers do not count; the order of a list does.
/// </summary>
static class CanonicalJson
{
    /// <summary>SHA-256 in hex. The document was read before, so its depth is bounded.</summary>
    public static string Hash(JsonElement root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, root);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Append(IncrementalHash hash, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                hash.AppendData("{"u8);
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    AppendText(hash, property.Name);
                    Append(hash, property.Value);
                }

                hash.AppendData("}"u8);
                break;
            case JsonValueKind.Array:
                hash.AppendData("["u8);
                foreach (var item in element.EnumerateArray())
                    Append(hash, item);
                hash.AppendData("]"u8);
                break;
            case JsonValueKind.String:
                AppendText(hash, element.GetString()!);
                break;
            case JsonValueKind.Number:
                hash.AppendData("#"u8);
                AppendText(hash, WriteNumber(element));
                break;
            default:
                hash.AppendData(Encoding.UTF8.GetBytes(element.GetRawText()));
                break;
        }
    }

    /// <summary>With its length before it, so that no text can be taken for two.</summary>
    static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(length, bytes.Length);
        hash.AppendData("\""u8);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    static string WriteNumber(JsonElement number) =>
        number.TryGetDecimal(out var value)
            ? value.ToString("0.############################", CultureInfo.InvariantCulture)
            : number.GetRawText();
}
