using ReferralHub.Budgets;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.Identities;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.Budgets.Ledger;

/// <summary>
/// What the events of a history mean, read without any rule of the ledger: budgets, rows and challenges as the tables of other modules
/// would have them.
/// </summary>
sealed class TestFacts
{
    readonly Dictionary<(string Line, int Year), Money> agreed = [];
    readonly Dictionary<string, Row> rows = [];

    public TestFacts(IEnumerable<LedgerEvent> events, IReadOnlyDictionary<string, PatientCap> caps)
    {
        foreach (var e in events)
            Read(e);
        Rows = FindRows(caps);
    }

    public Dictionary<(string Line, DateOnly Month), Money> Authority { get; } = [];

    public Dictionary<string, Money> Awarded { get; } = [];

    public Dictionary<long, DateOnly> EventMonths { get; } = [];

    public IReadOnlyList<RowFacts> Rows { get; }

    void Read(LedgerEvent e)
    {
        EventMonths[e.Position] = e.Month;
        switch (e)
        {
            case PlanAgreed { Authority.Pence: >= 0 } plan:
                Agree(plan.Line, plan.From, plan.From, plan.Authority);
                break;
            case PlanSuperseded plan:
                Agree(plan.Line, plan.From, plan.EffectiveFrom, plan.Authority);
                break;
            case PoolContributed pool:
                foreach (var (line, amount) in pool.Contributions)
                {
                    Add(line, pool.From, -amount);
                    Add(pool.PoolLine, pool.From, amount);
                }

                break;
            case AwardApproved award:
                Awarded[award.Line] = Awarded.GetValueOrDefault(award.Line) + award.Amount;
                break;
            case MonthFrozen freeze:
                foreach (var row in rows.Values.Where(r => r.IsInForce && r.Reported.Month <= freeze.Frozen))
                    row.IsFrozen = true;
                break;
            default:
                ReadRow(e);
                break;
        }
    }

    void ReadRow(LedgerEvent e)
    {
        switch (e)
        {
            case ActivityReported report:
                if (rows.TryGetValue(report.Row.Row, out var known))
                    known.Replace(report.Row);
                else
                    rows[report.Row.Row] = new(report.Row);
                break;
            case RowReplaced replaced when Find(replaced.Row) is { } row:
                row.Replace(replaced.Replacement);
                break;
            case ChallengeRaised raised when Find(raised.Row) is { } row:
                row.Open[raised.Code] = Math.Min(raised.Amount.Pence, row.Worth);
                break;
            case ChallengeAccepted accepted when Find(accepted.Row) is { } row && row.Open.Remove(accepted.Code, out var amount):
                row.GiveUp(Math.Min(amount, accepted.Accepted.Pence));
                break;
            case ChallengeRefused refused when Find(refused.Row) is { } row:
                row.Open.Remove(refused.Code);
                break;
            case PricesPublished prices:
                foreach (var price in prices.Rows)
                    Find(price.Row)?.Reprice(price.ListPrice.Pence);
                break;
        }
    }

    Row? Find(string id) => rows.GetValueOrDefault(id) is { IsInForce: true } row ? row : null;

    void Agree(string line, DateOnly from, DateOnly effective, Money amount)
    {
        var key = (line, FinancialYear.FromDate(from).Starting);
        Add(line, effective, amount - agreed.GetValueOrDefault(key));
        agreed[key] = amount;
    }

    void Add(string line, DateOnly from, Money amount)
    {
        var key = (line, from.FirstOfMonth);
        Authority[key] = Authority.GetValueOrDefault(key) + amount;
    }

    List<RowFacts> FindRows(IReadOnlyDictionary<string, PatientCap> caps)
    {
        foreach (var patient in rows.Values.Where(r => r.IsInForce && r.Reported.Patient is not null).GroupBy(r => r.PatientYear))
        {
            if (!caps.TryGetValue(patient.Key.Line, out var cap))
                continue;
            var (cost, borne) = (0L, 0L);
            foreach (var row in patient.OrderBy(r => r.Reported.Date).ThenBy(r => r.Reported.Row, StringComparer.Ordinal))
            {
                cost += row.Worth - row.Disputed;
                var share = cap.Split(new(cost)).Pool.Pence;
                (row.Pooled, borne) = (share - borne, share);
            }
        }

        return [.. rows.Values.Select(r => r.ToFacts())];
    }

    sealed class Row(ReportedRow reported)
    {
        readonly HashSet<DateOnly> months = [reported.Month];

        public ReportedRow Reported { get; private set; } = reported;

        public Dictionary<string, long> Open { get; } = [];

        public bool IsInForce { get; private set; } = true;

        public bool IsFrozen { get; set; }

        public long Pooled { get; set; }

        public long Worth => IsInForce ? Reported.Charged.Pence - accepted + repriced : 0;

        public long Disputed => Open.Count == 0 ? 0 : Open.Values.Max();

        public (string Line, string? Patient, FinancialYear Year) PatientYear =>
            (Reported.Line, Reported.Patient, FinancialYear.FromDate(Reported.Date));

        long accepted;
        long repriced;
        long? list = reported.ListPrice?.Pence;

        public void Replace(ReportedRow? replacement)
        {
            if (IsInForce && replacement == Reported)
                return;
            (accepted, repriced, IsInForce) = (0, 0, replacement is not null);
            Open.Clear();
            if (replacement is null)
                return;
            Reported = replacement;
            months.Add(replacement.Month);
            list = replacement.ListPrice?.Pence;
        }

        public void GiveUp(long amount)
        {
            accepted += amount;
            Lower(amount);
        }

        public void Reprice(long price)
        {
            var difference = Math.Max(price - (list ?? price), -Worth);
            var fromDisputed = Math.Max(0, -difference - (Worth - Disputed));
            repriced += difference;
            Lower(fromDisputed);
            list = price;
        }

        public RowFacts ToFacts() =>
            new(Reported.Row, Reported.Line, Reported.Care.Provider, Reported.Month)
            {
                Charged = IsInForce ? Reported.Charged : Money.Zero,
                Accepted = new(IsInForce ? accepted : 0),
                Repriced = new(IsInForce ? repriced : 0),
                Disputed = new(Disputed),
                Pooled = new(Pooled),
                IsFrozen = IsFrozen,
                EarlierMonths = months,
            };

        void Lower(long amount)
        {
            foreach (var code in Open.Keys.ToList())
                Open[code] = Math.Max(0, Open[code] - amount);
        }
    }
}
