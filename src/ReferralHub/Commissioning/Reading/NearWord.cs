using ReferralHub.Fhir.Schema;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Guesses which known word somebody meant.</summary>
static class NearWord
{
    const int CharactersMax = 60;

    /// <summary>The end of a sentence: "; did you mean x?" with the nearest known word, or a full stop where none is near.</summary>
    public static string Hint(string given, IEnumerable<string> known) => Find(given, known) is { } near ? $"; did you mean {near}?" : ".";

    /// <summary>The known word with the fewest edits, at most two, upper and lower case being the same.</summary>
    public static string? Find(string given, IEnumerable<string> known)
    {
        if (given.Length > CharactersMax)
            return null;
        var (best, bestEdits) = ((string?)null, NearName.EditsMax + 1);
        foreach (var word in known)
        {
            // Of a word of three letters, two edits leave nothing to recognise it by.
            var most = Math.Min(NearName.EditsMax, word.Length / 3);
            var edits = NearName.CountEdits(word.ToUpperInvariant(), given.ToUpperInvariant());
            if (edits <= most && edits < bestEdits && word != given)
                (best, bestEdits) = (word, edits);
        }

        return best;
    }
}
