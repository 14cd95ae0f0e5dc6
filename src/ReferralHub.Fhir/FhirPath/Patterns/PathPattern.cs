using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace ReferralHub.Fhir.FhirPath.Patterns;

/// <summary>
/// A regular expression of FHIRPath (N1 §5.6.8). Patterns are the rule author's and texts the sender's: together they may take
/// for ever. So .NET's linear engine is used where the pattern allows it, and where it does not, steps are counted. No clock is
/// asked: whether a rule can be answered does not depend on how busy the machine is. The dot matches line ends.
/// </summary>
sealed class PathPattern
{
    /// <summary>Steps that a pattern with lookarounds or back references may take on one text.</summary>
    public const int StepsMax = 200_000;

    const int PatternsMax = 1_000;
    const RegexOptions Options = RegexOptions.Singleline | RegexOptions.CultureInvariant;
    static readonly ConcurrentDictionary<string, PathPattern> Known = new(StringComparer.Ordinal);

    readonly Regex? linear;
    readonly SteppedPattern? stepped;

    PathPattern(Regex? linear, SteppedPattern? stepped) => (this.linear, this.stepped) = (linear, stepped);

    /// <summary>The pattern, read once.</summary>
    /// <exception cref="PathException">It is no regular expression, or one that cannot be matched here.</exception>
    public static PathPattern Get(string pattern, int position)
    {
        if (Known.TryGetValue(pattern, out var known))
            return known;
        var made = Read(pattern, position);
        if (Known.Count < PatternsMax)
            Known[pattern] = made;
        return made;
    }

    /// <summary>Whether it matches somewhere in the text.</summary>
    /// <exception cref="PathException">It takes too many steps on this text.</exception>
    public bool IsMatch(string text, int position)
    {
        if (linear is not null)
            return linear.IsMatch(text);
        try
        {
            return stepped!.IsMatch(text, StepsMax);
        }
        catch (PatternBudgetException)
        {
            throw new PathException(
                FormattableString.Invariant($"The pattern takes more than {StepsMax:N0} steps on this text."),
                position
            );
        }
    }

    /// <summary>The text with every match replaced.</summary>
    /// <exception cref="PathException">The pattern looks around or refers back, which is only possible in a question.</exception>
    public string Replace(string text, string by, int position) =>
        linear is not null
            ? linear.Replace(text, by)
            : throw new PathException("A pattern that looks around or refers back can be matched and not replaced.", position);

    static PathPattern Read(string pattern, int position)
    {
        try
        {
            return new(new Regex(pattern, Options | RegexOptions.NonBacktracking), null);
        }
        catch (NotSupportedException)
        {
            return SteppedPattern.Read(pattern) is { } read
                ? new(null, read)
                : throw new PathException("The pattern holds what cannot be matched here within a known number of steps.", position);
        }
        catch (ArgumentException e)
        {
            throw new PathException($"The pattern is not a regular expression: {e.Message}", position);
        }
    }
}
