using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.State;

namespace ReferralHub.Budgets.Books;

/// <summary>
/// The book as whoever goes through the log works with it: the records that an event needs, and what has become of them. One kind keeps
/// them in the database, another in memory alone, for whoever writes the book a second time to see whether it comes out the same.
/// </summary>
abstract class BookRecords
{
    readonly Dictionary<Guid, List<ComponentRow>> components = [];
    readonly Dictionary<string, LedgerRow> rows = new(StringComparer.Ordinal);
    readonly Dictionary<(string Line, int Year), LedgerPlanYear> plans = [];
    (long Position, int Count) remarks;

    /// <summary>The one row of the book.</summary>
    public abstract LedgerBook Book { get; }

    public LineChanges Changes { get; } = new();

    protected IEnumerable<ComponentRow> Components => components.Values.SelectMany(c => c);

    protected IEnumerable<LedgerRow> Rows => rows.Values;

    protected IEnumerable<LedgerPlanYear> Plans => plans.Values;

    /// <summary>The records that an event needs, where it names them; what ends a month is asked for in portions.</summary>
    public LedgerState Find(LedgerNeeds needs)
    {
        var found = needs.Rows.Distinct(StringComparer.Ordinal).Where(rows.ContainsKey).Select(r => rows[r].ToState()).ToList();
        var referrals = needs.Referrals.Concat(found.Select(r => r.Reported.Referral).OfType<Guid>()).Distinct();
        return new(Book.ToState())
        {
            Plans = [.. needs.Plans.Distinct().Where(plans.ContainsKey).Select(p => plans[p].ToState())],
            Components = [.. referrals.SelectMany(r => components.GetValueOrDefault(r) ?? []).Select(c => c.ToState())],
            Rows = found,
        };
    }

    /// <summary>Makes records ready that no event of the batch names; the caller says which, a portion at a time.</summary>
    public abstract Task LoadAsync(LedgerNeeds needs, CancellationToken cancellationToken);

    /// <summary>After portions: what the events of the batch need is ready again.</summary>
    public virtual Task ReturnToBatchAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ids of rows in force that are not frozen, of this month and before, in order.</summary>
    public abstract Task<IReadOnlyList<string>> ListUnfrozenAsync(DateOnly through, CancellationToken cancellationToken);

    /// <summary>Referrals with money open for care that is expected before a day and is not estimated yet, in order.</summary>
    public abstract Task<IReadOnlyList<Guid>> ListExpectedAsync(DateOnly before, CancellationToken cancellationToken);

    /// <summary>Referrals with an estimate that stands, in order.</summary>
    public abstract Task<IReadOnlyList<Guid>> ListEstimatedAsync(CancellationToken cancellationToken);

    /// <summary>Referrals with money open that were chosen before a day, in order.</summary>
    public abstract Task<IReadOnlyList<Guid>> ListOpenSinceAsync(DateOnly before, CancellationToken cancellationToken);

    /// <summary>Referrals of which some care has no price, in order.</summary>
    public abstract Task<IReadOnlyList<Guid>> ListUnpricedAsync(CancellationToken cancellationToken);

    /// <summary>Referrals of which some care is expected that no plan covers, in order.</summary>
    public abstract Task<IReadOnlyList<Guid>> ListUncoveredAsync(CancellationToken cancellationToken);

    /// <summary>Ids of rows in force of a day and later, in order.</summary>
    public abstract Task<IReadOnlyList<string>> ListRowsAsync(DateOnly from, CancellationToken cancellationToken);

    /// <summary>Keeps what came of one event.</summary>
    public void Keep(LedgerOutcome outcome)
    {
        Book.LastPosting = outcome.Book.LastPosting;
        Book.ClosedThrough = outcome.Book.ClosedThrough;
        foreach (var posting in outcome.Postings)
        {
            Add(posting);
            Changes.Add(posting);
        }

        foreach (var parts in outcome.Components.GroupBy(c => c.Referral))
            Keep(parts.Key, parts);
        foreach (var state in outcome.Rows)
        {
            if (!rows.TryGetValue(state.Row, out var row))
                Add(rows[state.Row] = row = new() { Id = state.Row });
            row.Take(state);
        }

        foreach (var state in outcome.Plans)
        {
            if (!plans.TryGetValue((state.Line, state.Year), out var plan))
                Add(plans[(state.Line, state.Year)] = plan = new() { Line = state.Line, Year = state.Year });
            plan.Pence = state.Agreed.Pence;
        }

        foreach (var remark in outcome.Remarks)
            Keep(remark);
    }

    public void Keep(LedgerRemark remark)
    {
        remarks = remarks.Position == remark.Position ? (remark.Position, remarks.Count + 1) : (remark.Position, 1);
        Add(
            new RemarkRow
            {
                Position = remark.Position,
                Number = remarks.Count,
                Kind = remark.Kind,
                Text = remark.Text,
                Referral = remark.Referral,
                Row = remark.Row,
                Component = remark.Component,
            }
        );
    }

    public abstract void Add(MonthCloseRow close);

    protected abstract void Add(Posting posting);

    protected abstract void Add(ComponentRow row);

    protected abstract void Add(LedgerRow row);

    protected abstract void Add(LedgerPlanYear row);

    protected abstract void Add(RemarkRow row);

    /// <summary>What the database has is known from here on.</summary>
    protected void Know(IEnumerable<ComponentRow> found)
    {
        foreach (var row in found)
            if (!List(row.Referral).Exists(c => c.Pod == row.Pod))
                List(row.Referral).Add(row);
    }

    protected void Know(IEnumerable<LedgerRow> found)
    {
        foreach (var row in found)
            rows.TryAdd(row.Id, row);
    }

    protected void Know(IEnumerable<LedgerPlanYear> found)
    {
        foreach (var plan in found)
            plans.TryAdd((plan.Line, plan.Year), plan);
    }

    /// <summary>Of parts and rows nothing is known any more: they have been saved, and a month has more than memory should hold.</summary>
    protected void Forget()
    {
        components.Clear();
        rows.Clear();
    }

    void Keep(Guid referral, IEnumerable<ComponentState> states)
    {
        var parts = List(referral);
        var before = parts.ConvertAll(c => c.ToState());
        foreach (var state in states)
        {
            var row = parts.Find(c => c.Pod == state.Pod);
            if (row is null)
            {
                parts.Add(row = new() { Referral = referral, Pod = state.Pod });
                row.Take(state);
                Add(row);
            }
            else
                row.Take(state);
        }

        Changes.Add(before, parts.ConvertAll(c => c.ToState()));
    }

    List<ComponentRow> List(Guid referral)
    {
        if (!components.TryGetValue(referral, out var parts))
            components[referral] = parts = [];
        return parts;
    }
}
