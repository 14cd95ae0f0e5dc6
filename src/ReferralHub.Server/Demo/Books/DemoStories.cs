namespace ReferralHub.Server.Demo.Books;

/// <summary>What is planted in the books of the demonstration, and where it is seen.</summary>
static class DemoStories
{
    /// <summary>Each in a line, with the path of its page.</summary>
    public static IEnumerable<(string Words, string Path)> List(DemoArea area)
    {
        yield return ("four practices are heading over their budgets, five stay far under, the others are near", "/commissioning");
        yield return (
            $"{Name(area, DemoBodies.Disputing)} has not agreed to its budget and says why",
            $"/commissioning/practices/{area.Practices[DemoBodies.Disputing].Ods}/plan"
        );
        yield return (
            $"{Name(area, DemoAgreements.Asking)}, like all of the south, agreed forty days late; it asked how the budget came about",
            $"/commissioning/practices/{area.Practices[DemoAgreements.Asking].Ods}/plan"
        );
        yield return (
            $"{Name(area, DemoBodies.Leaving)} left the locality on 30 September; what was before stays where it was",
            $"/commissioning/practices/{area.Practices[DemoBodies.Leaving].Ods}"
        );
        yield return ("the locality is in deficit in the first of three years", "/commissioning");
        yield return ("prices were published for months that had passed, and closed months are restated", "/commissioning/months");
    }

    static string Name(DemoArea area, int practice) => area.Practices[practice].Name.Replace(" (fictitious)", "", StringComparison.Ordinal);
}
