using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Commissioning;

/// <summary>
/// An area with several arrangements side by side: a practice by itself, a locality whose practices share, an integrated body of two
/// practices and a provider, a regional group for specialised care, and a board of health and council.
/// </summary>
static class TestArrangements
{
    static readonly EffectivePeriod Long = new(new(2010, 4, 1), null);
    static readonly ActivitySource[] FromGp = [ActivitySource.Gp];

    public static readonly Configuration Area = new()
    {
        Bodies =
        [
            Row("QXX", "Demonstration Commissioner", "commissioner") with
            {
                Ods = "QXX",
                ReportsTo = "Y99",
            },
            Row("LOC-N", "North Locality", "locality") with
            {
                ReportsTo = "QXX",
                Contact = "Locality lead",
            },
            Row("Z81001", "Alder Lane Practice", "practice") with
            {
                Ods = "Z81001",
                ReportsTo = "QXX",
            },
            Row("Z81002", "Bramble Hill Practice", "practice") with
            {
                Ods = "Z81002",
                ReportsTo = "QXX",
            },
            Row("Z81003", "Canal Side Practice", "practice") with
            {
                Ods = "Z81003",
                ReportsTo = "QXX",
            },
            Row("Z81007", "Green Gate Practice", "practice") with
            {
                Ods = "Z81007",
                ReportsTo = "QXX",
            },
            Row("Z81008", "Hawthorn Practice", "practice") with
            {
                Ods = "Z81008",
                ReportsTo = "QXX",
            },
            Row("Z81009", "Ivy House Practice", "practice") with
            {
                Ods = "Z81009",
                ReportsTo = "QXX",
            },
            Row("ICO-E", "East Integrated Care", "integrated") with
            {
                ReportsTo = "QXX",
            },
            Row("REG-SCG", "Regional specialised group", "group") with
            {
                ReportsTo = "Y99",
            },
            Row("LA-E09", "Demonstration Council", "council"),
            Row("JCB", "Joint board", "joint"),
            Row("NZ704", "Hillview Community Services", "provider") with
            {
                Ods = "NZ704",
            },
        ],
        Members =
        [
            Member("LOC-N", "Z81001"),
            Member("LOC-N", "Z81002") with
            {
                Period = new(new(2024, 4, 1), new(2026, 9, 30)),
            },
            Member("LOC-N", "Z81003"),
            Member("ICO-E", "Z81008"),
            Member("ICO-E", "Z81009"),
            Member("ICO-E", "NZ704", "provider-arm"),
            Member("JCB", "QXX"),
            Member("JCB", "LA-E09"),
        ],
        Scopes =
        [
            Scope("specialised", "Services that a specialised group commissions", new ScopePart { Specialised = true }) with
            {
                StrategicRisk = StrategicRisk.Specialised,
            },
            Scope(
                "elective-opd",
                "Outpatient care that a GP asked for",
                new ScopePart { Sources = FromGp, Pods = ["OPFA", "OPFUP", "OPPROC"] }
            ),
            Scope("total", "All hospital and community care", new ScopePart()),
            Scope("older-people", "Community and social care of people over 75", new ScopePart { Pods = ["COMM", "SOCIAL"], AgeFrom = 75 }),
            Scope("rest", "All that no other line holds", new ScopePart()),
        ],
        PlanSets =
        [
            Plan("single-2026", "412300.00", ["Z81007"], Historic(("Z81007", "412300.00"))) with
            {
                Agreed = Agreed("Z81007", "QXX"),
            },
            Plan(
                "loc-n-2026",
                "1000000.00",
                ["Z81001", "Z81002", "Z81003"],
                Historic(("Z81001", "260000.00"), ("Z81002", "330000.00"), ("Z81003", "410000.00")),
                FairShares(300, ("Z81001", 5100), ("Z81002", 7333), ("Z81003", 9001)),
                Limit(20)
            ) with
            {
                Period = new(Begins, 3),
                RollUp = "LOC-N",
                Agreed = Agreed("LOC-N", "QXX"),
                Carry = new Dictionary<string, string> { ["overspend"] = "within-period" },
            },
            Plan("example-2026", "9.00", ["Z81001"], Historic(("Z81001", "9.00"))) with
            {
                IsExample = true,
            },
            Plan("scg-2026", "4200000.00", ["REG-SCG"], Historic(("REG-SCG", "4200000.00"))) with
            {
                Commissioner = "REG-SCG",
                Scope = "specialised",
                Money = MoneyMode.Pooled,
                Contributors = new Dictionary<string, Money> { ["QXX"] = Pounds("4200000.00") },
            },
            Plan("ico-e-2026", "21400000.00", ["ICO-E"], Capitation(17_833, "1200.02"), Adjust("43.34")) with
            {
                Scope = "total",
                Money = MoneyMode.Real,
                Period = new(Begins, 3),
                Prices = PriceBasis.Local,
            },
            Plan("joint-2026", "3000000.00", ["JCB"], Historic(("JCB", "3000000.00"))) with
            {
                Commissioner = "JCB",
                Scope = "older-people",
                Money = MoneyMode.Pooled,
                Contributors = new Dictionary<string, Money> { ["QXX"] = Pounds("1800000.00"), ["LA-E09"] = Pounds("1200000.00") },
            },
            Plan("rest-2026", "50000000.00", ["QXX"], Historic(("QXX", "50000000.00"))) with
            {
                Scope = "rest",
            },
        ],
        Schemes =
        [
            new(
                At,
                "saving-70",
                ["Z81007", "Z81001", "Z81002", "Z81003"],
                [
                    new(At, "freed-up", "share")
                    {
                        Parts = ["saving"],
                        PerMille = 700,
                        Use = "patient-services",
                        ApprovedBy = "QXX",
                    },
                    new(At, "participation", "per-patient") { Pence = 95, Use = "practice" },
                ]
            )
            {
                Combine = "largest",
                BeyondChance = "flag",
            },
        ],
        Decisions =
        [
            new(At, "make-or-buy", "total", "ICO-E") { Approves = "QXX", Above = Pounds("50000.00") },
            new(At, "contract", "elective-opd", "QXX") { AgentFor = ["LOC-N", "Z81007"] },
            new(At, "plan", "elective-opd", "QXX") { With = "holder", DueOn = "05-01" },
            new(At, "business-case", "rest", "QXX") { WithinWorkingDays = 40, Without = "interested" },
        ],
        Accountabilities = [new(At, "LOC-N", "QXX", "annual-report", "06-30"), new(At, "QXX", "public", "publication", "07-31")],
    };

    public static Body Row(string id, string name, string kind) => new(At, id, name, kind, Long);

    public static Membership Member(string body, string member, string role = "member") =>
        new(At, body, member, role, new(new(2024, 4, 1), null));

    public static CommissioningScope Scope(string id, string words, params ScopePart[] include) =>
        new(At, id, words, include, [], StrategicRisk.Low, null);

    public static PlanSet Plan(string id, string total, string[] holders, params SettingStep[] steps) =>
        Set(total, holders, steps) with
        {
            Id = id,
        };

    public static WrittenAgreement[] Agreed(string holder, string commissioner) =>
        [new(holder, "Demonstration Lead", new(2026, 4, 20)), new(commissioner, "Demonstration Commissioner", new(2026, 4, 28))];

    /// <summary>A first attendance that a practice's GP asked for.</summary>
    public static ActivityFacts FirstAttendance(string practice, DateOnly date) =>
        new(date, practice, ActivitySource.Gp, "110", PointsOfDelivery.FirstAttendance) { Age = 50 };
}
