using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Budgets.Books.Tables;

/// <summary>What stands in each account, as columns.</summary>
public abstract class BalanceColumns
{
    public long Plan { get; set; }

    public long Free { get; set; }

    public long Committed { get; set; }

    public long Accrued { get; set; }

    public long Disputed { get; set; }

    public long Actual { get; set; }

    public long Award { get; set; }

    public long Estimated { get; set; }

    public AccountBalances ToBalances() =>
        new(new(Plan), new(Free), new(Committed), new(Accrued), new(Disputed), new(Actual), new(Award)) { Estimated = new(Estimated) };

    public void Add(AccountBalances more)
    {
        var sum = ToBalances() + more;
        (Plan, Free, Committed, Accrued) = (sum.Plan.Pence, sum.Free.Pence, sum.Committed.Pence, sum.Accrued.Pence);
        (Disputed, Actual, Award, Estimated) = (sum.Disputed.Pence, sum.Actual.Pence, sum.Award.Pence, sum.Estimated.Pence);
    }
}

/// <summary>Postings of a line added up by the month to which they belong and the month whose figures first showed them.</summary>
public sealed class LineMonth : BalanceColumns
{
    public required string Line { get; init; }

    /// <summary>Whose line it is; empty for what no plan covers.</summary>
    public required string Holder { get; init; }

    public DateOnly ActivityMonth { get; init; }

    public DateOnly PostedMonth { get; init; }
}

/// <summary>The same, and by whose care it is: what tables by provider, specialty, point of delivery or source are made from.</summary>
public sealed class LineCare : BalanceColumns
{
    /// <summary>From all of the rest, so that one query finds exactly the rows that a batch changes.</summary>
    public Guid Id { get; init; }

    public required string Line { get; init; }

    public required string Holder { get; init; }

    public DateOnly ActivityMonth { get; init; }

    public DateOnly PostedMonth { get; init; }

    public string? Practice { get; init; }

    public string? Provider { get; init; }

    public string? Tfc { get; init; }

    public ActivitySource? Source { get; init; }

    public string? Component { get; init; }

    public LineMonthKey ToKey() =>
        new(
            Line,
            ActivityMonth,
            PostedMonth,
            Practice is null ? null : new(Practice, Provider ?? "", Tfc ?? "", Source ?? ActivitySource.Other),
            Component
        );
}

/// <summary>What is open of a line's commitments, by the month in which it is expected.</summary>
public sealed class LineOpen
{
    public required string Line { get; init; }

    public required string Holder { get; init; }

    /// <summary>First day; <see cref="Undated"/> for what nobody can date.</summary>
    public DateOnly Month { get; init; }

    public long OpenPence { get; set; }

    /// <summary>Parts that are committed at nothing because they have no price.</summary>
    public int Unpriced { get; set; }

    public static readonly DateOnly Undated = new(1900, 1, 1);
}

/// <summary>
/// What patients chose at one provider on one day that a line pays for, less what was taken back since: a referral's parts together are
/// one commitment. Of it the forecast is made.
/// </summary>
public sealed class LineDay
{
    /// <summary>Bits of the sum of squares that stand in <see cref="SquaresLow"/>, so that a database can add them up.</summary>
    public const int LowBits = 40;

    public Guid Id { get; init; }

    public required string Line { get; init; }

    public required string Holder { get; init; }

    public required string Provider { get; init; }

    public DateOnly Day { get; init; }

    public long Referrals { get; set; }

    public long Pence { get; set; }

    public long SquaresHigh { get; set; }

    public long SquaresLow { get; set; }

    /// <summary>Referrals of which somebody can say when they will be seen, and how many days that is, added up.</summary>
    public long Dated { get; set; }

    public long WaitDays { get; set; }

    public static Int128 JoinSquares(long high, long low) => ((Int128)high << LowBits) + low;

    /// <summary>What the row has, as a change from nothing.</summary>
    public DayChange ToChange() => new(Referrals, Pence, JoinSquares(SquaresHigh, SquaresLow), Dated, WaitDays);

    public void Add(DayChange change)
    {
        var squares = JoinSquares(SquaresHigh, SquaresLow) + change.Squares;
        Referrals += change.Referrals;
        Pence = checked(Pence + change.Pence);
        (SquaresHigh, SquaresLow) = (checked((long)(squares >> LowBits)), (long)(squares & ((1L << LowBits) - 1)));
        Dated += change.Dated;
        WaitDays += change.WaitDays;
    }
}

/// <summary>By how much a <see cref="LineDay"/> changes.</summary>
public readonly record struct DayChange(long Referrals, long Pence, Int128 Squares, long Dated, long WaitDays)
{
    public static DayChange operator +(DayChange a, DayChange b) =>
        new(
            a.Referrals + b.Referrals,
            checked(a.Pence + b.Pence),
            checked(a.Squares + b.Squares),
            a.Dated + b.Dated,
            a.WaitDays + b.WaitDays
        );

    public static DayChange operator -(DayChange a) => new(-a.Referrals, -a.Pence, -a.Squares, -a.Dated, -a.WaitDays);
}

sealed class LineMonthTable : IEntityTypeConfiguration<LineMonth>
{
    public void Configure(EntityTypeBuilder<LineMonth> builder)
    {
        builder.ToTable("line_month");
        builder.HasKey(m => new
        {
            m.Line,
            m.ActivityMonth,
            m.PostedMonth,
        });
        builder.Property(m => m.Line).HasMaxLength(BookTables.LineCharactersMax);
        builder.Property(m => m.Holder).HasMaxLength(BookTables.HolderCharactersMax);
        builder.HasIndex(m => new { m.Holder, m.ActivityMonth });
    }
}

sealed class LineCareTable : IEntityTypeConfiguration<LineCare>
{
    public void Configure(EntityTypeBuilder<LineCare> builder)
    {
        builder.ToTable("line_care");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Line).HasMaxLength(BookTables.LineCharactersMax);
        builder.Property(c => c.Holder).HasMaxLength(BookTables.HolderCharactersMax);
        builder.Property(c => c.Practice).HasMaxLength(12);
        builder.Property(c => c.Provider).HasMaxLength(12);
        builder.Property(c => c.Tfc).HasMaxLength(10);
        builder.Property(c => c.Component).HasMaxLength(12);
        builder.HasIndex(c => new { c.Line, c.ActivityMonth });
    }
}

sealed class LineOpenTable : IEntityTypeConfiguration<LineOpen>
{
    public void Configure(EntityTypeBuilder<LineOpen> builder)
    {
        builder.ToTable("line_open");
        builder.HasKey(o => new { o.Line, o.Month });
        builder.Property(o => o.Line).HasMaxLength(BookTables.LineCharactersMax);
        builder.Property(o => o.Holder).HasMaxLength(BookTables.HolderCharactersMax);
    }
}

sealed class LineDayTable : IEntityTypeConfiguration<LineDay>
{
    public void Configure(EntityTypeBuilder<LineDay> builder)
    {
        builder.ToTable("line_day");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Line).HasMaxLength(BookTables.LineCharactersMax);
        builder.Property(d => d.Holder).HasMaxLength(BookTables.HolderCharactersMax);
        builder.Property(d => d.Provider).HasMaxLength(12);
        builder.HasIndex(d => new { d.Line, d.Day });
    }
}
