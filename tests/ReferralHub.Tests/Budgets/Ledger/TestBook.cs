using System.Security.Cryptography;
using System.Text;
using ReferralHub.Budgets;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.Budgets.Ledger;

/// <summary>
/// A book in memory that hands the rules exactly the records that an event names as its needs, as a database would, in portions.
/// </summary>
sealed class TestBook(int portion = 1000)
{
    readonly Dictionary<(string Line, int Year), PlanYearState> plans = [];
    readonly Dictionary<(Guid Referral, string Pod), ComponentState> components = [];
    readonly Dictionary<string, RowState> rows = [];
    BookState state;

    /// <summary>The rules; a test puts broken ones in their place.</summary>
    public Func<LedgerState, LedgerEvent, LedgerOutcome> Rules { get; init; } = LedgerRules.Post;

    /// <summary>What a pool pays for, by line.</summary>
    public IReadOnlyDictionary<string, PatientCap> Caps { get; init; } = new Dictionary<string, PatientCap>();

    public List<Posting> Postings { get; } = [];

    public List<LedgerRemark> Remarks { get; } = [];

    public List<MonthClose> Closes { get; } = [];

    /// <summary>What was put in, without what the book made of it itself.</summary>
    public List<LedgerEvent> Events { get; } = [];

    public Dictionary<LineMonthKey, AccountBalances> Sums { get; } = [];

    public IReadOnlyCollection<RowState> Rows => rows.Values;

    public IReadOnlyCollection<ComponentState> Components => components.Values;

    public TestBook Add(params IEnumerable<LedgerEvent> events)
    {
        foreach (var e in events)
        {
            Events.Add(e);
            if (e is MonthClosed close)
                Close(close);
            else
                Handle(e);
            ShareWithPools(e);
        }

        return this;
    }

    public AccountBalances Balances(string line) => AccountBalances.Sum(Postings.Where(p => p.Line == line));

    /// <summary>By line, month of activity and account: what must not hang on the order of independent events.</summary>
    public string Describe() =>
        string.Join(
            '\n',
            Postings
                .GroupBy(p => (p.Line, p.ActivityMonth))
                .Select(g => (g.Key, Balances: AccountBalances.Sum(g)))
                .SelectMany(g => LedgerAccounts.All.Select(a => (g.Key.Line, g.Key.ActivityMonth, Account: a, g.Balances[a].Pence)))
                .Where(b => b.Pence != 0)
                .OrderBy(b => b.Line, StringComparer.Ordinal)
                .ThenBy(b => b.ActivityMonth)
                .ThenBy(b => b.Account)
                .Select(b => $"{b.Line} {b.ActivityMonth:yyyy-MM} {b.Account} {b.Pence}")
        );

