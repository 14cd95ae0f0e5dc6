namespace ReferralHub.Triage;

/// <summary>What a rule did in a period, and what became of it. All counts are of referrals as they were triaged, in the period.</summary>
public sealed class RuleMeasure
{
    public required string Pack { get; init; }

    public required string Rule { get; init; }

    public required string Title { get; set; }

    public int Met { get; set; }

    public int NotMet { get; set; }

    public int Unknown { get; set; }

    public int Excluded { get; set; }

    /// <summary>How often what it asked for was what was done.</summary>
    public int Decided { get; set; }

    /// <summary>Reviews it led to that were accepted.</summary>
    public int Accepted { get; set; }

    /// <summary>Reviews it led to that went back to the practice.</summary>
    public int Returned { get; set; }

    /// <summary>Of these, how many patients were referred again and linked.</summary>
    public int ReferredAgain { get; set; }

    /// <summary>
    /// Reviews in which it said that criteria were not met, or suggested advice, and the clinician accepted all the same.
    /// </summary>
    public int Overridden { get; set; }

    /// <summary>Such reviews, however they ended.</summary>
    public int Opposed { get; set; }

    /// <summary>Days that referrals spent in review or with the practice because of it.</summary>
    public double DaysAdded { get; set; }

    /// <summary>
    /// First attendances that did not take place because referrals it led to were returned and not referred again, in pence at
    /// the mean price of their specialty in the period. Null when no price of such a specialty is known.
    /// </summary>
    public long? PenceMoved { get; set; }

    /// <summary>Null when nobody could have overridden it.</summary>
    public double? OverrideShare => Opposed == 0 ? null : (double)Overridden / Opposed;
}
