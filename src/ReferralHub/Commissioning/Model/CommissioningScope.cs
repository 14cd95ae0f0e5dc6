namespace ReferralHub.Commissioning.Model;

/// <summary>Who asked for care, as far as money is concerned.</summary>
public enum ActivitySource
{
    Gp,
    Consultant,
    Emergency,
    Self,
    Screening,
    Other,
}

/// <summary>How much of a scope's cost chance and rare cases decide.</summary>
public enum StrategicRisk
{
    None,
    Low,
    High,
    Specialised,
}

/// <summary>The care that a plan pays for: what one part of it includes and none excludes.</summary>
/// <param name="MinPopulation">Below it chance decides more than anybody's work; shown, never enforced.</param>
public sealed record CommissioningScope(
    RowPlace Place,
    string Id,
    string Words,
    IReadOnlyList<ScopePart> Include,
    IReadOnlyList<ScopePart> Exclude,
    StrategicRisk StrategicRisk,
    long? MinPopulation
)
{
    public bool Covers(ActivityFacts facts) => Include.Any(p => p.Covers(facts)) && !Exclude.Any(p => p.Covers(facts));

    /// <summary>Whether it takes all that there is.</summary>
    public bool CoversEverything => Exclude.Count == 0 && Include.Any(p => p.CoversEverything);
}

/// <summary>Conditions that must all hold; one that is null holds always.</summary>
public sealed record ScopePart
{
    public IReadOnlyList<ActivitySource>? Sources { get; init; }

    /// <summary>Codes of <see cref="PointsOfDelivery"/>.</summary>
    public IReadOnlyList<string>? Pods { get; init; }

    /// <summary>Treatment function codes.</summary>
    public IReadOnlyList<string>? Tfcs { get; init; }

    /// <summary>Codes of conditions (SNOMED CT), of which one must be among those of the referral.</summary>
    public IReadOnlyList<string>? Conditions { get; init; }

    /// <summary>Years, included.</summary>
    public int? AgeFrom { get; init; }

    /// <summary>Years, included.</summary>
    public int? AgeTo { get; init; }

    public bool? Specialised { get; init; }

    public bool? CaseManaged { get; init; }

    public bool CoversEverything =>
        (Sources, Pods, Tfcs, Conditions, AgeFrom, AgeTo, Specialised, CaseManaged) == (null, null, null, null, null, null, null, null);

    public bool Covers(ActivityFacts facts) =>
        Sources?.Contains(facts.Source) != false
        && Pods?.Contains(facts.Pod) != false
        && Tfcs?.Contains(facts.Tfc) != false
        && Conditions?.Any(facts.Conditions.Contains) != false
        && (AgeFrom is null || facts.Age >= AgeFrom)
        && (AgeTo is null || facts.Age <= AgeTo)
        && (Specialised is null || Specialised == facts.IsSpecialised)
        && (CaseManaged is null || CaseManaged == facts.IsCaseManaged);
}

/// <summary>What decides which line of which plan pays for an item of care.</summary>
/// <param name="Date">The day the referral was received, or of the care where no referral is known.</param>
/// <param name="Practice">ODS code of the patient's practice.</param>
/// <param name="Tfc">Treatment function code.</param>
/// <param name="Pod">A code of <see cref="PointsOfDelivery"/>.</param>
public sealed record ActivityFacts(DateOnly Date, string Practice, ActivitySource Source, string Tfc, string Pod)
{
    public bool IsSpecialised { get; init; }

    public bool IsCaseManaged { get; init; }

    /// <summary>In years; null when it is not known, and then no limit of age holds.</summary>
    public int? Age { get; init; }

    public IReadOnlyList<string> Conditions { get; init; } = [];
}

/// <summary>The points of delivery that money is counted by.</summary>
public static class PointsOfDelivery
{
    public const string FirstAttendance = "OPFA";
    public const string FollowUp = "OPFUP";
    public const string OutpatientProcedure = "OPPROC";
    public const string DayCase = "DC";
    public const string Elective = "EL";
    public const string NonElective = "NEL";
    public const string Emergency = "AE";
    public const string Diagnostic = "DIAG";
    public const string Community = "COMM";
    public const string Prescribing = "PRESC";
    public const string SocialCare = "SOCIAL";
    public const string Other = "OTHER";

    public static readonly IReadOnlyList<string> All =
    [
        FirstAttendance,
        FollowUp,
        OutpatientProcedure,
        DayCase,
        Elective,
        NonElective,
        Emergency,
        Diagnostic,
        Community,
        Prescribing,
        SocialCare,
        Other,
    ];
}
