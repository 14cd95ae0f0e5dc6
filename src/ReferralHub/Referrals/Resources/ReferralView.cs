using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Referrals.Resources;

/// <summary>What a referral looks like from outside: the few fields of a journey that its resources need.</summary>
public sealed record ReferralView
{
    public required Guid Id { get; init; }

    public required string Reference { get; init; }

    public required int Version { get; init; }

    public required Stage Stage { get; init; }

    /// <summary>Since when it is whose turn it is.</summary>
    public required DateTime StageEntered { get; init; }

    public required DateTime Updated { get; init; }

    public required DateTime Received { get; init; }

    public required Priority Priority { get; init; }

    /// <summary>Why it is read before all others.</summary>
    public ReadFirst First { get; init; }

    public string? Specialty { get; init; }

    public string? Practice { get; init; }

    /// <summary>Whether Organization/{practice} can be read here.</summary>
    public bool IsPracticeKnown { get; init; }

    public string PatientKey { get; init; } = "";

    public OwnerKind? OwnerKind { get; init; }

    public string? Owner { get; init; }

    public DateTime? Due { get; init; }

    /// <summary>Reference of the referral that goes on in its place; null when it was not closed as a duplicate.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>Whether the provider says that it is done.</summary>
    public bool IsDone { get; init; }

    /// <summary>Where it went; null while no provider has been chosen.</summary>
    public ReferralDestination? Destination { get; init; }

    public static ReferralView FromJourney(ReferralJourney journey, PracticeRegister practices) =>
        new()
        {
            Id = journey.Id,
            Reference = journey.Reference,
            Version = journey.Version,
            Stage = journey.Stage,
            StageEntered = journey.StageEntered,
            Updated = journey.Updated,
            Received = journey.Received,
            Priority = journey.Priority,
            First = journey.ReadFirst,
            Specialty = journey.Specialty,
            Practice = journey.Practice,
            IsPracticeKnown = practices.Knows(journey.Practice),
            PatientKey = journey.PatientKey,
            OwnerKind = journey.OwnerKind,
            Owner = journey.Owner,
            Due = journey.Due,
            IsDone = journey.Has(Flags.ProviderDone),
        };
}
