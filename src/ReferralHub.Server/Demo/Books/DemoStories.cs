namespace ReferralHub.Server.Demo.Books;

/// <summary>What is planted in the books of the demonstration, and where it is seen.</summary>
static class DemoStories
{
    /// <summary>Each in a line, with the path of its page.</summary>
    public static IEnumerable<(string Words, string Path)> List(DemoArea area)
    {
        yield return (
            "four practices are heading over their budgets (two of them within chance), five stay far under, the others are near",
            "/commissioning"
        );
        yield return (
            $"{Name(area, DemoBodies.Disputing)} disputes its budget and does not understand it; its manager B can agree or ask",
            Plan(area, DemoBodies.Disputing)
        );
        yield return (
            $"{Name(area, DemoAgreements.Asking)}, like all of the south, agreed forty days late; it asked how the budget came about",
            Plan(area, DemoAgreements.Asking)
        );
        yield return (
            $"{Name(area, DemoBodies.Leaving)} left the locality on 30 September; both ways to count it add up to the same",
            $"/commissioning/bodies/{DemoBodies.LocalityId}"
        );
        yield return ("the locality is in deficit in the first of three years", $"/commissioning/bodies/{DemoBodies.LocalityId}");
        yield return ("prices were published for months that had passed, and closed months are restated", "/commissioning/months");
        yield return ("the last month that may be closed is still open: close it", "/commissioning/months");
    }

    static string Plan(DemoArea area, int practice) => $"/commissioning/practices/{area.Practices[practice].Ods}/plan";

    static string Name(DemoArea area, int practice) => area.Practices[practice].Name.Replace(" (fictitious)", "", StringComparison.Ordinal);
}
