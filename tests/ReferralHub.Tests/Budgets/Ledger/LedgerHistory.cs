using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.Budgets.Ledger;

/// <summary>
/// Turns numbers into a history of everything that can happen to a book, mostly possible and sometimes not: a later row for a referral
/// that was cancelled, a challenge of a row that was withdrawn, a month closed twice.
/// </summary>
sealed class LedgerHistory
{
    public const string Pool = "pool-risk";
    const string Rest = "rest";
    static readonly string[] Practices = ["Z81001", "Z81002", "Z81003"];
    static readonly string[] Providers = ["RZ1", "NZ7"];
    static readonly string[] Specialties = ["110", "130", "320"];
    static readonly string[] Codes = ["CH-01", "CH-04", "CH-05"];
    static readonly DateOnly Begin = new(2026, 4, 1);

    /// <summary>What one patient costs a practice's line above £300 in a year, the pool pays to four fifths.</summary>
    public static readonly IReadOnlyDictionary<string, PatientCap> Caps = Practices.ToDictionary(
        Line,
        _ => new PatientCap(Pool, new(30_000), 800)
    );

    static readonly PostingReason[] TakeBacks =
    [
        PostingReason.Declined,
        PostingReason.Cancelled,
        PostingReason.EnteredInError,
        PostingReason.Amended,
        PostingReason.Returned,
    ];

    readonly List<LedgerEvent> events = [];
    readonly List<ReportedRow> rows = [];
    readonly Dictionary<Guid, Chosen> chosen = [];
    DateOnly today = Begin;
    DateOnly toFreeze = Begin;
    DateOnly toClose = Begin;
    int step;
    int seed;

    public static IReadOnlyList<LedgerEvent> Make(IEnumerable<int> steps)
    {
        var history = new LedgerHistory();
        foreach (var practice in Practices)
            history.Add((p, on) => new PlanAgreed(p, on, Line(practice), Begin, new(500_000)));
        foreach (var seed in steps)
            history.Take(seed);
        return history.events;
    }

    public static Arbitrary<int[]> Any(int most) =>
        (from length in Gen.Choose(1, most) from steps in Gen.Choose(0, int.MaxValue - 1).ArrayOf(length) select steps).ToArbitrary();

    void Take(int next)
    {
        (seed, step) = (next, step + 1);
        today = today.AddDays(Pick(4));
        if (today > new DateOnly(2027, 6, 30))
            today = new(2027, 6, 30);
        switch (Pick(40))
        {
            case < 10:
                Choose();
                break;
            case < 13:
                WithReferral(r => Add((p, on) => new TakenBack(p, on, r, TakeBacks[Pick(TakeBacks.Length)])));
                break;
            case < 19:
                Report();
                break;
            case < 21:
                WithRow(r => Add((p, on) => new RowReplaced(p, on, r.Row, Keep(Change(r)))));
                break;
            case 21:
                WithRow(r => Add((p, on) => new RowReplaced(p, on, r.Row, null)));
                break;
            case 22:
                WithRow(r => Add((p, on) => new ActivityReported(p, on, r)));
                break;
            case 23:
                WithRow(r => Add((p, on) => new AttendanceDischarged(p, on, r.Referral ?? Id(Pick(step)), r.Row)));
                break;
            case < 28:
                WithRow(r => Add((p, on) => new ChallengeRaised(p, on, r.Row, Code(), new(Pick((int)r.Charged.Pence + 2)))));
                break;
            case < 30:
                WithRow(r => Add((p, on) => new ChallengeAccepted(p, on, r.Row, Code(), new(Pick((int)r.Charged.Pence + 2)))));
                break;
            case 30:
                WithRow(r => Add((p, on) => new ChallengeRefused(p, on, r.Row, Code())));
                break;
            default:
                TakeRare();
                break;
        }
    }

    void TakeRare()
    {
        switch (Pick(10))
        {
            case 0:
                Plan();
                break;
            case 1:
                var gifts = Practices.Take(1 + Pick(3)).ToDictionary(Line, _ => new Money(Pick(20_000)));
                Add((p, on) => new PoolContributed(p, on, Pool, Begin, gifts));
                break;
            case 2:
                Add((p, on) => new AwardApproved(p, on, Rest, "saving", new(Pick(9_000))));
                break;
            case 3:
                Add((p, on) => new MonthFrozen(p, on, toFreeze));
                toFreeze = Pick(3) == 0 || toFreeze >= today.FirstOfMonth ? toFreeze : toFreeze.AddMonths(1);
                break;
            case 4 or 5 when today > toClose.AddMonths(1):
                Add((p, on) => new MonthClosed(p, on, toClose));
                toClose = Pick(8) == 0 ? toClose : toClose.AddMonths(1);
                break;
            case 6:
                Publish();
                break;
            case 7:
                WithReferral(r => Add((p, on) => new CommitmentExpired(p, on, r)));
                break;
            case 8:
                Cover();
                break;
            default:
                today = today.AddDays(Pick(25));
                break;
        }
    }

