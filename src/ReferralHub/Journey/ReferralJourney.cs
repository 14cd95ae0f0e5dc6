using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Journey;

/// <summary>
/// One referral's way through the hub. Only <see cref="JourneyMoves"/> changes it. Every open stage has an owner and a
/// deadline, which the database checks as well.
/// </summary>
public sealed class ReferralJourney : IAboutPatient
{
    public Guid Id { get; init; }

    public required string Reference { get; init; }

    /// <summary>Counts changes from 1; the concurrency token.</summary>
    public int Version { get; internal set; }

    public Stage Stage { get; internal set; }

    public DateTime StageEntered { get; internal set; }

    /// <summary>When the present version came about; what others see as lastUpdated.</summary>
    public DateTime Updated { get; internal set; }

    public OwnerKind? OwnerKind { get; internal set; }

    public string? Owner { get; internal set; }

    public DateTime? Due { get; internal set; }

    public Priority Priority { get; internal set; }

    /// <summary>Why it is read before all others; the gravest reason that triage found, until a clinician has decided.</summary>
    public ReadFirst ReadFirst { get; internal set; }

    public string? Specialty { get; internal set; }

    /// <summary>ODS code of the practice that refers, null when the message names none.</summary>
    public string? Practice { get; init; }

    /// <summary>ODS code of the sender of the first message.</summary>
    public required string Sender { get; init; }

    Guid IAboutPatient.Referral => Id;

    /// <summary>Same patient, same key; says nothing about the patient to whoever reads it.</summary>
    public string PatientKey { get; internal set; } = "";

    public DateOnly ClockStart { get; init; }

    public DateTime Received { get; init; }

    /// <summary>When the referrer wrote it; when it was received where the message does not say.</summary>
    public DateTime Authored { get; internal set; }

    /// <summary>Version of the document that holds the referral as it stands.</summary>
    public int DocumentVersion { get; internal set; }

    /// <summary>An earlier journey this one follows: a resubmission after return, or the same patient and specialty.</summary>
    public Guid? Follows { get; init; }

    /// <summary>What a person should know, space-separated codes of <see cref="Flags"/>.</summary>
    public string FlagCodes { get; internal set; } = "";

    /// <summary>How often the watchdog has woken the present stage.</summary>
    public int WakeCount { get; internal set; }

    /// <summary>When the watchdog looks again; null outside automated stages.</summary>
    public DateTime? WakeAt { get; internal set; }

    /// <summary>
    /// Since when a message to the chosen provider may have arrived that the hub has no answer to; null when none is under way.
    /// </summary>
    public DateTime? SendingSince { get; internal set; }

    /// <summary>Whether a provider has it or may have it, so that what changes is forwarded and not decided anew.</summary>
    public bool HasLeft => Stage is Stage.Dispatched or Stage.HandedOver || SendingSince is not null;

    /// <summary>Why no worker gets it done, for operations; null while all is well.</summary>
    public string? StuckReason { get; internal set; }

    public DateTime? StuckSince { get; internal set; }

    /// <summary>How far up the ladder the present stage's deadline has been escalated; 0 while it has not passed.</summary>
    public int Escalations { get; internal set; }

    /// <summary>When the watchdog escalates next: the deadline, then one rung after another; null after the last.</summary>
    public DateTime? EscalateAt { get; internal set; }

    /// <summary>How many processes died with this referral in hand in its present stage.</summary>
    public int Deaths { get; internal set; }

    /// <summary>Since when no worker touches it, because an operator said so or because it kills workers; null otherwise.</summary>
    public DateTime? ParkedSince { get; internal set; }

    /// <summary>
    /// Sent as suspected cancer or for immediate care, or found by a rule to be one that may be cancer or an emergency: it is parked,
    /// deferred and left stuck by nobody without a telephone ringing.
    /// </summary>
    public bool MayNotWait => Priority >= Priority.Asap || ReadFirst >= ReadFirst.SuspectedCancer;

    public RttClock Clock => new(ClockStart);

    public bool Has(string flag) => FlagCodes.Split(' ').Contains(flag);
}

sealed class ReferralJourneyTable : IEntityTypeConfiguration<ReferralJourney>
{
    public void Configure(EntityTypeBuilder<ReferralJourney> builder)
    {
        builder.ToTable(
            "journey",
            table =>
            {
                table.HasCheckConstraint(
                    "ck_journey_owner_and_due",
                    "stage IN ('HandedOver','Returned','Cancelled','EnteredInError') OR (owner_kind IS NOT NULL AND "
                        + "owner IS NOT NULL AND due IS NOT NULL)"
                );
                table.HasCheckConstraint("ck_journey_wake", "stage NOT IN ('Received','Accepted','Chosen') OR wake_at IS NOT NULL");
            }
        );
        builder.HasKey(j => j.Id);
        builder.Ignore(j => j.Clock);
        builder.Property(j => j.Version).IsConcurrencyToken();
        builder.Property(j => j.Reference).HasMaxLength(12);
        builder.Property(j => j.Specialty).HasMaxLength(10);
        builder.Property(j => j.Practice).HasMaxLength(12);
        builder.Property(j => j.Sender).HasMaxLength(120);
        builder.Property(j => j.PatientKey).HasMaxLength(64);
        builder.HasIndex(j => j.Reference).IsUnique();
        // With the id, because all that came in on one day are due at the same moment and the queue goes on by id from there.
        // What is read first stands before them, so that each group of the queue is one stretch of the index.
        builder.HasIndex(j => new
        {
            j.Stage,
            j.ReadFirst,
            j.Due,
            j.Id,
        });
        builder.HasIndex(j => new { j.Updated, j.Id });
        builder.HasIndex(j => new { j.Authored, j.Id });
        builder.HasIndex(j => j.WakeAt).HasFilter("wake_at IS NOT NULL");
        builder.HasIndex(j => j.EscalateAt).HasFilter("escalate_at IS NOT NULL");
        builder.HasIndex(j => new { j.PatientKey, j.Received });
        builder.HasIndex(j => new
        {
            j.Practice,
            j.Received,
            j.Id,
        });
        // A practice's system asks what has changed since it last asked, or reads its referrals page by page.
        builder.HasIndex(j => new { j.Practice, j.Id });
        builder.HasIndex(j => new
        {
            j.Practice,
            j.Updated,
            j.Id,
        });
        builder.HasIndex(j => j.Follows).HasFilter("follows IS NOT NULL");
        builder.HasIndex(j => j.StuckSince).HasFilter("stuck_since IS NOT NULL");
        builder.HasIndex(j => j.ParkedSince).HasFilter("parked_since IS NOT NULL");
    }
}

static class JourneyTables
{
    extension(HubDbContext db)
    {
        public DbSet<ReferralJourney> Journeys => db.Set<ReferralJourney>();
    }
}
