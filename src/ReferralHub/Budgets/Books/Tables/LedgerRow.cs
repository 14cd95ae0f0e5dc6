using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Books.Tables;

/// <summary>A row of a provider's return, as the book has it. See <see cref="RowState"/>.</summary>
public sealed class LedgerRow
{
    public required string Id { get; init; }

    public string Line { get; set; } = "";

    public DateOnly Date { get; set; }

    public string Practice { get; set; } = "";

    public string Provider { get; set; } = "";

    public string Tfc { get; set; } = "";

    public ActivitySource Source { get; set; }

    public string Pod { get; set; } = "";

    public long ChargedPence { get; set; }

    public long? ReportedPricePence { get; set; }

    public string? ReportedPriceVersion { get; set; }

    public Guid? Referral { get; set; }

    public string? Patient { get; set; }

    public bool IsInForce { get; set; }

    public bool IsFrozen { get; set; }

    public long UndisputedPence { get; set; }

    public long DisputedPence { get; set; }

    public long PooledPence { get; set; }

    public string? PoolLine { get; set; }

    public long AcceptedPence { get; set; }

    public long RepricedPence { get; set; }

    public long? ListPricePence { get; set; }

    public string? PriceVersion { get; set; }

    /// <summary>Open challenges: a JSON array of codes and pence; null where there is none.</summary>
    public string? Challenges { get; set; }

    public long ConsumedPence { get; set; }

    public long ConsumedPerMille { get; set; }

    public long ConsumedChoice { get; set; }

    public RowState ToState() =>
        new(
            new(Id, Line, Date, new(Practice, Provider, Tfc, Source), Pod, new(ChargedPence))
            {
                ListPrice = ReportedPricePence is { } reported ? new Money(reported) : null,
                PriceVersion = ReportedPriceVersion,
                Referral = Referral,
                Patient = Patient,
            }
        )
        {
            IsInForce = IsInForce,
            IsFrozen = IsFrozen,
            Undisputed = new(UndisputedPence),
            Disputed = new(DisputedPence),
            Pooled = new(PooledPence),
            PoolLine = PoolLine,
            Accepted = new(AcceptedPence),
            Repriced = new(RepricedPence),
            ListPrice = ListPricePence is { } list ? new Money(list) : null,
            PriceVersion = PriceVersion,
            Challenges = ReadChallenges(),
            Consumed = new(ConsumedPence),
            ConsumedPerMille = ConsumedPerMille,
            ConsumedChoice = ConsumedChoice,
        };

    public void Take(RowState state)
    {
        Take(state.Reported);
        (IsInForce, IsFrozen, PoolLine) = (state.IsInForce, state.IsFrozen, state.PoolLine);
        (UndisputedPence, DisputedPence) = (state.Undisputed.Pence, state.Disputed.Pence);
        (PooledPence, AcceptedPence, RepricedPence) = (state.Pooled.Pence, state.Accepted.Pence, state.Repriced.Pence);
        (ListPricePence, PriceVersion) = (state.ListPrice?.Pence, state.PriceVersion);
        (ConsumedPence, ConsumedPerMille, ConsumedChoice) = (state.Consumed.Pence, state.ConsumedPerMille, state.ConsumedChoice);
        Challenges =
            state.Challenges.Count == 0
                ? null
                : JsonSerializer.Serialize(state.Challenges.Select(c => new KeyValuePair<string, long>(c.Code, c.Amount.Pence)));
    }

    void Take(ReportedRow reported)
    {
        (Line, Date, Pod, ChargedPence) = (reported.Line, reported.Date, reported.Pod, reported.Charged.Pence);
        (Practice, Provider, Tfc, Source) = (reported.Care.Practice, reported.Care.Provider, reported.Care.Tfc, reported.Care.Source);
        (ReportedPricePence, ReportedPriceVersion) = (reported.ListPrice?.Pence, reported.PriceVersion);
        (Referral, Patient) = (reported.Referral, reported.Patient);
    }

    IReadOnlyList<OpenChallenge> ReadChallenges() =>
        Challenges is null
            ? []
            :
            [
                .. JsonSerializer
                    .Deserialize<List<KeyValuePair<string, long>>>(Challenges)!
                    .Select(c => new OpenChallenge(c.Key, new Money(c.Value))),
            ];
}

sealed class LedgerRowTable : IEntityTypeConfiguration<LedgerRow>
{
    const int ChallengesCharactersMax = 4_000;

    public void Configure(EntityTypeBuilder<LedgerRow> builder)
    {
        builder.ToTable("ledger_row");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).HasMaxLength(120);
        builder.Property(r => r.Line).HasMaxLength(BookTables.LineCharactersMax);
        builder.Property(r => r.PoolLine).HasMaxLength(BookTables.LineCharactersMax);
        builder.Property(r => r.Practice).HasMaxLength(12);
        builder.Property(r => r.Provider).HasMaxLength(12);
        builder.Property(r => r.Tfc).HasMaxLength(10);
        builder.Property(r => r.Pod).HasMaxLength(12);
        builder.Property(r => r.Challenges).HasMaxLength(ChallengesCharactersMax);
        builder.HasIndex(r => r.Date);
    }
}
