using System.Globalization;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo.Books;

/// <summary>Who is on the practices' lists, by sex and age, counted each quarter; and how much care such lists need. Made up.</summary>
static class DemoPopulation
{
    /// <summary>Planted: one practice has many old patients, and so needs more care than its list says.</summary>
    const int OldPractice = 21;
    const int MonthsOfQuarter = 3;
    const int WorkingAges = 2;

    /// <summary>Ages with their share of a list, of that of the old practice, and the care that a patient needs, in thousandths.</summary>
    static readonly (int From, int? To, long PerMille, long OldPerMille, long Need)[] Ages =
    [
        (0, 4, 55, 35, 700),
        (5, 15, 128, 88, 450),
        (16, 44, 375, 262, 700),
        (45, 64, 262, 258, 1_150),
        (65, 74, 98, 178, 1_900),
        (75, 84, 60, 128, 2_350),
        (85, null, 22, 51, 2_200),
    ];

    /// <summary>Writes population.csv and need.csv as they were on a day.</summary>
    public static void Write(string folder, DemoArea area, IReadOnlyList<FinancialYear> years, DateOnly on)
    {
        var quarter = new DateOnly(on.Year, on.Month - ((on.Month - 1) % MonthsOfQuarter), 1);
        // The quarter before each year began, and the last.
        var counts = years.Select(y => y.Start.AddMonths(-MonthsOfQuarter)).Append(quarter).Where(d => d <= on).Distinct().ToList();
        File.WriteAllLines(
            Path.Combine(folder, "population.csv"),
            counts
                .SelectMany(day => area.Practices.SelectMany((p, i) => Count(p, i).Select(b => Write(p, day, b))))
                .Prepend("practice,asOf,sex,ageFrom,ageTo,patients")
        );
        File.WriteAllLines(
            Path.Combine(folder, "need.csv"),
            years
                .SelectMany(y => area.Practices.Select((p, i) => WriteNeed(p.Ods, FindNeed(p, i), y)))
                .Prepend("practice,weightedPopulation,from,source")
        );
    }

    /// <summary>Patients weighted by the care that their age needs.</summary>
    public static long FindNeed(DemoArea.DemoPractice practice, int index) =>
        Count(practice, index).Sum(b => b.Patients * Ages[b.Age].Need) / 1_000;

    /// <summary>Bands that add up to the list; what is left of rounding goes to the working ages.</summary>
    static IEnumerable<(string Sex, int Age, long Patients)> Count(DemoArea.DemoPractice practice, int index)
    {
        var women = practice.ListSize * 505L / 1_000;
        foreach (var (sex, people) in new[] { ("female", women), ("male", practice.ListSize - women) })
        {
            var bands = Ages.Select(a => people * (index == OldPractice ? a.OldPerMille : a.PerMille) / 1_000).ToArray();
            bands[WorkingAges] += people - bands.Sum();
            for (var age = 0; age < bands.Length; age++)
                yield return (sex, age, bands[age]);
        }
    }

    static string Write(DemoArea.DemoPractice practice, DateOnly day, (string Sex, int Age, long Patients) band) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{practice.Ods},{day:yyyy-MM-dd},{band.Sex},{Ages[band.Age].From},{Ages[band.Age].To},{band.Patients}"
        );

    static string WriteNeed(string ods, long need, FinancialYear year) =>
        string.Create(CultureInfo.InvariantCulture, $"{ods},{need},{year.Start:yyyy-MM-dd},{DemoArea.MoneySource}");
}
