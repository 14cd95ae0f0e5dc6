using System.Globalization;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>Something that waits for whoever holds a line, or that they should know before they trust its figures.</summary>
/// <param name="Words">A sentence.</param>
/// <param name="Url">Where it is done; null where there is nothing to do here.</param>
public sealed record ToDo(string Words, string? Url)
{
    /// <summary>Of one line, what is to be done first.</summary>
    /// <param name="isHolder">Whether the reader is who holds the line.</param>
    /// <param name="planUrl">The page of the holder's plan; null where it has none.</param>
    public static IEnumerable<ToDo> List(ToldLine line, PlanStanding standing, bool isHolder, string? planUrl)
    {
        var scope = line.Held.ScopeWords;
        if (standing is { AgreedOn: null, ProposedOn: { } proposed })
            yield return new($"The budget for “{scope}” was put forward on {proposed.DayInWords} and is not agreed yet.", planUrl);
        else if (standing is { AgreedOn: { } agreed, ProposedOn: { } other })
            yield return new(
                $"Another budget for “{scope}” was put forward on {other.DayInWords}; "
                    + $"until it is agreed, the one of {agreed.DayInWords} holds.",
                planUrl
            );
        else if (standing.AgreedOn is null)
            yield return new($"The budget for “{scope}” has not been agreed.", planUrl);
        if (standing is { AgreedOn: not null, HasOneParty: false } && AskAboutUnderstanding(standing.Understood, isHolder) is { } ask)
            yield return new($"{ask} how the budget for “{scope}” was set.", planUrl);
        if (line.Unpriced is not 0)
            yield return new(
                $"Of the care expected for “{scope}”, {Count(line.Unpriced)} no price, and nothing is committed for it: the figures "
                    + $"are too low by it. {line.Held.GiverName} publishes the prices.",
                null
            );
    }

    /// <summary>Null when the holder has said that it understands it fully.</summary>
    static string? AskAboutUnderstanding(string? understood, bool isHolder) =>
        (understood, isHolder) switch
        {
            (null, true) => "Say whether you understand",
            (null, false) => "The holder has not said whether it understands",
            ("partly", true) => "You have said that you understand only in part",
            ("partly", false) => "The holder understands only in part",
            ("no", true) => "You have said that you do not understand",
            ("no", false) => "The holder does not understand",
            _ => null,
        };

    static string Count(int? parts) =>
        parts switch
        {
            null => "a few parts",
            1 => "one part",
            { } more => $"{more.ToString("N0", CultureInfo.InvariantCulture)} parts",
        } + (parts == 1 ? " has" : " have");
}
