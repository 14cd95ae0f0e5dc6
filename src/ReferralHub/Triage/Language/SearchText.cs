namespace ReferralHub.Triage.Language;

/// <summary>
/// A text made ready for finding phrases: small letters, one space for any white space, one kind of hyphen and apostrophe. Letters
/// wrap lines in the middle of a phrase, so the words are searched without line breaks; where a line ended still ends a denial.
/// </summary>
/// <param name="Words">Without line breaks.</param>
/// <param name="Clauses">The same, character for character, with them.</param>
sealed record SearchText(string Words, string Clauses)
{
    public static SearchText Normalise(string text)
    {
        var clauses = string.Create(
            Length(text),
            text,
            static (to, from) =>
            {
                var at = 0;
                for (var i = 0; i < from.Length; i++)
                {
                    var c = from[i];
                    if (!char.IsWhiteSpace(c))
                    {
                        to[at++] = Plain(c);
                        continue;
                    }

                    var isLineEnd = false;
                    for (; i < from.Length && char.IsWhiteSpace(from[i]); i++)
                        isLineEnd |= from[i] is '\n' or '\r';
                    i--;
                    to[at++] = isLineEnd ? '\n' : ' ';
                }
            }
        );
        return new(clauses.Replace('\n', ' '), clauses);
    }

    /// <summary>A phrase as it is looked for.</summary>
    public static string Phrase(string phrase) => Normalise(phrase.Trim()).Words;

    static int Length(string text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
            if (!char.IsWhiteSpace(text[i]) || i == 0 || !char.IsWhiteSpace(text[i - 1]))
                length++;
        return length;
    }

    static char Plain(char c) =>
        c switch
        {
            '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => '-',
            '\u2018' or '\u2019' or '\u02BC' => '\'',
            _ => char.ToLowerInvariant(c),
        };
}
