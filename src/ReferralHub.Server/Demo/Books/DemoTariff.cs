using System.Globalization;
using System.Text;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// What care costs in the made-up area and what a referral leads to: a national list for each year with market forces factors, a price
/// that one clinic has agreed, and tests that are priced by themselves. Every amount is fictitious.
/// </summary>
static class DemoTariff
{
    const string LocalClinic = "NZ705";
    const string LocalTfc = "330";
    const long LocalPence = 11_900;

    /// <summary>Who stands for prices that were changed in hindsight.</summary>
    const string Corrector = "Fictitious finance lead";

    /// <summary>Lists of earlier years are this much lower.</summary>
    const long YearlyPerMille = 25;

    /// <summary>
    /// Planted: endoscopy at an attendance got its price late, for the whole year; what had been referred for it until then stood as
    /// unpriced.
    /// </summary>
    static readonly (string Tfc, string Pod) PricedLate = ("301", "OPPROC");

    /// <summary>Planted: nobody has agreed a price for these tests, so that a position says how many it leaves out.</summary>
    static readonly (string Tfc, string Pod) NeverPriced = ("400", "DIAG");

    /// <summary>Planted: the price of a first attendance in orthopaedics was raised in hindsight.</summary>
    const string RaisedTfc = "110";
    const long RaisedByPence = 250;

    static readonly (string Provider, long FactorPpm)[] Factors =
    [
        ("RZ1", 1_020_000),
        ("RZ2", 1_034_512),
        ("RZ3", 998_700),
        ("RZ4", 1_004_250),
        ("RZ5", 1_011_300),
        ("RZ6", 1_000_280),
    ];

    /// <summary>Of a thousand referrals so many items of each kind, and what one costs in pence, besides the first attendance.</summary>
    static readonly (string Tfc, string Pod, long PerMille, long Pence)[] Pathways =
    [
        ("110", "OPFUP", 1_400, 8_500),
        ("110", "OPPROC", 120, 24_000),
        ("110", "DC", 150, 282_200),
        ("110", "EL", 60, 846_400),
        ("110", "DIAG", 300, 11_800),
        ("130", "OPFUP", 900, 6_100),
        ("130", "OPPROC", 180, 21_000),
        ("130", "DC", 310, 94_800),
        ("330", "OPFUP", 800, 7_400),
        ("330", "OPPROC", 260, 16_200),
        ("301", "OPFUP", 1_100, 9_000),
        ("301", "OPPROC", 320, 38_500),
        ("320", "OPFUP", 1_200, 8_800),
        ("320", "DIAG", 450, 9_600),
        ("320", "DC", 40, 187_000),
        ("120", "OPFUP", 900, 7_200),
        ("120", "OPPROC", 210, 19_800),
        ("120", "DC", 90, 172_300),
        ("502", "OPFUP", 800, 8_100),
        ("502", "OPPROC", 240, 20_400),
        ("502", "DC", 70, 98_600),
        ("101", "OPFUP", 1_000, 7_700),
        ("101", "OPPROC", 330, 26_100),
        ("101", "DC", 80, 141_500),
        ("340", "OPFUP", 1_300, 9_900),
        ("340", "DIAG", 380, 13_400),
        ("400", "OPFUP", 1_200, 10_900),
        ("400", "DIAG", 280, 0),
        ("410", "OPFUP", 2_100, 9_300),
    ];

