using System.Globalization;
using System.Text.RegularExpressions;

namespace ReferralHub.Fhir.FhirPath.Patterns;

/// <summary>
/// Reads a regular expression in .NET's syntax. Options within the pattern, conditions and balancing groups are not known here.
/// </summary>
sealed class PatternParser(string pattern)
{
    const int DepthMax = 100;
    readonly List<string> names = [.. new Regex(pattern).GetGroupNames()];
    int at;
    int unnamed;
    int depth;
    bool isUnknown;

    /// <summary>Highest number of a group.</summary>
    public int Groups => names.Count;

    /// <summary>The whole pattern; null when it has something that is not known here.</summary>
    public PatternNode? Read()
    {
        var root = Choice();
        return isUnknown || at < pattern.Length ? null : root;
    }

    PatternNode Choice()
    {
        var options = new List<PatternNode>();
        if (++depth > DepthMax)
            isUnknown = true;
        do options.Add(Sequence());
        while (Take('|'));
        depth--;
        return options is [var only] ? only : new ChoiceNode(options);
    }

    SequenceNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (!isUnknown && at < pattern.Length && pattern[at] is not ('|' or ')'))
            parts.Add(Repeat(Atom()));
        return new(parts);
    }

    PatternNode Repeat(PatternNode atom)
    {
        if (at >= pattern.Length)
            return atom;
        var (least, most) = (0, int.MaxValue);
        switch (pattern[at])
        {
            case '*':
                at++;
                break;
            case '+':
                at++;
                least = 1;
                break;
            case '?':
                at++;
                most = 1;
                break;
            case '{' when Regex.Match(pattern[at..], @"^\{(\d+)(,(\d*))?\}") is { Success: true } bounds:
                at += bounds.Length;
                least = Number(bounds.Groups[1].Value);
                most =
                    !bounds.Groups[2].Success ? least
                    : bounds.Groups[3].Length == 0 ? int.MaxValue
                    : Number(bounds.Groups[3].Value);
                break;
            default:
                return atom;
        }

        return new RepeatNode(atom, least, most, isGreedy: !Take('?'));
    }

    PatternNode Atom()
    {
        switch (pattern[at++])
        {
            case '(':
                return Group();
            case '[':
                return Class();
            case '\\':
                return Escape();
            case '^':
                return new PlaceNode((_, i) => i == 0);
            case '$':
                return new PlaceNode((t, i) => i == t.Length || (i == t.Length - 1 && t[i] == '\n'));
            case '.':
                return new CharacterNode(".");
            case var literal:
                return new CharacterNode(Regex.Escape(literal.ToString()).Replace("]", @"\]", StringComparison.Ordinal));
        }
    }

    PatternNode Group()
    {
        if (!Take('?'))
        {
            var number = names.IndexOf((++unnamed).ToString(CultureInfo.InvariantCulture));
            return Closed(inner => new GroupNode(number, inner));
        }

        if (Take(':'))
            return Closed(inner => inner);
        if (Take('='))
            return Closed(inner => new LookNode(inner, isAhead: true, isWanted: true));
        if (Take('!'))
            return Closed(inner => new LookNode(inner, isAhead: true, isWanted: false));
        if (Take('>'))
            return Closed(inner => new LookNode(inner, isAhead: true, isWanted: true, isTaken: true));
        if (!Take('<'))
            return Unknown();
        if (Take('='))
            return Closed(inner => new LookNode(inner, isAhead: false, isWanted: true));
        if (Take('!'))
            return Closed(inner => new LookNode(inner, isAhead: false, isWanted: false));
        var name = UpTo('>');
        return names.IndexOf(name) is >= 0 and var named ? Closed(inner => new GroupNode(named, inner)) : Unknown();
    }

    PatternNode Closed(Func<PatternNode, PatternNode> make)
    {
        var inner = Choice();
        return Take(')') ? make(inner) : Unknown();
    }

    /// <summary>A class in brackets, which may hold a class to be taken out of it.</summary>
    PatternNode Class()
    {
        var from = at - 1;
        var open = 1;
        // A bracket that stands first is one of the characters.
        Take('^');
        Take(']');
        while (open > 0 && at < pattern.Length)
        {
            var c = pattern[at++];
            if (c == '\\')
                at++;
            else if (c == ']')
                open--;
            else if (c == '[' && pattern[at - 2] == '-')
                open++;
        }

        return open > 0 || at > pattern.Length ? Unknown() : new CharacterNode(pattern[from..at]);
    }

    PatternNode Escape()
    {
        var c = pattern[at++];
        switch (c)
        {
            case 'A':
                return new PlaceNode((_, i) => i == 0);
            case 'z':
                return new PlaceNode((t, i) => i == t.Length);
            case 'Z':
                return new PlaceNode((t, i) => i == t.Length || (i == t.Length - 1 && t[i] == '\n'));
            case 'b':
                return new PlaceNode(IsEdge);
            case 'B':
                return new PlaceNode((t, i) => !IsEdge(t, i));
            case 'k' when Take('<'):
                return BackReference(UpTo('>'));
            case 'G' or 'k':
                return Unknown();
            case 'p' or 'P':
                Take('{');
                return new CharacterNode($@"\{c}{{{UpTo('}')}}}");
            case 'x':
                return Coded(c, 2);
            case 'u':
                return Coded(c, 4);
            case 'c':
                return Coded(c, 1);
            case >= '1' and <= '9':
                return BackReference(c.ToString());
            default:
                return new CharacterNode($@"\{c}");
        }
    }

    CharacterNode Coded(char kind, int digits)
    {
        at += digits;
        return new CharacterNode($@"\{kind}{pattern[(at - digits)..at]}");
    }

    PatternNode BackReference(string name) => names.IndexOf(name) is > 0 and var number ? new BackReferenceNode(number) : Unknown();

    static bool IsEdge(string text, int at) => IsWord(text, at - 1) != IsWord(text, at);

    static bool IsWord(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');

    bool Take(char wanted)
    {
        if (at >= pattern.Length || pattern[at] != wanted)
            return false;
        at++;
        return true;
    }

    string UpTo(char end)
    {
        var to = pattern.IndexOf(end, at);
        if (to < 0)
        {
            isUnknown = true;
            return "";
        }

        var text = pattern[at..to];
        at = to + 1;
        return text;
    }

    SequenceNode Unknown()
    {
        isUnknown = true;
        return new([]);
    }

    static int Number(string digits) => int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}
