namespace ReferralHub.Fhir.FhirPath.Patterns;

/// <summary>
/// A regular expression that .NET's linear engine cannot run, because it looks ahead or behind or refers back. It is matched here
/// by trying, and its steps are counted: the same pattern on the same text takes the same number of them on any machine and
/// under any load, which a limit of time would not say.
/// </summary>
sealed class SteppedPattern
{
    readonly PatternNode root;
    readonly int groups;

    SteppedPattern(PatternNode root, int groups) => (this.root, this.groups) = (root, groups);

    /// <summary>
    /// The pattern, which .NET has already taken for a regular expression; null when it has something that is not known here.
    /// </summary>
    public static SteppedPattern? Read(string pattern)
    {
        var parser = new PatternParser(pattern);
        return parser.Read() is { } root ? new(root, parser.Groups) : null;
    }

    /// <summary>Whether it matches somewhere in the text.</summary>
    /// <exception cref="PatternBudgetException">It takes more steps than it may.</exception>
    public bool IsMatch(string text, int stepsMax)
    {
        var run = new PatternRun(text, stepsMax, groups);
        for (var at = 0; at <= text.Length; at++)
        {
            run.Step();
            if (root.Matches(run, at, _ => true))
                return true;
        }

        return false;
    }
}
