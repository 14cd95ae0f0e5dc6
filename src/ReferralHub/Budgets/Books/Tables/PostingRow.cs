using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Books.Tables;

/// <summary>A posting as it is kept: rows are added and never changed. See <see cref="Posting"/>.</summary>
public sealed class PostingRow
{
    public long Number { get; init; }

    public required string Line { get; init; }

    public LedgerAccount From { get; init; }

    public LedgerAccount To { get; init; }

    public long Pence { get; init; }

    public DateOnly ActivityMonth { get; init; }

    public DateOnly PostedMonth { get; init; }

    public long Cause { get; init; }

    public PostingReason Reason { get; init; }

    public string? Detail { get; init; }

    public Guid? Referral { get; init; }

    public string? Row { get; init; }

    public string? Component { get; init; }

    public string? PriceVersion { get; init; }

    public string? Practice { get; init; }

    public string? Provider { get; init; }

    public string? Tfc { get; init; }

    public ActivitySource? Source { get; init; }

    public long? Pair { get; init; }

    public static PostingRow FromPosting(Posting posting) =>
        new()
        {
            Number = posting.Number,
            Line = posting.Line,
            From = posting.From,
            To = posting.To,
            Pence = posting.Amount.Pence,
            ActivityMonth = posting.ActivityMonth,
            PostedMonth = posting.PostedMonth,
            Cause = posting.Cause,
            Reason = posting.Why.Reason,
            Detail = posting.Why.Detail,
            Referral = posting.Referral,
            Row = posting.Row,
            Component = posting.Component,
            PriceVersion = posting.PriceVersion,
            Practice = posting.Care?.Practice,
            Provider = posting.Care?.Provider,
            Tfc = posting.Care?.Tfc,
            Source = posting.Care?.Source,
            Pair = posting.Pair,
        };

    public Posting ToPosting() =>
        new(Number, Line, From, To, new Money(Pence), ActivityMonth, PostedMonth, Cause, new(Reason, Detail))
        {
            Referral = Referral,
            Row = Row,
            Component = Component,
            PriceVersion = PriceVersion,
            Care = Practice is null ? null : new(Practice, Provider ?? "", Tfc ?? "", Source ?? ActivitySource.Other),
            Pair = Pair,
        };
}

sealed class PostingRowTable : IEntityTypeConfiguration<PostingRow>
{
    public void Configure(EntityTypeBuilder<PostingRow> builder)
    {
        builder.ToTable("posting");
        builder.HasKey(p => p.Number);
        builder.Property(p => p.Number).ValueGeneratedNever();
        builder.Property(p => p.Line).HasMaxLength(BookTables.LineCharactersMax);
        builder.Property(p => p.Component).HasMaxLength(12);
        builder.Property(p => p.Practice).HasMaxLength(12);
        builder.Property(p => p.Provider).HasMaxLength(12);
        builder.Property(p => p.Tfc).HasMaxLength(10);
        builder.HasIndex(p => new { p.Line, p.Number });
        builder.HasIndex(p => p.Referral);
        // A restated month is what belongs to it and was posted later, by cause.
        builder.HasIndex(p => new { p.ActivityMonth, p.PostedMonth });
    }
}
