namespace ReferralHub.Triage.Pages;

/// <summary>A sentence in three parts, so that a page can mark the words that a rule went by.</summary>
public readonly record struct FoundParts(string Before, string Words, string After)
{
    /// <summary>Cuts the sentence at the words. Places outside the sentence or within a character of two units are moved to fit.</summary>
    public static FoundParts Cut(FoundWords found)
    {
        var sentence = found.Sentence;
        var start = Fit(sentence, found.Start);
        var end = Fit(sentence, (int)Math.Min((long)found.Start + Math.Max(0, found.Length), sentence.Length));
        return new(sentence[..start], sentence[start..Math.Max(start, end)], sentence[Math.Max(start, end)..]);
    }

    static int Fit(string sentence, int at)
    {
        var place = Math.Clamp(at, 0, sentence.Length);
        return place > 0 && place < sentence.Length && char.IsLowSurrogate(sentence[place]) ? place - 1 : place;
    }
}