    /// <summary>A hash of everything that is kept, row for row.</summary>
    public string Dump()
    {
        var text = new StringBuilder();
        foreach (var posting in Postings)
            text.Append(posting).Append('\n');
        foreach (var part in components.Values.OrderBy(c => c.Referral).ThenBy(c => c.Pod, StringComparer.Ordinal))
            text.Append(part).Append('\n');
        foreach (var row in rows.Values.OrderBy(r => r.Row, StringComparer.Ordinal))
            text.Append(row with { Challenges = [] }).Append(string.Join(',', row.Challenges)).Append('\n');
        foreach (var plan in plans.Values.OrderBy(p => p.Line, StringComparer.Ordinal).ThenBy(p => p.Year))
            text.Append(plan).Append('\n');
        foreach (var close in Closes)
            text.Append(close).Append('\n');
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>As whoever closes a month does: estimates first, then the hash of what stands, then the close.</summary>
    void Close(MonthClosed close)
    {
        if (state.ClosedThrough >= close.Closed)
        {
            Handle(close);
            return;
        }

        Handle(new MonthEstimated(close.Position, close.On, close.Closed));
        var hash = BalancesHash.Calculate(close.Closed, Sums.Select(s => (s.Key, s.Value)));
        Closes.Add(new(close.Closed, close.Position, Postings.Count, hash));
        Handle(close);
        Handle(new EstimatesReversed(close.Position, close.On));
    }

    void Handle(LedgerEvent e)
    {
        var needs = LedgerNeeds.Find(e);
        if (e is PricesPublished prices)
        {
            foreach (var part in prices.Rows.Chunk(portion))
                Post(prices with { Rows = part, Unpriced = [] }, Load(LedgerNeeds.Find(prices with { Rows = part })));
            Post(prices with { Rows = [] }, Load(needs));
        }
        else if (needs.UnfrozenThrough is { } unfrozen)
            foreach (var part in SortRows(rows.Values.Where(r => r is { IsInForce: true, IsFrozen: false } && r.Month <= unfrozen)))
                Post(e, new(state) { Rows = part });
        else if (needs.ExpectedThrough is { } expected)
            foreach (var part in SortParts(components.Values.Where(c => c.Open > Money.Zero && c.ExpectedOn < expected.AddMonths(1))))
                Post(e, new(state) { Components = part });
        else if (needs.HasEstimates)
            foreach (var part in SortParts(components.Values.Where(c => c.EstimatedMonth is not null)))
                Post(e, new(state) { Components = part });
        else
            Post(e, Load(needs));
    }

    LedgerState Load(LedgerNeeds needs)
    {
        var found = needs.Rows.Distinct().Where(rows.ContainsKey).Select(r => rows[r]).ToList();
        var referrals = needs.Referrals.Concat(found.Select(r => r.Reported.Referral).OfType<Guid>()).ToHashSet();
        return new(state)
        {
            Plans = [.. needs.Plans.Where(plans.ContainsKey).Select(p => plans[p])],
            Components = [.. components.Values.Where(c => referrals.Contains(c.Referral))],
            Rows = found,
        };
    }

    void Post(LedgerEvent e, LedgerState needed)
    {
        var outcome = Rules(needed with { Book = state }, e);
        state = outcome.Book;
        foreach (var posting in outcome.Postings)
        {
            Postings.Add(posting);
            var key = LineMonthKey.FromPosting(posting);
            Sums[key] = Sums.GetValueOrDefault(key).Add(posting);
        }

        foreach (var plan in outcome.Plans)
            plans[(plan.Line, plan.Year)] = plan;
        foreach (var part in outcome.Components)
            components[(part.Referral, part.Pod)] = part;
        foreach (var row in outcome.Rows)
            rows[row.Row] = row;
        Remarks.AddRange(outcome.Remarks);
    }

    /// <summary>After rows have changed, what a pool bears of their patients is settled anew.</summary>
    void ShareWithPools(LedgerEvent cause)
    {
        if (
            Caps.Count == 0
            || cause is not (ActivityReported or RowReplaced or ChallengeRaised or ChallengeAccepted or ChallengeRefused or PricesPublished)
        )
            return;
        var patients = rows
            .Values.Where(r => r.Reported.Patient is not null && Caps.ContainsKey(r.Line))
            .GroupBy(r => (r.Line, r.Reported.Patient, FinancialYear.FromDate(r.Reported.Date)))
            .OrderBy(g => g.Key.Line, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Patient, StringComparer.Ordinal)
            .ToList();
        foreach (var patient in patients)
            if (Caps[patient.Key.Line].FindMoves(cause.Position, cause.On, patient) is { } passed)
                Handle(passed);
    }

    IEnumerable<RowState[]> SortRows(IEnumerable<RowState> found) =>
        found.OrderBy(r => r.Row, StringComparer.Ordinal).ToList().Chunk(portion);

    IEnumerable<ComponentState[]> SortParts(IEnumerable<ComponentState> found) =>
        found.OrderBy(c => c.Referral).ThenBy(c => c.Pod, StringComparer.Ordinal).ToList().Chunk(portion);
}
