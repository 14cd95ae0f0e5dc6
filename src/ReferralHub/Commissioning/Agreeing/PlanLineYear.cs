using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>
/// One holder's line of a plan in one financial year: what the steps arrive at, and what of it is agreed. A plan for several years has a
/// row for each, because each is agreed by itself. What was agreed when, the log says; this is where it has come to.
/// </summary>
public sealed class PlanLineYear
{
    /// <summary>Set and holder, as <c>set/holder</c>.</summary>
    public const int LineCharactersMax = 121;

    public const int IdCharactersMax = 60;

    /// <summary>As <see cref="Plans.PlanLine.Id"/>.</summary>
    public required string Line { get; init; }

    /// <summary>Calendar year in which the financial year begins.</summary>
    public int YearStarting { get; init; }

    /// <summary>Id of the plan set.</summary>
    public required string Set { get; init; }

    /// <summary>Id of a body, or ODS code of a practice.</summary>
    public required string Holder { get; init; }

    /// <summary>First day of the plan in that year.</summary>
    public DateOnly From { get; set; }

    /// <summary>The day by which it is to be agreed; null where no row of the arrangements says so.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>What the steps arrive at, by the arrangements that were loaded last.</summary>
    public long Pence { get; set; }

    /// <summary>What is agreed; null while nothing is. It stays when the steps arrive at another figure, until that is agreed.</summary>
    public long? AgreedPence { get; set; }

    public DateTime? AgreedAt { get; set; }

    /// <summary>The work item that says it is late; null when none was raised.</summary>
    public Guid? WorkItem { get; set; }

    /// <summary>The last load that has it.</summary>
    public Guid Load { get; set; }

    /// <summary>No arrangement in force has it any more.</summary>
    public bool IsGone { get; set; }

    public Money Amount => new(Pence);

    public Money? Agreed => AgreedPence is { } pence ? new Money(pence) : null;

    /// <summary>Whether what the steps arrive at is what was agreed.</summary>
    public bool IsAgreed => AgreedPence == Pence;

    public FinancialYear Year => new(YearStarting);

    /// <summary>Whether the day by which it was to be agreed has passed, and it is not.</summary>
    public bool IsLate(DateOnly today) => !IsAgreed && DueOn < today;
}

sealed class PlanLineYearTable : IEntityTypeConfiguration<PlanLineYear>
{
    public void Configure(EntityTypeBuilder<PlanLineYear> builder)
    {
        builder.ToTable("plan_line");
        builder.HasKey(l => new { l.Line, l.YearStarting });
        builder.Property(l => l.Line).HasMaxLength(PlanLineYear.LineCharactersMax);
        builder.Property(l => l.Set).HasMaxLength(PlanLineYear.IdCharactersMax);
        builder.Property(l => l.Holder).HasMaxLength(PlanLineYear.IdCharactersMax);
        builder.Ignore(l => l.Amount);
        builder.Ignore(l => l.Agreed);
        builder.Ignore(l => l.IsAgreed);
        builder.Ignore(l => l.Year);
        builder.HasIndex(l => l.DueOn);
    }
}

static class PlanTables
{
    extension(HubDbContext db)
    {
        public DbSet<PlanLineYear> PlanLines => db.Set<PlanLineYear>();

        public DbSet<PlanAct> PlanActs => db.Set<PlanAct>();
    }
}
