using System.Globalization;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo;

/// <summary>
/// A fictitious area: 24 practices, 12 providers, about 70 services, prices and budgets. No place, organisation or
/// person in it exists; every amount of money is made up and marked so. The same seed gives the same area.
/// </summary>
sealed class DemoArea
{
    public const string MoneySource = "Fictitious demonstration figure";
    internal const double CentreLatitude = 52.9;
    internal const double CentreLongitude = -1.6;

    static readonly string[] PracticeNames =
    [
        "Alder Lane",
        "Bramble Hill",
        "Canal Side",
        "Dove Street",
        "Elm Tree",
        "Ferry Road",
        "Green Gate",
        "Hawthorn",
        "Ivy House",
        "Juniper",
        "Kiln Yard",
        "Larch Avenue",
        "Mill Brook",
        "North Field",
        "Old Forge",
        "Park View",
        "Quarry Bank",
        "Rose Walk",
        "Station Road",
        "Thorn Common",
        "Upper Meadow",
        "Vale End",
        "Willow Bank",
        "Yew Court",
    ];

    /// <summary>Specialties with their share of referrals and a made-up first-attendance price in pence.</summary>
    public static readonly (string Code, double Share, long Pence)[] Specialties =
    [
        ("110", 0.17, 15_200),
        ("130", 0.14, 12_400),
        ("330", 0.13, 13_100),
        ("301", 0.09, 17_300),
        ("320", 0.09, 16_900),
        ("120", 0.09, 12_900),
        ("502", 0.08, 14_800),
        ("101", 0.07, 14_100),
        ("340", 0.05, 18_600),
        ("400", 0.05, 21_400),
        ("410", 0.04, 19_700),
    ];

    public sealed record DemoPractice(string Ods, string Name, int ListSize, Place Place, double RatePerDay);

    public IReadOnlyList<DemoPractice> Practices { get; }

    DemoArea(IReadOnlyList<DemoPractice> practices) => Practices = practices;

    /// <summary>Writes the area's files for the directory loaders and returns what the generator of referrals needs.</summary>
    /// <param name="providerUrl">Where the demonstration provider takes messages.</param>
    public static DemoArea Write(string folder, int seed, string providerUrl, DateOnly today)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(seed);
        var practices = PracticeNames
            .Select(
                (name, i) =>
                    new DemoPractice(
                        $"Z8{1001 + i:0000}",
                        $"{name} Practice (fictitious)",
                        4_000 + (random.Next(90) * 100),
                        new(CentreLatitude + ((random.NextDouble() - 0.5) * 0.4), CentreLongitude + ((random.NextDouble() - 0.5) * 0.6)),
                        0
                    )
            )
            .ToList();
        var listTotal = practices.Sum(p => (double)p.ListSize);
        practices = practices.ConvertAll(p => p with { RatePerDay = p.ListSize / listTotal });
        // Planted: one practice refers far more than its list explains.
        practices[5] = practices[5] with
        {
            RatePerDay = practices[5].RatePerDay * 2.3,
        };

        File.WriteAllLines(
            Path.Combine(folder, "practices.csv"),
            practices
                .Select(p =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{p.Ods},{p.Name},{p.ListSize},{p.Place.Latitude:0.0000},{p.Place.Longitude:0.0000}"
                    )
                )
                .Prepend("ods,name,listSize,latitude,longitude")
        );
        File.WriteAllLines(
            Path.Combine(folder, "commissioners.csv"),
            practices
                .Select(
                    (p, i) =>
                        i < practices.Count / 2 ? (DemoPeople.Commissioner, "North", p.Ods) : (DemoPeople.CommissionerB, "South", p.Ods)
                )
                .Select(c => $"{c.Item1},{c.Item2} Board (fictitious),{c.Ods},2023-04-01,")
                .Prepend("body,name,practice,from,until")
        );
        File.WriteAllLines(
            Path.Combine(folder, "interests.csv"),
            ["practice,provider,nature,from,to", $"{practices[2].Ods},NZ706,ownership (fictitious),2025-04-01,"]
        );
        // One reviewer works for a community provider as well and must leave its specialties to colleagues.
        File.WriteAllLines(
            Path.Combine(folder, "reviewer-interests.csv"),
            ["reviewer,provider,nature,from,to", $"{DemoPeople.ReviewerB},NZ705,employment (fictitious),2025-04-01,"]
        );
        File.WriteAllLines(
            Path.Combine(folder, "prices.csv"),
            Specialties
                .Select(s => $"{s.Code},,{s.Pence},2026-04-01,{MoneySource}")
                .Prepend("specialty,provider,pence,effectiveFrom,source")
        );
        File.WriteAllBytes(Path.Combine(folder, "services.fhir.json"), DemoServices.Write(random, providerUrl, today));
        return new(practices);
    }

    /// <summary>
    /// Budgets for first attendances in proportion to list size, such that some practices are heading over theirs. Written once the volume
    /// of referrals is known, and left alone by later starts.
    /// </summary>
    public void WriteBudgets(string folder, int referralsPerYear, DateOnly today)
    {
        var year = FinancialYear.FromDate(today).Starting;
        var average = Specialties.Sum(s => s.Share * s.Pence);
        var lists = Practices.Sum(p => (double)p.ListSize);
        File.WriteAllLines(
            Path.Combine(folder, "budgets.csv"),
            Practices
                .Select(p => $"{p.Ods},{year},{(long)(p.ListSize / lists * referralsPerYear * average)},{MoneySource}")
                .Prepend("practice,yearStarting,pence,source")
        );
    }
}