    /// <summary>Writes prices.csv, mff.csv and expected.csv as they were on a day.</summary>
    /// <param name="years">Those whose lists were known.</param>
    /// <param name="present">Lists of the years before it are lower.</param>
    /// <param name="isInHindsight">After prices were published for a time that had passed.</param>
    public static void Write(string folder, IReadOnlyList<FinancialYear> years, FinancialYear present, bool isInHindsight)
    {
        File.WriteAllText(Path.Combine(folder, "prices.csv"), WritePrices(years, present, isInHindsight));
        File.WriteAllLines(
            Path.Combine(folder, "mff.csv"),
            Factors
                .Select(f => Invariant($"{f.Provider},{f.FactorPpm},{years[0].Start:yyyy-MM-dd},,{DemoArea.MoneySource}"))
                .Prepend("provider,factorPpm,from,to,source")
        );
        var firsts = DemoArea.Specialties.Select(s => (Tfc: s.Code, Pod: "OPFA", PerMille: 1_000L));
        File.WriteAllLines(
            Path.Combine(folder, "expected.csv"),
            firsts
                .Concat(Pathways.Select(p => (p.Tfc, p.Pod, p.PerMille)))
                .OrderBy(e => e.Tfc, StringComparer.Ordinal)
                .Select(e => Invariant($"{e.Tfc},,,{e.Pod},{e.PerMille},{years[0].Start:yyyy-MM-dd},{DemoArea.MoneySource}"))
                .Prepend("tfc,priority,provider,pod,quantityPerMille,from,source")
        );
    }

    /// <summary>What is committed for a choice at a provider in the end, at the prices that are published in hindsight.</summary>
    public static Money FindCommitted(string tfc, string provider) =>
        Pathways
            .Where(p => p.Tfc == tfc && p.Pence > 0)
            .Aggregate(FindFirst(tfc, provider), (sum, p) => sum + Scale(p.Pence, p.Pod, provider).Share(p.PerMille, 1_000));

    /// <summary>Of that, the first attendance.</summary>
    static Money FindFirst(string tfc, string provider) =>
        provider == LocalClinic && tfc == LocalTfc
            ? new(LocalPence)
            : Scale(DemoArea.Specialties.FirstOrDefault(s => s.Code == tfc).Pence, "OPFA", provider);

    static Money Scale(long pence, string pod, string provider) =>
        pod == "DIAG" || Factors.FirstOrDefault(f => f.Provider == provider).FactorPpm is not (> 0 and var factor)
            ? new(pence)
            : new Money(pence).Share(factor, 1_000_000);

    static string WritePrices(IReadOnlyList<FinancialYear> years, FinancialYear present, bool isInHindsight)
    {
        var text = new StringBuilder("list,kind,provider,tfc,hrg,pod,pence,mff,from,to,source,corrects,correctedBy\n");
        foreach (var year in years)
        {
            var behind = present.Starting - year.Starting;
            long Lower(long pence) => new Money(pence).Share(1_000 - (YearlyPerMille * behind), 1_000).Pence;
            void Add(
                string list,
                string kind,
                string provider,
                string tfc,
                string pod,
                long pence,
                char isScaled,
                DateOnly from,
                string reason = ""
            ) =>
                text.Append(Invariant($"{list},{kind},{provider},{tfc},,{pod},{Lower(pence)},{isScaled},"))
                    .Append(Invariant($"{from:yyyy-MM-dd},{year.End:yyyy-MM-dd},{DemoArea.MoneySource},"))
                    .Append(reason.Length == 0 ? ",\n" : $"{reason},{Corrector}\n");

            var national = Invariant($"national-{year.Starting}");
            foreach (var (tfc, _, pence) in DemoArea.Specialties)
                Add(national, "national", "", tfc, "OPFA", pence, 'y', year.Start);
            foreach (var (tfc, pod, _, pence) in Pathways)
            {
                if ((tfc, pod) == NeverPriced || (!isInHindsight && (tfc, pod) == PricedLate))
                    continue;
                var (kind, isScaled) = pod == "DIAG" ? ("unbundled", 'n') : ("national", 'y');
                Add(national, kind, "", tfc, pod, pence, isScaled, year.Start, (tfc, pod) == PricedLate ? "Priced late" : "");
            }

            Add(Invariant($"local-{year.Starting}"), "local", LocalClinic, LocalTfc, "OPFA", LocalPence, 'n', year.Start);
            if (isInHindsight && behind == 0)
            {
                var first = DemoArea.Specialties.First(s => s.Code == RaisedTfc).Pence;
                Add(
                    national,
                    "national",
                    "",
                    RaisedTfc,
                    "OPFA",
                    first + RaisedByPence,
                    'y',
                    year.Start.AddMonths(1),
                    "Raised in hindsight"
                );
            }
        }

        return text.ToString();
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
