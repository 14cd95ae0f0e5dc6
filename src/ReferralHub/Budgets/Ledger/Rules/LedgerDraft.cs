using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Rules;

/// <summary>
/// What the rules have written for one event so far: postings, and the records as they are after them. It lives for one call of
/// <see cref="LedgerRules.Post"/>.
/// </summary>
sealed class LedgerDraft
{
    readonly LedgerEvent cause;
    readonly List<Posting> postings = [];
    readonly List<LedgerRemark> remarks = [];
    readonly Dictionary<(string Line, int Year), PlanYearState> plans;
    readonly SortedDictionary<(Guid Referral, string Pod), ComponentState> components = new(ComponentOrder.Instance);
    readonly SortedDictionary<string, RowState> rows = new(StringComparer.Ordinal);
    readonly HashSet<object> changed = [];

    public LedgerDraft(LedgerState state, LedgerEvent cause)
    {
        this.cause = cause;
        Book = state.Book;
        plans = state.Plans.ToDictionary(p => (p.Line, p.Year));
        foreach (var component in state.Components)
            components[(component.Referral, component.Pod)] = component;
        foreach (var row in state.Rows)
            rows[row.Row] = row;
    }

    public BookState Book { get; private set; }

    /// <summary>In the order of their ids, so that the same event always writes the same postings.</summary>
    public IReadOnlyList<RowState> Rows => [.. rows.Values];

    public IReadOnlyList<ComponentState> Components => [.. components.Values];

    public IReadOnlyList<ComponentState> FindComponents(Guid referral) => [.. components.Values.Where(c => c.Referral == referral)];

    public ComponentState? FindComponent(Guid referral, string pod) => components.GetValueOrDefault((referral, pod));

    /// <summary>The row, where it is in force; otherwise null, and a remark.</summary>
    public RowState? FindRow(string row)
    {
        if (rows.GetValueOrDefault(row) is { IsInForce: true } state)
            return state;
        Remark(RemarkKind.NotPosted, "There is no such row in force.", row: row);
        return null;
    }

    /// <summary>The row, in force or withdrawn; null where nobody reported it.</summary>
    public RowState? FindReported(string row) => rows.GetValueOrDefault(row);

    public Money FindAgreed(string line, int year) => plans.GetValueOrDefault((line, year))?.Agreed ?? Money.Zero;

    public ComponentState Keep(ComponentState state)
    {
        changed.Add((state.Referral, state.Pod));
        return components[(state.Referral, state.Pod)] = state;
    }

    public RowState Keep(RowState state)
    {
        changed.Add(state.Row);
        return rows[state.Row] = state;
    }

    public void Keep(PlanYearState state)
    {
        changed.Add((state.Line, state.Year));
        plans[(state.Line, state.Year)] = state;
    }

    public void Close(DateOnly month) => Book = Book with { ClosedThrough = month };

    public void Remark(RemarkKind kind, string text, Guid? referral = null, string? row = null, string? component = null) =>
        remarks.Add(
            new(kind, cause.Position, text)
            {
                Referral = referral,
                Row = row,
                Component = component,
            }
        );

    /// <summary>Moves an amount within a line; nothing when it is zero.</summary>
    public void Post(string line, LedgerAccount from, LedgerAccount to, Money amount, DateOnly activityMonth, PostingWhy why) =>
        Add(new(0, line, from, to, amount, activityMonth, default, 0, why));

    public void Post(ComponentState part, LedgerAccount from, LedgerAccount to, Money amount, DateOnly activityMonth, PostingWhy why) =>
        Add(
            new(0, part.Line, from, to, amount, activityMonth, default, 0, why)
            {
                Referral = part.Referral,
                Component = part.Pod,
                Care = part.Care,
                PriceVersion = part.PriceVersion,
            }
        );

    /// <summary>As above, for a row of the month to which the row belongs.</summary>
    public void PostSeen(ComponentState part, RowState row, LedgerAccount from, LedgerAccount to, Money amount, PostingReason why) =>
        Add(
            new(0, part.Line, from, to, amount, row.Month, default, 0, new(why))
            {
                Referral = part.Referral,
                Row = row.Row,
                Component = part.Pod,
                Care = part.Care,
                PriceVersion = part.PriceVersion,
            }
        );

    public void Post(RowState row, LedgerAccount from, LedgerAccount to, Money amount, PostingWhy why) =>
        Add(Describe(row, row.Line, from, to, amount, why));

    /// <summary>What a pool bears of a row, in the pool's line.</summary>
    public void PostInPool(RowState row, string pool, LedgerAccount from, LedgerAccount to, Money amount, PostingWhy why) =>
        Add(Describe(row, pool, from, to, amount, why));

    /// <summary>Two postings of one amount, in two lines, with one id.</summary>
    public void PostPair(Posting first, string otherLine)
    {
        var pair = Book.LastPosting + 1;
        if (Add(first with { Pair = pair }))
            Add(first with { Line = otherLine, From = first.To, To = first.From, Pair = pair });
    }

    public static Posting Describe(RowState row, string line, LedgerAccount from, LedgerAccount to, Money amount, PostingWhy why) =>
        new(0, line, from, to, amount, row.Month, default, 0, why)
        {
            Referral = row.Reported.Referral,
            Row = row.Row,
            Component = row.Reported.Pod,
            Care = row.Reported.Care,
            PriceVersion = row.PriceVersion,
        };

    public LedgerOutcome Finish() =>
        new(
            Book,
            postings,
            [.. plans.Values.Where(p => changed.Contains((p.Line, p.Year)))],
            [.. components.Values.Where(c => changed.Contains((c.Referral, c.Pod)))],
            [.. rows.Values.Where(r => changed.Contains(r.Row))],
            remarks
        );

    bool Add(Posting posting)
    {
        if (posting.Amount == Money.Zero)
            return false;
        Book = Book with { LastPosting = Book.LastPosting + 1 };
        postings.Add(
            posting with
            {
                Number = Book.LastPosting,
                PostedMonth = Book.FindPostedMonth(posting.ActivityMonth),
                Cause = cause.Position,
            }
        );
        return true;
    }

    /// <summary>By referral, then by the code of the point of delivery.</summary>
    sealed class ComponentOrder : IComparer<(Guid Referral, string Pod)>
    {
        public static readonly ComponentOrder Instance = new();

        public int Compare((Guid Referral, string Pod) x, (Guid Referral, string Pod) y) =>
            x.Referral.CompareTo(y.Referral) is var byReferral and not 0 ? byReferral : string.CompareOrdinal(x.Pod, y.Pod);
    }
}
