using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Referrals;

namespace ReferralHub.Intake;

/// <summary>What became of a submission, in the order of gravity that the exit code of an import uses.</summary>
public enum IntakeOutcome
{
    Received,
    Amended,
    Cancelled,
    Duplicate,
    Conflict,
    Refused,
    Unavailable,
}

/// <summary>The answer of intake before it is put into the form of the face it came through.</summary>
public sealed record IntakeResult(IntakeOutcome Outcome, IReadOnlyList<Problem> Problems)
{
    public Guid? Referral { get; init; }

    public string? Reference { get; init; }

    public Stage? Stage { get; init; }

    public int Version { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTime At { get; init; }

    /// <summary>Id of the Patient; empty for repeats and refusals.</summary>
    public string PatientKey { get; init; } = "";

    /// <summary>Facts as stored, for the answer; null for repeats and refusals.</summary>
    public ReferralFacts? Facts { get; init; }

    public static IntakeResult Refused(params IReadOnlyList<Problem> problems) => new(IntakeOutcome.Refused, problems);

    public bool Stored => Outcome is IntakeOutcome.Received or IntakeOutcome.Amended or IntakeOutcome.Cancelled;
}
