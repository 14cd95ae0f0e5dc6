using System.Numerics;

namespace ReferralHub.Triage.Language.Scanning;

/// <summary>
/// Finds the long word that a word nobody looks for was meant to be: two letters changed places, one left out, or one twice. The
/// first letter is right. Letters are weighed and added up, so that a word of the text costs one addition a letter and one look into
/// a small table; only what fits there is compared.
/// </summary>
sealed class TypoWords
{
    public const int LettersMin = 7;
    const int StemLettersAfter = 2;
    const int Letters = 26;
    const int TableBits = 19;

    /// <summary>Words that are one letter off a clinical one and mean something else.</summary>
    static readonly HashSet<string> Own = new(
        "selling staining potting sanding weighed eternal eternally reusing burring downing droning mediation".Split(' '),
        StringComparer.Ordinal
    );

    static readonly uint[] Weights = Weigh();

    /// <summary>Sums that may be those of a stem, asked for after each letter, and of a whole word, asked for at its end.</summary>
    readonly ulong[] stems = new ulong[1 << (TableBits - 6)];
    readonly ulong[] wholes = new ulong[1 << (TableBits - 6)];
    readonly (string Word, bool IsStem)[] words;
    readonly uint[] sums;
    readonly ushort[] owners;

    public TypoWords(IEnumerable<(string Word, bool IsStem)> all)
    {
        words = [.. all.Where(w => w.Word.Length >= LettersMin && w.Word.All(char.IsAsciiLetterLower)).Take(ushort.MaxValue)];
        var made = new List<(uint Sum, ushort Owner)>();
        for (var i = 0; i < words.Length; i++)
        {
            var sum = Add(words[i].Word);
            made.Add((sum, (ushort)i));
            foreach (var letter in words[i].Word.Distinct())
            {
                made.Add((sum - Weights[letter - 'a'], (ushort)i));
                made.Add((sum + Weights[letter - 'a'], (ushort)i));
            }
        }

        made.Sort();
        sums = [.. made.Select(m => m.Sum)];
        owners = [.. made.Select(m => m.Owner)];
        foreach (var (sum, owner) in made)
            (words[owner].IsStem ? stems : wholes)[sum >> (32 - TableBits + 6)] |= Bit(sum);
    }

    static ulong Bit(uint sum) => 1ul << (int)((sum >> (32 - TableBits)) & 63);

    /// <summary>The word or stem that was meant; null when there is none, or it is no mistake of the kind.</summary>
    /// <param name="typed">A word of ASCII letters, in any case.</param>
    public (string Word, bool IsStem)? Find(ReadOnlySpan<char> typed)
    {
        var sum = 0u;
        for (var i = 0; i < typed.Length; i++)
        {
            var letter = (typed[i] | 0x20) - 'a';
            if ((uint)letter >= Letters)
                return null;
            sum += Weights[letter];
            if (i + 1 < LettersMin - 1)
                continue;
            var at = sum >> (32 - TableBits + 6);
            var seen = stems[at] | (i + 2 >= typed.Length ? wholes[at] : 0);
            if ((seen & Bit(sum)) != 0 && Compare(typed, i + 1, sum) is { } word)
                return word;
        }

        return null;
    }

    (string Word, bool IsStem)? Compare(ReadOnlySpan<char> typed, int length, uint sum)
    {
        var at = Array.BinarySearch(sums, sum);
        if (at < 0)
            return null;
        while (at > 0 && sums[at - 1] == sum)
            at--;
        Span<char> small = stackalloc char[length];
        for (var i = 0; i < length; i++)
            small[i] = (char)(typed[i] | 0x20);
        for (; at < sums.Length && sums[at] == sum; at++)
        {
            var word = words[owners[at]];
            if (
                (word.IsStem || length == typed.Length || (length + 1 == typed.Length && (typed[^1] | 0x20) == 's'))
                && IsOneOff(small, word.Word, word.IsStem)
                && !IsOwn(typed)
            )
                return word;
        }

        return null;
    }

    /// <summary>
    /// Two letters changed places, one left out of eight or more, or one written twice. In a stem some letters behind the mistake must be
    /// right, because anything may follow the stem: metatarsal is not metastatic.
    /// </summary>
    static bool IsOneOff(ReadOnlySpan<char> typed, ReadOnlySpan<char> word, bool isStem)
    {
        var i = typed.CommonPrefixLength(word);
        if (i == 0 || i + (isStem ? StemLettersAfter : 1) >= word.Length)
            return false;
        return (typed.Length - word.Length) switch
        {
            0 => typed[i] == word[i + 1] && typed[i + 1] == word[i] && typed[(i + 2)..].SequenceEqual(word[(i + 2)..]),
            -1 => word.Length > LettersMin && typed[i..].SequenceEqual(word[(i + 1)..]),
            1 => typed[i] == typed[i - 1] && typed[(i + 1)..].SequenceEqual(word[i..]),
            _ => false,
        };
    }

    static bool IsOwn(ReadOnlySpan<char> typed)
    {
        Span<char> small = stackalloc char[typed.Length];
        typed.ToLowerInvariant(small);
        return Own.GetAlternateLookup<ReadOnlySpan<char>>().Contains(small);
    }

    static uint Add(string word)
    {
        var sum = 0u;
        foreach (var letter in word)
            sum += Weights[letter - 'a'];
        return sum;
    }

    /// <summary>Numbers without a pattern, so that different letters seldom add up to the same.</summary>
    static uint[] Weigh()
    {
        var weights = new uint[Letters];
        var state = 2_463_534_242u;
        for (var i = 0; i < Letters; i++)
            weights[i] = (state = BitOperations.RotateLeft((state * 2_654_435_761u) + 97, 13)) | 1;
        return weights;
    }
}
