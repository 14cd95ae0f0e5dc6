using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ReferralHub.Web.Users;

/// <summary>
/// Keyboard shortcuts: off until somebody turns them on, always Alt+Shift and a letter, each letter theirs to choose.
/// Single letters would fire while somebody dictates (NHS service manual).
/// </summary>
public static class Shortcuts
{
    const string CookieName = "rh-keys";
    static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>Acts, in words, with the letter that is proposed.</summary>
    public static readonly IReadOnlyList<(string Act, string Words, string Letter)> All =
    [
        ("start", "Start review", "g"),
        ("accept", "Accept", "a"),
        ("change", "Accept and change", "c"),
        ("ask", "Ask the practice", "q"),
        ("return", "Return with advice", "r"),
        ("refer", "Refer to a colleague", "f"),
        ("defer", "Defer", "d"),
        ("next", "Decide and review next", "n"),
        ("decide", "Decide", "e"),
        ("skip", "Skip to next", "s"),
        ("undo", "Undo", "u"),
        ("back", "Save and go back", "b"),
    ];

    /// <summary>The letters somebody chose, by act; null when shortcuts are off.</summary>
    public static IReadOnlyDictionary<string, string>? ReadLetters(HttpRequest request)
    {
        if (request.Cookies[CookieName] is not { Length: > 0 and < 500 } kept)
            return null;
        var letters = kept.Split('.')
            .Select(pair => pair.Split('-'))
            .Where(pair => pair.Length == 2)
            .Select(pair => (Act: pair[0], Letter: pair[1]))
            .Where(p => IsLetter(p.Letter) && All.Any(a => a.Act == p.Act))
            .DistinctBy(p => p.Act)
            .ToDictionary(p => p.Act, p => p.Letter);
        return letters.Count == 0 ? null : letters;
    }

    public static string Json(IReadOnlyDictionary<string, string> letters) => JsonSerializer.Serialize(letters);

    public static void Keep(HttpResponse response, IReadOnlyDictionary<string, string>? letters)
    {
        if (letters is null)
            response.Cookies.Delete(CookieName);
        else
            response.Cookies.Append(
                CookieName,
                string.Join('.', letters.Select(l => $"{l.Key}-{l.Value}")),
                new() { MaxAge = Kept, IsEssential = true }
            );
    }

    public static bool IsLetter(string? text) => text is [>= 'a' and <= 'z'];
}
