using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo;

/// <summary>What a made-up referral is about.</summary>
sealed record DemoReferralPlan(DemoArea.DemoPractice Practice, string? Specialty, Priority? Priority, DateTime Written)
{
    /// <summary>Leaves the reason out, so that triage asks for it.</summary>
    public bool WithoutReason { get; init; }

    /// <summary>Gives the NHS number a wrong check digit.</summary>
    public bool WrongNhsNumber { get; init; }

    /// <summary>The practice has answered what it was asked.</summary>
    public bool Answered { get; init; }

    /// <summary>The patient of another plan, for duplicates.</summary>
    public int? PatientNumber { get; init; }

    /// <summary>Writes a whole letter with findings, values and attachments; otherwise one sentence, for measuring.</summary>
    public bool IsLetter { get; init; }

    /// <summary>Blows the message up to the size of the national examples.</summary>
    public int PaddingBytes { get; init; }
}
