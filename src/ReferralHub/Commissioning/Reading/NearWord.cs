namespace ReferralHub.Commissioning.Reading;

/// <summary>Guesses which known word somebody meant.</summary>
static class NearWord
{
    const int EditsMax = 2;
    const int CharactersMax = 60;

    /// <summary>The end of a sentence: "; did you mean x?" with the nearest known word, or a full stop where none is near.</summary>
    public static string Hint(string given, IEnumerable<string> known) => Find(given, known) is { } near ? $"; did you mean {near}?" : ".";

    /// <summary>The known word with the fewest edits, at most two, upper and lower case being the same.</summary>
    public static string? Find(string given, IEnumerable<string> known)
    {
        if (given.Length > CharactersMax)
            return null;
        var (best, bestEdits) = ((string?)null, EditsMax + 1);
        foreach (var word in known)
        {
            // Of a word of three letters, two edits leave nothing to recognise it by.
            var most = Math.Min(EditsMax, word.Length / 3);
            var edits = CountEdits(word.ToUpperInvariant(), given.ToUpperInvariant());
            if (edits <= most && edits < bestEdits && word != given)
                (best, bestEdits) = (word, edits);
        }

        return best;
    }

    static int CountEdits(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > EditsMax)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
