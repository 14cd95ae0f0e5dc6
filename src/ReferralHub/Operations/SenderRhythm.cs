using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;

namespace ReferralHub.Operations;

/// <summary>
/// How often a sender sends, so that its silence can be noticed: letters that were never sent have gone
/// unnoticed for months because nobody watched for absence. Counts working time only.
/// </summary>
public sealed class SenderRhythm
{
    /// <summary>A sender that sends less often than this is not watched: its silence says nothing.</summary>
    public const double PerWorkingDayMin = 5;

    /// <summary>
    /// Silence is twice the longest pause there has been. Against the average, half the senders would be silent each week.
    /// </summary>
    const int TimesUsual = 2;

    /// <summary>Below this many messages there is no rhythm to speak of.</summary>
    const int MessagesMin = 50;

    /// <summary>The longest pause fades by this much with each message, so that one bad week is not remembered for ever.</summary>
    const double Fading = 0.998;

    public required string Sender { get; init; }

    public DateTime First { get; set; }

    public DateTime Last { get; set; }

    public int Messages { get; set; }

    /// <summary>The longest pause, in working minutes, fading.</summary>
    public double LongestPauseMinutes { get; set; }

    /// <summary>Since when it has been reported as silent; null while it is not.</summary>
    public DateTime? SilentSince { get; set; }

    /// <summary>A message came. Earlier ones than the last change only the count.</summary>
    public void Observe(DateTime at)
    {
        if (Messages == 0)
            (First, Last) = (at, at);
        Messages++;
        if (at <= Last)
            return;
        LongestPauseMinutes = Math.Max(LongestPauseMinutes * Fading, WorkingTime.MinutesBetween(Last, at));
        Last = at;
    }

    /// <summary>Whether it has been silent for so long that somebody should ask.</summary>
    public bool IsSilent(DateTime now)
    {
        if (Messages < MessagesMin)
            return false;
        var minutes = WorkingTime.MinutesBetween(First, Last);
        if (minutes <= 0 || Messages / (minutes / WorkingTime.MinutesPerDay) < PerWorkingDayMin)
            return false;
        return WorkingTime.MinutesBetween(Last, now)
            > TimesUsual * Math.Max(LongestPauseMinutes, WorkingTime.MinutesPerDay / PerWorkingDayMin);
    }
}

sealed class SenderRhythmTable : IEntityTypeConfiguration<SenderRhythm>
{
    public void Configure(EntityTypeBuilder<SenderRhythm> builder)
    {
        builder.ToTable("sender_rhythm");
        builder.HasKey(r => r.Sender);
        builder.Property(r => r.Sender).HasMaxLength(120);
        builder.HasIndex(r => r.Last);
    }
}
