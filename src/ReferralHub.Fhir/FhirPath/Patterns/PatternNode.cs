using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ReferralHub.Fhir.FhirPath.Patterns;

/// <summary>One run of a pattern over a text, with the steps it has left.</summary>
sealed class PatternRun(string text, int stepsMax, int groups)
{
    const int DepthMax = 500;
    int steps = stepsMax;
    int depth;

    public string Text { get; } = text;

    /// <summary>Where each group has last matched; a start of -1 for not yet.</summary>
    public (int From, int To)[] Groups { get; } = [.. Enumerable.Repeat((-1, -1), groups + 1)];

    /// <summary>The matcher goes down the stack for each repetition of a group, so these are counted too.</summary>
    public void Enter()
    {
        Step();
        if (++depth > DepthMax)
            throw new PatternBudgetException();
    }

    public void Leave() => depth--;

    public void Step()
    {
        if (--steps < 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new PatternBudgetException();
    }
}

/// <summary>A pattern takes more steps on a text than it may.</summary>
sealed class PatternBudgetException : Exception;

/// <summary>
/// A piece of a pattern. It matches from a place, and then asks whether the rest of the pattern matches from where it ends.
/// </summary>
abstract class PatternNode
{
    public abstract bool Matches(PatternRun run, int at, Func<int, bool> rest);
}

/// <summary>A single character of a kind. What the kind is, .NET's own engine says; for ASCII it is asked only once.</summary>
sealed class CharacterNode : PatternNode
{
    readonly bool[] ascii = new bool[128];
    readonly Regex kind;

    public CharacterNode(string source)
    {
        kind = new($@"\A(?:{source})\z", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        for (var i = 0; i < ascii.Length; i++)
            ascii[i] = kind.IsMatch(((char)i).ToString());
    }

    public bool Is(char c) => c < ascii.Length ? ascii[c] : kind.IsMatch(c.ToString());

    public override bool Matches(PatternRun run, int at, Func<int, bool> rest)
    {
        run.Step();
        return at < run.Text.Length && Is(run.Text[at]) && rest(at + 1);
    }
}

/// <summary>A place such as the start, the end or the edge of a word.</summary>
sealed class PlaceNode(Func<string, int, bool> isHere) : PatternNode
{
    public override bool Matches(PatternRun run, int at, Func<int, bool> rest) => isHere(run.Text, at) && rest(at);
}

sealed class SequenceNode(List<PatternNode> parts) : PatternNode
{
    public override bool Matches(PatternRun run, int at, Func<int, bool> rest) => From(run, 0, at, rest);

    bool From(PatternRun run, int part, int at, Func<int, bool> rest)
    {
        run.Step();
        return part == parts.Count ? rest(at) : parts[part].Matches(run, at, next => From(run, part + 1, next, rest));
    }
}

sealed class ChoiceNode(List<PatternNode> options) : PatternNode
{
    public override bool Matches(PatternRun run, int at, Func<int, bool> rest)
    {
        run.Step();
        return options.Exists(o => o.Matches(run, at, rest));
    }
}

/// <summary>A group that a later part of the pattern may refer to.</summary>
sealed class GroupNode(int number, PatternNode inner) : PatternNode
{
    public override bool Matches(PatternRun run, int at, Func<int, bool> rest)
    {
        var before = run.Groups[number];
        if (
            inner.Matches(
                run,
                at,
                end =>
                {
                    var outer = run.Groups[number];
                    run.Groups[number] = (at, end);
                    if (rest(end))
                        return true;
                    run.Groups[number] = outer;
                    return false;
                }
            )
        )
            return true;
        run.Groups[number] = before;
        return false;
    }
}

sealed class BackReferenceNode(int number) : PatternNode
{
    public override bool Matches(PatternRun run, int at, Func<int, bool> rest)
    {
        run.Step();
        var (from, to) = run.Groups[number];
        return from >= 0
            && run.Text.AsSpan(at).StartsWith(run.Text.AsSpan(from, to - from), StringComparison.Ordinal)
            && rest(at + to - from);
    }
}

/// <summary>What stands ahead, behind, or is taken as a whole without trying again.</summary>
sealed class LookNode(PatternNode inner, bool isAhead, bool isWanted, bool isTaken = false) : PatternNode
{
    public override bool Matches(PatternRun run, int at, Func<int, bool> rest)
    {
        run.Step();
        var end = at;
        var found = isAhead ? inner.Matches(run, at, to => (end = to) >= 0) : IsBehind(run, at);
        return found == isWanted && rest(isTaken ? end : at);
    }

    bool IsBehind(PatternRun run, int at)
    {
        for (var from = at; from >= 0; from--)
        {
            run.Step();
            if (inner.Matches(run, from, end => end == at))
                return true;
        }

        return false;
    }
}

/// <summary>A piece so many times, as often or as seldom as may be.</summary>
sealed class RepeatNode(PatternNode inner, int least, int most, bool isGreedy) : PatternNode
{
    public override bool Matches(PatternRun run, int at, Func<int, bool> rest) =>
        inner is CharacterNode character ? OfCharacters(run, character, at, rest) : Again(run, 0, at, rest);

    bool OfCharacters(PatternRun run, CharacterNode character, int at, Func<int, bool> rest)
    {
        var longest = at;
        while (longest - at < most && longest < run.Text.Length && character.Is(run.Text[longest]))
        {
            run.Step();
            longest++;
        }

        for (var i = at + least; i <= longest; i++)
        {
            run.Step();
            if (rest(isGreedy ? longest - (i - at - least) : i))
                return true;
        }

        return false;
    }

    bool Again(PatternRun run, int count, int at, Func<int, bool> rest)
    {
        run.Enter();
        try
        {
            if (count >= least && !isGreedy && rest(at))
                return true;
            // A piece that matched nothing would match nothing for ever.
            if (count < most && inner.Matches(run, at, end => (end > at || count < least) && Again(run, count + 1, end, rest)))
                return true;
            return count >= least && isGreedy && rest(at);
        }
        finally
        {
            run.Leave();
        }
    }
}
