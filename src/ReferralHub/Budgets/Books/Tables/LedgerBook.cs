using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Books.Tables;

/// <summary>What is known of the book as a whole: one row. See <see cref="BookState"/>.</summary>
public sealed class LedgerBook
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    public long LastPosting { get; set; }

    public DateOnly? ClosedThrough { get; set; }

    /// <summary>The load of the arrangements that are in force where the book has read the log to; null before the first.</summary>
    public Guid? Load { get; set; }

    public BookState ToState() => new(LastPosting, ClosedThrough);
}

/// <summary>What is agreed for a line in one financial year. See <see cref="PlanYearState"/>.</summary>
public sealed class LedgerPlanYear
{
    public required string Line { get; init; }

    public int Year { get; init; }

    public long Pence { get; set; }

    public PlanYearState ToState() => new(Line, Year, new Money(Pence));
}

/// <summary>What somebody should see that no posting says. See <see cref="Ledger.State.LedgerRemark"/>.</summary>
public sealed class RemarkRow
{
    /// <summary>Of the event in the log.</summary>
    public long Position { get; init; }

    /// <summary>Of the remarks about one event, from 1.</summary>
    public int Number { get; init; }

    public RemarkKind Kind { get; init; }

    public required string Text { get; init; }

    public Guid? Referral { get; init; }

    public string? Row { get; init; }

    public string? Component { get; init; }
}

/// <summary>A month that was closed. See <see cref="MonthClose"/>.</summary>
public sealed class MonthCloseRow
{
    public DateOnly Month { get; init; }

    public long Position { get; init; }

    public long LastPosting { get; init; }

    public required string Hash { get; init; }

    public DateTime At { get; init; }

    public MonthClose ToClose() => new(Month, Position, LastPosting, Hash);
}

sealed class LedgerBookTable : IEntityTypeConfiguration<LedgerBook>
{
    public void Configure(EntityTypeBuilder<LedgerBook> builder)
    {
        builder.ToTable("ledger_book");
        builder.HasKey(b => b.Id);
        builder.Property(b => b.Id).ValueGeneratedNever();
    }
}

sealed class LedgerPlanYearTable : IEntityTypeConfiguration<LedgerPlanYear>
{
    public void Configure(EntityTypeBuilder<LedgerPlanYear> builder)
    {
        builder.ToTable("ledger_plan_year");
        builder.HasKey(p => new { p.Line, p.Year });
        builder.Property(p => p.Line).HasMaxLength(BookTables.LineCharactersMax);
    }
}

sealed class RemarkRowTable : IEntityTypeConfiguration<RemarkRow>
{
    public void Configure(EntityTypeBuilder<RemarkRow> builder)
    {
        builder.ToTable("ledger_remark");
        builder.HasKey(r => new { r.Position, r.Number });
        builder.Property(r => r.Component).HasMaxLength(12);
    }
}

sealed class MonthCloseTable : IEntityTypeConfiguration<MonthCloseRow>
{
    public void Configure(EntityTypeBuilder<MonthCloseRow> builder)
    {
        builder.ToTable("month_close");
        builder.HasKey(c => c.Month);
        builder.Property(c => c.Hash).HasMaxLength(64);
    }
}
