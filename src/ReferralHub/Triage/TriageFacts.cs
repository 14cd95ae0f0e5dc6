using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Triage;

/// <summary>What rules may look at.</summary>
public sealed record TriageFacts
{
    public Priority Priority { get; init; }

    public string? Specialty { get; init; }

    public int? Age { get; init; }

    public string? Sex { get; init; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    public string? Reason { get; init; }

    /// <summary>Reason and clinical text in one, for phrases.</summary>
    public string Text { get; init; } = "";

    public bool HasClinicalInformation { get; init; }

    public bool HasAttachment { get; init; }

    public static TriageFacts Of(ReferralJourney journey, ReferralFacts facts, DateTime now) => new()
    {
        Priority = journey.Priority,
        Specialty = journey.Specialty,
        Age = facts.Patient.AgeOn(WorkingDays.LocalDate(now)),
        Sex = facts.Patient.Gender,
        Flags = journey.FlagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Reason = facts.Request.Reason,
        Text = string.Join('\n', facts.Clinical.Select(c => c.Text).Prepend(facts.Request.Reason ?? "")),
        HasClinicalInformation = facts.Clinical.Count > 0,
        HasAttachment = facts.Attachments.Any(a => !a.IsMissing),
    };
}
