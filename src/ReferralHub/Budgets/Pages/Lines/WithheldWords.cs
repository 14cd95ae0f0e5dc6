namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>What stands in the place of a sentence about figures that their reader may not know.</summary>
static class WithheldWords
{
    public static string Write(ToldLine line) =>
        (line.Spent, line.Committed) switch
        {
            (null, null) => "What is spent and committed is withheld, because it is about few patients.",
            (null, { } committed) => $"{committed} is committed. What is spent is withheld, because it is about few patients.",
            ({ Pence: 0 }, null) => "Nothing is spent. What is committed is withheld, because it is about few patients.",
            ({ } spent, null) => $"{spent} is spent. What is committed is withheld, because it is about few patients.",
            ({ } spent, { } committed) => $"{spent} is spent and {committed} committed. What the year will come to is withheld, because it "
                + "is about few patients.",
        };
}
