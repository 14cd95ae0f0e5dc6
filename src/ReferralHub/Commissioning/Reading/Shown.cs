namespace ReferralHub.Commissioning.Reading;

/// <summary>What somebody wrote, as a message repeats it.</summary>
static class Shown
{
    const int CharactersMax = 60;

    /// <summary>The beginning of it.</summary>
    public static string Short(string text) => WithoutControls(text.Length <= CharactersMax ? text : text[..CharactersMax] + "…");

    /// <summary>Without characters that a terminal would obey, and without halves of a character.</summary>
    public static string WithoutControls(string text) =>
        text.Any(IsNotShown) ? string.Concat(text.Select(c => IsNotShown(c) ? '?' : c)) : text;

    static bool IsNotShown(char c) => char.IsControl(c) || char.IsSurrogate(c);
}