    void Choose()
    {
        var referral = chosen.Count > 0 && Pick(4) == 0 ? chosen.Keys.ElementAt(Pick(chosen.Count)) : Id(step);
        var practice = Practices[Pick(3)];
        var care = new CareKey(practice, Providers[Pick(2)], Specialties[Pick(3)], ActivitySource.Gp);
        var parts = new List<PricedComponent> { Part(Line(practice), PointsOfDelivery.FirstAttendance, 1000) };
        if (Pick(2) == 0)
            parts.Add(Part(Line(practice), PointsOfDelivery.FollowUp, 1400));
        if (Pick(3) == 0)
            parts.Add(Part(Rest, PointsOfDelivery.DayCase, 150));
        Add((p, on) => chosen[referral] = new Chosen(p, on, referral, care, parts));
    }

    PricedComponent Part(string line, string pod, long quantity) =>
        Pick(8) == 0
            ? new(line, pod, quantity, null, null, today.AddDays(Pick(60)))
            : new(line, pod, quantity, new(5_000 + Pick(20_000)), "v1", Pick(5) == 0 ? null : today.AddDays(Pick(60)));

    void Report()
    {
        var id = $"row-{step:0000}";
        var isMatched = chosen.Count > 0 && Pick(3) > 0;
        var of = isMatched ? chosen.Values.ElementAt(Pick(chosen.Count)) : null;
        var part = of?.Components[Pick(of.Components.Count)];
        var practice = Practices[Pick(3)];
        var seen = today.AddDays(-Pick(70));
        var row = new ReportedRow(
            id,
            part?.Line ?? (Pick(2) == 0 ? Rest : Line(practice)),
            seen < Begin ? Begin : seen,
            of?.Care ?? new(practice, Providers[Pick(2)], Specialties[Pick(3)], ActivitySource.Consultant),
            part?.Pod ?? PointsOfDelivery.FirstAttendance,
            new(Pick(6) == 0 ? 0 : Pick(25_000))
        )
        {
            ListPrice = Pick(4) == 0 ? null : new Money(Pick(22_000)),
            PriceVersion = "v1",
            Referral = of?.Referral,
            Patient = Pick(3) == 0 ? null : $"patient-{Pick(4)}",
        };
        rows.Add(row);
        Add((p, on) => new ActivityReported(p, on, row));
    }

    ReportedRow Change(ReportedRow row) =>
        Pick(3) switch
        {
            0 => row with { Charged = new(Pick(25_000)) },
            1 => row with { Date = row.Date.AddDays(Pick(40)) },
            _ => row with { Referral = null },
        };

    ReportedRow Keep(ReportedRow row) => rows[rows.FindIndex(r => r.Row == row.Row)] = row;

    void Plan()
    {
        var line = Pick(4) == 0 ? Rest : Line(Practices[Pick(3)]);
        var amount = new Money(400_000 + Pick(300_000));
        if (Pick(2) == 0)
            Add((p, on) => new PlanAgreed(p, on, line, Begin.AddYears(Pick(2)), amount));
        else
            Add((p, on) => new PlanSuperseded(p, on, line, Begin, Begin.AddMonths(Pick(12)), amount));
    }

    void Publish()
    {
        var version = $"v{step}";
        var changed = rows.Where(_ => Pick(3) == 0).Select(r => new RowPrice(r.Row, new(Pick(24_000)))).ToList();
        var unpriced = chosen
            .Values.SelectMany(c => c.Components.Where(p => p.Price is null).Select(p => new ComponentPrice(c.Referral, p.Pod, new(9_000))))
            .ToList();
        Add((p, on) => new PricesPublished(p, on, version, changed) { Unpriced = unpriced });
    }

    void Cover()
    {
        if (chosen.Count == 0)
            return;
        var of = chosen.Values.ElementAt(Pick(chosen.Count));
        var line = Pick(2) == 0 ? Rest : Line(Practices[Pick(3)]);
        Add((p, on) => new CareCovered(p, on, [.. of.Components.Select(c => new CoveredPart(of.Referral, c.Pod, line))]));
    }

    void WithReferral(Action<Guid> use) => use(chosen.Count == 0 ? Id(0) : chosen.Keys.ElementAt(Pick(chosen.Count)));

    void WithRow(Action<ReportedRow> use)
    {
        if (rows.Count > 0)
            use(rows[Pick(rows.Count)]);
    }

    void Add(Func<long, DateOnly, LedgerEvent> make) => events.Add(make(events.Count + 1, today));

    string Code() => Codes[Pick(Codes.Length)];

    /// <summary>The next of the numbers that a step is made of: the same for the same step.</summary>
    int Pick(int below)
    {
        seed = (int)((((long)seed * 48_271) + 11) % int.MaxValue);
        return seed / 7 % below;
    }

    static string Line(string practice) => $"{practice}/gp";

    static Guid Id(int n) => new(n, 1, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
