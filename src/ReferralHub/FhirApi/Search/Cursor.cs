using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ReferralHub.Platform;

namespace ReferralHub.FhirApi.Search;

/// <summary>
/// Where a page begins: behind a row, by its key and id, so that rows that come in meanwhile move nothing. Callers see it as
/// text without meaning.
/// </summary>
/// <param name="IsBackward">The page before the row, and not the one after it.</param>
/// <param name="Key">Value of the row that the search is sorted by; empty when it is sorted by id.</param>
public sealed record Cursor(bool IsBackward, string Key, string Id)
{
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{(IsBackward ? 'b' : 'f')}|{Key}|{Id}"));

    public static bool TryParse(string text, out Cursor cursor)
    {
        cursor = new(false, "", "");
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
            return false;
        if (Encoding.UTF8.GetString(bytes, 0, length).Split('|', 3) is not ["b" or "f", var key, var id] parts)
            return false;
        cursor = new(parts[0] == "b", key, id);
        return true;
    }

    public static string FormatKey(DateTime at) => at.Ticks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Where the search is sorted by an instant: the row behind which the page begins; null when the cursor names none.</summary>
    public PageKey? PageKey =>
        long.TryParse(Key, CultureInfo.InvariantCulture, out var ticks)
        && PageKey.ReadInstant(ticks) is { } at
        && Guid.TryParse(Id, out var id)
            ? new(at, id)
            : null;
}
