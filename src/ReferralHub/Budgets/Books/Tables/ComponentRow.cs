using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Books.Tables;

/// <summary>A part of the care that is expected of a referral, as it stands. See <see cref="ComponentState"/>.</summary>
public sealed class ComponentRow
{
    public Guid Referral { get; init; }

    public required string Pod { get; init; }

    public string Line { get; set; } = "";

    public string Practice { get; set; } = "";

    public string Provider { get; set; } = "";

    public string Tfc { get; set; } = "";

    public ActivitySource Source { get; set; }

    public long? PricePence { get; set; }

    public string? PriceVersion { get; set; }

    public long LeftPerMille { get; set; }

    public long CommittedPence { get; set; }

    public long ConsumedPence { get; set; }

    public long ReleasedPence { get; set; }

    public long EstimatedPence { get; set; }

    public DateOnly? EstimatedMonth { get; set; }

    public long Choice { get; set; }

    public DateOnly ChosenOn { get; set; }

    public DateOnly? ExpectedOn { get; set; }

    public DateOnly? SeenOn { get; set; }

    public bool HasEnded { get; set; }

    public string? DischargedBy { get; set; }

    public long DischargedPence { get; set; }

    /// <summary>What is open, kept so that whoever closes a month finds it without working it out of each row.</summary>
    public long OpenPence { get; set; }

    public ComponentState ToState() =>
        new(Referral, Pod, Line, new(Practice, Provider, Tfc, Source))
        {
            Price = PricePence is { } pence ? new Money(pence) : null,
            PriceVersion = PriceVersion,
            LeftPerMille = LeftPerMille,
            Committed = new(CommittedPence),
            Consumed = new(ConsumedPence),
            Released = new(ReleasedPence),
            Estimated = new(EstimatedPence),
            EstimatedMonth = EstimatedMonth,
            Choice = Choice,
            ChosenOn = ChosenOn,
            ExpectedOn = ExpectedOn,
            SeenOn = SeenOn,
            HasEnded = HasEnded,
            DischargedBy = DischargedBy,
            Discharged = new(DischargedPence),
        };

    public void Take(ComponentState state)
    {
        (Line, Practice, Provider) = (state.Line, state.Care.Practice, state.Care.Provider);
        (Tfc, Source) = (state.Care.Tfc, state.Care.Source);
        (PricePence, PriceVersion, LeftPerMille) = (state.Price?.Pence, state.PriceVersion, state.LeftPerMille);
        (CommittedPence, ConsumedPence) = (state.Committed.Pence, state.Consumed.Pence);
        (ReleasedPence, EstimatedPence) = (state.Released.Pence, state.Estimated.Pence);
        (EstimatedMonth, Choice, ChosenOn) = (state.EstimatedMonth, state.Choice, state.ChosenOn);
        (ExpectedOn, SeenOn, HasEnded) = (state.ExpectedOn, state.SeenOn, state.HasEnded);
        (DischargedBy, DischargedPence, OpenPence) = (state.DischargedBy, state.Discharged.Pence, state.Open.Pence);
    }
}

sealed class ComponentRowTable : IEntityTypeConfiguration<ComponentRow>
{
    public void Configure(EntityTypeBuilder<ComponentRow> builder)
    {
        builder.ToTable("ledger_component");
        builder.HasKey(c => new { c.Referral, c.Pod });
        builder.Property(c => c.Pod).HasMaxLength(12);
        builder.Property(c => c.Line).HasMaxLength(BookTables.LineCharactersMax);
        builder.Property(c => c.Practice).HasMaxLength(12);
        builder.Property(c => c.Provider).HasMaxLength(12);
        builder.Property(c => c.Tfc).HasMaxLength(10);
    }
}
