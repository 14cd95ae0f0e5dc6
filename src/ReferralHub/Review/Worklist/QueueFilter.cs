using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Review.Worklist;

/// <summary>Whose referrals are shown.</summary>
public enum QueueShow
{
    /// <summary>The reviewer's own and those that nobody has, in the reviewer's specialties.</summary>
    Open,

    /// <summary>Only the reviewer's own.</summary>
    Mine,

    /// <summary>Everybody's.</summary>
    All,
}

/// <summary>Which part of the queue is wanted.</summary>
/// <param name="Specialty">Code, or <see cref="NoSpecialty"/> where none is stated.</param>
/// <param name="Flag">Code of <see cref="Flags"/>.</param>
/// <param name="Practice">ODS code.</param>
/// <param name="Find">Family name, NHS number or reference.</param>
/// <param name="IsReversed">What has most time left first, after what is read before all others.</param>
/// <param name="Cursor">Opaque; from the page before.</param>
/// <param name="IsFirstOnly">Only what is read before all others.</param>
public sealed record QueueFilter(
    string? Specialty = null,
    string? Find = null,
    string? Cursor = null,
    QueueShow Show = QueueShow.All,
    Priority? Priority = null,
    TimeBand? Band = null,
    string? Flag = null,
    string? Practice = null,
    bool IsReversed = false,
    bool IsFirstOnly = false
)
{
    public const string NoSpecialty = "none";
}
