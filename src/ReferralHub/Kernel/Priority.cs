namespace ReferralHub.Kernel;

/// <summary>
/// How soon, in FHIR's words (request-priority): two-week-wait arrives as <c>asap</c> (e-RS Patient Care API and the
/// GP Connect map), <c>stat</c> stands above urgent. Higher values are never lowered by a rule.
/// </summary>
public enum Priority
{
    Routine = 0,
    Urgent = 1,
    Asap = 2,
    Stat = 3,
}

public static class Priorities
{
    /// <summary>Reads the FHIR code; false for anything else, null included.</summary>
    public static bool TryParse(string? code, out Priority priority)
    {
        (var known, priority) = code switch
        {
            "routine" => (true, Priority.Routine),
            "urgent" => (true, Priority.Urgent),
            "asap" => (true, Priority.Asap),
            "stat" => (true, Priority.Stat),
            _ => (false, Priority.Routine),
        };
        return known;
    }

    /// <summary>The FHIR code.</summary>
    public static string ToCode(this Priority priority) =>
        priority switch
        {
            Priority.Routine => "routine",
            Priority.Urgent => "urgent",
            Priority.Asap => "asap",
            _ => "stat",
        };

    /// <summary>In words for pages.</summary>
    public static string ToWords(this Priority priority) =>
        priority switch
        {
            Priority.Routine => "Routine",
            Priority.Urgent => "Urgent",
            Priority.Asap => "Suspected cancer",
            _ => "Immediate",
        };

    /// <summary>Urgent suspected cancer: passes straight on and is never lowered by the machine.</summary>
    public static bool IsSuspectedCancer(this Priority priority) => priority == Priority.Asap;
}
