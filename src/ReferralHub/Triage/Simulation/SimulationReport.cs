using System.Text.Json.Serialization;

namespace ReferralHub.Triage.Simulation;

/// <summary>Which past referrals a draft is tried on.</summary>
/// <param name="From">First day of receipt.</param>
/// <param name="To">Last day of receipt.</param>
/// <param name="Practice">ODS code; null for all practices.</param>
/// <param name="MinutesPerReview">An assumption: clinician minutes that one more review takes.</param>
public sealed record SimulationScope(DateOnly From, DateOnly To, string? Practice, int MinutesPerReview = 5);

/// <summary>What a draft would have changed. Grows while the simulation runs, and can be taken up again where it stopped.</summary>
public sealed class SimulationReport
{
    public const int SampleMax = 20;

    public required string Draft { get; init; }

    public required string DraftHash { get; init; }

    public required SimulationScope Scope { get; init; }

    /// <summary>The last referral that was looked at.</summary>
    public Guid Cursor { get; set; }

    public int Total { get; set; }

    public int Considered { get; set; }

    /// <summary>Documents that today's reader would refuse; they are left out.</summary>
    public int Unreadable { get; set; }

    public int Changed { get; set; }

    /// <summary>Suspected-cancer or immediate referrals whose way would change. Must be none.</summary>
    public int SuspectedCancerTouched { get; set; }

    /// <summary>"from → to" and how many.</summary>
    public SortedDictionary<string, int> Moves { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SimulationCount> ByPractice { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SimulationCount> BySpecialty { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SimulationCount> ByAge { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SimulationCount> BySex { get; init; } = new(StringComparer.Ordinal);

    /// <summary>A sample to read, spread over the whole.</summary>
    public List<SimulatedReferral> Sample { get; init; } = [];

    /// <summary>Reviews, questions that the draft adds; negative for fewer.</summary>
    public int ReviewsAdded { get; set; }

    public int QuestionsAdded { get; set; }

    public double Seconds { get; set; }

    public SimulationEffects? Effects { get; set; }

    [JsonIgnore]
    public bool IsFinished => Considered + Unreadable >= Total;
}

/// <summary>
/// How many referrals of a group were looked at and would go another way, and how many reviews and questions that adds among them.
/// </summary>
public sealed class SimulationCount
{
    public int Considered { get; set; }

    public int Changed { get; set; }

    public int ReviewsAdded { get; set; }

    public int QuestionsAdded { get; set; }
}

/// <summary>One referral whose way would change.</summary>
/// <param name="Rules">Rules that decide under the draft, as pack/rule.</param>
public sealed record SimulatedReferral(string Reference, string From, string To, IReadOnlyList<string> Rules, string? Reason);

/// <summary>What the change would mean, by what this hub saw in the same period.</summary>
/// <param name="ReviewDays">Mean days from review to its decision; null when there was none to go by.</param>
/// <param name="AnswerDays">Mean days until a practice answered a question.</param>
/// <param name="Decided">Reviews that were decided in the period.</param>
/// <param name="Returned">How many of them went back to the practice.</param>
/// <param name="PencePerReferral">Mean price of a first attendance that was chosen.</param>
/// <param name="DaysAdded">All days that referrals would wait longer, less those they would wait shorter.</param>
/// <param name="ReturnsLow">Fewest returns that the added reviews would bring (95 % interval of the share).</param>
/// <param name="ReturnsHigh">Most.</param>
public sealed record SimulationEffects(
    double? ReviewDays,
    double? AnswerDays,
    int Decided,
    int Returned,
    long? PencePerReferral,
    int ClinicianMinutes,
    double? DaysAdded,
    double? ReturnsLow,
    double? ReturnsHigh
)
{
    /// <summary>Days that so many more reviews and questions add; null when there is nothing to go by.</summary>
    public double? EstimateDays(int reviews, int questions) =>
        (reviews != 0 && ReviewDays is null) || (questions != 0 && AnswerDays is null)
            ? null
            : (reviews * (ReviewDays ?? 0)) + (questions * (AnswerDays ?? 0));

    public long? PenceLow => PencePerReferral is { } pence && ReturnsLow is { } low ? (long)(low * pence) : null;

    public long? PenceHigh => PencePerReferral is { } pence && ReturnsHigh is { } high ? (long)(high * pence) : null;
}
