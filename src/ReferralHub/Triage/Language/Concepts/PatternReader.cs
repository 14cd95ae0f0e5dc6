using System.Globalization;
using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage.Language.Concepts;

/// <summary>
/// Reads what a pack writes about words. A line has parts with spaces between them, all of which must stand close together in one
/// sentence, in any order. Within a part <c>|</c> is "or", <c>_</c> joins words that stand next to each other in that order, <c>*</c>
/// ends a stem, <c>?</c> before a word wants the question mark of a suspicion, <c>{name}</c> is a group of the pack, and brackets hold a
/// number: <c>[&gt;=7]</c>, <c>[&lt;10]</c>, <c>[25..30 db|decibel*]</c>, <c>[any]</c>, <c>[&gt;=3 weeks]</c>, <c>[6/&gt;=18]</c>.
/// <c>~8</c> at the end of a line lets the parts be up to eight words apart, and <c>~8&gt;</c> only in the order in which they are written.
/// </summary>
sealed class PatternReader(IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
{
    const int WindowDefault = 6;
    const int WindowMax = 40;
    const int PartsMax = 8;
    const int GroupDepthMax = 3;

    public Pattern ReadLine(string line)
    {
        var (window, isOrdered) = (WindowDefault, false);
        var parts = new List<IReadOnlyList<PatternChoice>>();
        foreach (var part in Split(line, ' '))
        {
            if (part.StartsWith('~'))
            {
                isOrdered = part.EndsWith('>');
                window =
                    int.TryParse(isOrdered ? part[1..^1] : part[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var words)
                    && words is > 0 and <= WindowMax
                        ? words
                        : throw new FormatException(
                            $"{part} must be ~ and a number of words up to {WindowMax}, with > after it for parts in that order"
                        );
            }
            else
                parts.Add(ReadPart(part));
        }

        if (parts.Count is 0 or > PartsMax)
            throw new FormatException($"\"{line}\" must have between one and {PartsMax} parts");
        return parts.Exists(p => p.All(c => c.HasWord))
            ? new(parts, window, line) { IsOrdered = isOrdered }
            : throw new FormatException($"\"{line}\" needs a part that is words: numbers alone mean nothing");
    }

    /// <summary>Words as they stand, next to each other.</summary>
    public static Pattern ReadPhrase(string phrase)
    {
        var words = ReadWords(phrase) with { IsQuery = phrase.TrimStart().StartsWith('?') };
        return words.HasWord
            ? new(
                [
                    [words],
                ],
                WindowDefault,
                phrase
            )
            : throw new FormatException($"\"{phrase}\" has no words: numbers alone mean nothing");
    }

    public ValuePattern ReadValue(IEnumerable<string> names, double least, double most) =>
        new(
            [
                .. names
                    .SelectMany(n => ReadPart(n.Replace(' ', '_')))
                    .Select(c => c.HasWord ? c : throw new FormatException("a name has words")),
            ],
            new(least, most, 0, false, 0, [])
        );

    public IReadOnlyList<PatternChoice> ReadPart(string part, int depth = 0)
    {
        var choices = new List<PatternChoice>();
        foreach (var choice in Split(part, '|'))
        {
            if (choice.StartsWith('{') && choice.EndsWith('}'))
            {
                if (depth >= GroupDepthMax)
                    throw new FormatException($"the group {choice} contains too many others");
                foreach (
                    var member in groups.GetValueOrDefault(choice[1..^1]) ?? throw new FormatException($"the pack has no group {choice}")
                )
                    choices.AddRange(ReadPart(member.StartsWith('[') ? member : member.Replace(' ', '_'), depth + 1));
            }
            else if (choice.StartsWith('['))
                choices.Add(new([], false, ReadNumber(choice)));
            else
                choices.Add(ReadWords(choice) with { IsQuery = choice.StartsWith('?') });
        }

        return choices.Count > 0 ? choices : throw new FormatException($"\"{part}\" has no words");
    }

    /// <summary>Words next to each other, taken apart as the words of a text are.</summary>
    static PatternChoice ReadWords(string text)
    {
        var words = new List<PatternWord>();
        for (var at = 0; at < text.Length; )
        {
            var c = text[at];
            if (char.IsDigit(c))
            {
                var start = at;
                while (
                    at < text.Length && (char.IsDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsDigit(text[at + 1])))
                )
                    at++;
                words.Add(new("", false, double.Parse(text[start..at], CultureInfo.InvariantCulture)));
            }
            else if (char.IsLetter(c) && ReadWord(text, ref at) is { Length: > 0 } word)
            {
                var isStem = at < text.Length && text[at] == '*';
                // A number in words is a number: "seven" finds 7.
                words.Add(!isStem && ControlWords.FindNumber(word) is { } number ? new("", false, number) : new(word, isStem, 0));
            }
            else
                at++;
        }

        return words.Count > 0 ? new(words, false, null) : throw new FormatException($"\"{text}\" has no words");
    }

    static string ReadWord(string text, ref int at)
    {
        var word = new System.Text.StringBuilder();
        for (; at < text.Length && (char.IsLetter(text[at]) || text[at] is '\'' or '\u2019'); at++)
            if (char.IsLetter(text[at]))
                word.Append(text[at] < 128 ? char.ToLowerInvariant(text[at]).ToString() : Letters.Plain(text[at]));
        return word.ToString();
    }

    NumberTest ReadNumber(string text)
    {
        var inner = text.EndsWith(']') ? text[1..^1].Trim() : throw new FormatException($"{text} has no closing bracket");
        var space = inner.IndexOf(' ', StringComparison.Ordinal);
        var (range, unit) = space < 0 ? (inner, "") : (inner[..space], inner[(space + 1)..].Trim().Replace(' ', '_'));
        var (isRatio, before) = (false, 0d);
        if (range.IndexOf('/', StringComparison.Ordinal) is > 0 and var stroke)
            (isRatio, before, range) = (true, ReadFigure(range[..stroke], text), range[(stroke + 1)..]);
        var (least, most) = range switch
        {
            "any" => (double.NegativeInfinity, double.PositiveInfinity),
            ['>', '=', .. var from] => (ReadFigure(from, text), double.PositiveInfinity),
            ['>', .. var from] => (Math.BitIncrement(ReadFigure(from, text)), double.PositiveInfinity),
            ['<', '=', .. var to] => (double.NegativeInfinity, ReadFigure(to, text)),
            ['<', .. var to] => (double.NegativeInfinity, Math.BitDecrement(ReadFigure(to, text))),
            _ when range.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots => (
                ReadFigure(range[..dots], text),
                ReadFigure(range[(dots + 2)..], text)
            ),
            _ => (ReadFigure(range, text), ReadFigure(range, text)),
        };
        var days = unit switch
        {
            "hour" or "hours" => 1d / 24,
            "day" or "days" => 1,
            "week" or "weeks" => 7,
            "month" or "months" => 30.4375,
            "year" or "years" => 365.25,
            _ => 0d,
        };
        return new(least, most, days, isRatio, before, days > 0 || unit.Length == 0 ? [] : ReadPart(unit));
    }

    static double ReadFigure(string text, string whole) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException(
                $"{whole} is not a number that can be asked for; write [>=7], [<10], [25..30 db], [any] or [>=3 weeks]"
            );

    /// <summary>The pieces between separators, where brackets and braces hold what is in them together.</summary>
    static IEnumerable<string> Split(string text, char separator)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is ('[' or '{'))
                depth++;
            else if (i < text.Length && text[i] is (']' or '}'))
                depth--;
            if (i < text.Length && (text[i] != separator || depth > 0))
                continue;
            if (i > start)
                yield return text[start..i];
            start = i + 1;
        }
    }
}
