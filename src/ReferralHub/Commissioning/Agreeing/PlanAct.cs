using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>What was done about a line of a plan. Kept in the database, so members are never renamed and keep their order.</summary>
public enum PlanActKind
{
    /// <summary>A party puts the figure forward; the first of two signatures.</summary>
    Proposed,

    /// <summary>Another party agrees to it; or it was loaded as agreed.</summary>
    Agreed,

    /// <summary>The holder says how far it understands how the figure came about, perhaps with a question.</summary>
    Understood,

    /// <summary>Who gives the money answers a question.</summary>
    Answered,

    /// <summary>Another figure took the place of one that was agreed.</summary>
    Superseded,
}

/// <summary>One act about a line of a plan in one financial year. Rows are added and never changed.</summary>
public sealed class PlanAct
{
    public const int PersonCharactersMax = 100;
    public const int TextCharactersMax = 2_000;

    public Guid Id { get; init; }

    public required string Line { get; init; }

    /// <summary>Calendar year in which the financial year begins.</summary>
    public int YearStarting { get; init; }

    public PlanActKind Kind { get; init; }

    /// <summary>The figure that it is about; of what was superseded, the one that was agreed before.</summary>
    public long Pence { get; init; }

    /// <summary>Id of the body for which it was done.</summary>
    public required string By { get; init; }

    /// <summary>Who did it, by name; null for what was loaded, where the kept text says who.</summary>
    public string? Person { get; init; }

    /// <summary>Profession or post, as others read it.</summary>
    public string? Post { get; init; }

    /// <summary>The registered system through which it was done, which only says the name; null when the person had signed in.</summary>
    public string? Client { get; init; }

    /// <summary>fully, partly or no.</summary>
    public string? Understood { get; init; }

    /// <summary>A question or an answer.</summary>
    public string? Text { get; init; }

    /// <summary>The proposal that was agreed to, or the question that was answered.</summary>
    public Guid? About { get; init; }

    /// <summary>The load of the arrangements that brought it; null for what somebody did.</summary>
    public Guid? Load { get; init; }

    /// <summary>When the hub recorded it, by the hub's clock.</summary>
    public DateTime At { get; init; }

    public Money Amount => new(Pence);
}

sealed class PlanActTable : IEntityTypeConfiguration<PlanAct>
{
    public void Configure(EntityTypeBuilder<PlanAct> builder)
    {
        builder.ToTable("plan_agreement");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Line).HasMaxLength(PlanLineYear.LineCharactersMax);
        builder.Property(a => a.By).HasMaxLength(PlanLineYear.IdCharactersMax);
        builder.Property(a => a.Person).HasMaxLength(PlanAct.PersonCharactersMax);
        builder.Property(a => a.Post).HasMaxLength(PlanAct.PersonCharactersMax);
        builder.Property(a => a.Client).HasMaxLength(64);
        builder.Property(a => a.Understood).HasMaxLength(10);
        builder.Property(a => a.Text).HasMaxLength(PlanAct.TextCharactersMax);
        builder.Ignore(a => a.Amount);
        builder.HasIndex(a => new { a.Line, a.YearStarting });
    }
}
