using ReferralHub.Budgets.Ledger.Events;

namespace ReferralHub.Budgets.Ledger.State;

/// <summary>What one event needs of the book, and no more: see <see cref="LedgerNeeds"/>.</summary>
public sealed record LedgerState(BookState Book)
{
    public IReadOnlyList<PlanYearState> Plans { get; init; } = [];

    public IReadOnlyList<ComponentState> Components { get; init; } = [];

    public IReadOnlyList<RowState> Rows { get; init; } = [];
}

/// <summary>Postings, and each small record that is different after them.</summary>
public sealed record LedgerOutcome(
    BookState Book,
    IReadOnlyList<Posting> Postings,
    IReadOnlyList<PlanYearState> Plans,
    IReadOnlyList<ComponentState> Components,
    IReadOnlyList<RowState> Rows,
    IReadOnlyList<LedgerRemark> Remarks
);

/// <summary>What somebody should see that no posting says.</summary>
/// <param name="Position">Of the event in the log.</param>
/// <param name="Text">A sentence.</param>
public sealed record LedgerRemark(RemarkKind Kind, long Position, string Text)
{
    public Guid? Referral { get; init; }

    public string? Row { get; init; }

    public string? Component { get; init; }
}

public enum RemarkKind
{
    /// <summary>Care is committed at no price.</summary>
    Unpriced,

    /// <summary>A commitment was given up because nothing came of it.</summary>
    Expired,

    /// <summary>An event says what cannot be; it moved no money, or less than it said.</summary>
    NotPosted,
}

/// <summary>Which records an event needs.</summary>
public sealed record LedgerNeeds
{
    /// <summary>All components of these referrals.</summary>
    public IReadOnlyList<Guid> Referrals { get; init; } = [];

    /// <summary>These rows, and all components of the referrals that they are matched with.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    public IReadOnlyList<(string Line, int Year)> Plans { get; init; } = [];

    /// <summary>In portions, by id: rows in force and not frozen, of this month and before.</summary>
    public DateOnly? UnfrozenThrough { get; init; }

    /// <summary>In portions, by referral: components with money open that are expected in this month or before.</summary>
    public DateOnly? ExpectedThrough { get; init; }

    /// <summary>In portions, by referral: components with an estimate that stands.</summary>
    public bool HasEstimates { get; init; }

    public static LedgerNeeds Find(LedgerEvent cause) =>
        cause switch
        {
            PlanAgreed e => new() { Plans = [(e.Line, PlanYearState.FindYear(e.From))] },
            PlanSuperseded e => new() { Plans = [(e.Line, PlanYearState.FindYear(e.From))] },
            Chosen e => new() { Referrals = [e.Referral] },
            CareCovered e => new() { Referrals = [.. e.Parts.Select(p => p.Referral)] },
            TakenBack e => new() { Referrals = [e.Referral] },
            CommitmentExpired e => new() { Referrals = [e.Referral] },
            AttendanceDischarged e => new() { Referrals = [e.Referral], Rows = [e.Row] },
            ActivityReported e => new() { Referrals = e.Row.Referral is { } r ? [r] : [], Rows = [e.Row.Row] },
            RowReplaced e => new() { Referrals = e.Replacement?.Referral is { } r ? [r] : [], Rows = [e.Row] },
            ChallengeRaised e => new() { Rows = [e.Row] },
            ChallengeAccepted e => new() { Rows = [e.Row] },
            ChallengeRefused e => new() { Rows = [e.Row] },
            PatientCapPassed e => new() { Rows = [.. e.Moves.Select(m => m.Row)] },
            PricesPublished e => new() { Rows = [.. e.Rows.Select(r => r.Row)], Referrals = [.. e.Unpriced.Select(c => c.Referral)] },
            MonthFrozen e => new() { UnfrozenThrough = e.Frozen },
            MonthEstimated e => new() { ExpectedThrough = e.Estimated },
            EstimatesReversed => new() { HasEstimates = true },
            _ => new(),
        };
}
