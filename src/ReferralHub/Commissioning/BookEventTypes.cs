using ReferralHub.Platform.Log;

namespace ReferralHub.Commissioning;

/// <summary>
/// Types of events in the log that are about the books. Feeds publish them as <c>referralhub.{type}.v1</c>; they are never renamed.
/// </summary>
public static class BookEventTypes
{
    /// <summary>The folder of commissioning arrangements was loaded. Subject: the load.</summary>
    public const string ConfigurationLoaded = "book.configuration-loaded";

    /// <summary>Prices of a list came in, or others than before. Subject: the list.</summary>
    public const string PricesPublished = "book.prices-published";

    /// <summary>Numbers of patients came in. Subject: the load.</summary>
    public const string PopulationLoaded = "book.population-loaded";

    /// <summary>Somebody put a holder's line of a plan forward. Subject of this and the next three: the line.</summary>
    public const string PlanProposed = LogSubjects.PlanPrefix + "proposed";

    public const string PlanAgreed = LogSubjects.PlanPrefix + "agreed";

    /// <summary>The holder said how far it understands how its line was set.</summary>
    public const string PlanUnderstood = LogSubjects.PlanPrefix + "understood";

    /// <summary>Another figure took its place.</summary>
    public const string PlanSuperseded = LogSubjects.PlanPrefix + "superseded";

    /// <summary>What a month came to is settled. Subject of this and the next: the month.</summary>
    public const string MonthClosed = "book.month-closed";

    /// <summary>Providers may correct nothing of it any more.</summary>
    public const string MonthFrozen = "book.month-frozen";

    public static readonly IReadOnlyList<string> All =
    [
        ConfigurationLoaded,
        PricesPublished,
        PopulationLoaded,
        PlanProposed,
        PlanAgreed,
        PlanUnderstood,
        PlanSuperseded,
        MonthClosed,
        MonthFrozen,
    ];
}
