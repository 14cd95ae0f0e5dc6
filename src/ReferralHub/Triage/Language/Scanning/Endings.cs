namespace ReferralHub.Triage.Language.Scanning;

/// <summary>
/// Other forms of a stem whose last letters change before an ending: "fracture*" also finds fracturing,
/// "suicide*" suicidal, "biopsy*" biopsies, "anaemia*" anaemic, "stenosis*" stenotic, "dyspno*" dyspnoea.
/// </summary>
static class Endings
{
    const int LettersMin = 6;
    const int VowelLettersMin = 7;

    public static IEnumerable<string> FindStems(string stem)
    {
        if (stem.Length < LettersMin)
            yield break;
        var start = stem[..^1];
        switch (stem[^1])
        {
            // A following e swallows the letter: dyspno and e are dyspne.
            case 'o' or 'a':
                if (start[^1] != 'e')
                    yield return start + "e";
                if (stem.Length >= VowelLettersMin && stem.EndsWith("ia", StringComparison.Ordinal))
                    yield return start + "c";
                break;
            case 'e' when stem.Length >= VowelLettersMin:
                foreach (var vowel in "iaoy")
                    yield return start + vowel;
                break;
            case 'e':
                yield return start + "ing";
                break;
            case 'y':
                yield return start + "i";
                break;
            case 's' when stem.EndsWith("osis", StringComparison.Ordinal):
                yield return stem[..^3] + "tic";
                yield return stem[..^2] + "es";
                break;
            case 's' when stem.EndsWith("is", StringComparison.Ordinal) && stem.Length >= VowelLettersMin:
                yield return stem[..^2] + "es";
                break;
            default:
                break;
        }
    }
}
