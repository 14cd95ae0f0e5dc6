using System.Globalization;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Checks;

/// <summary>What may be meant, and yet has gone wrong elsewhere: shown, and stops nothing.</summary>
sealed class HintChecks
{
    readonly Configuration configuration;
    readonly DateOnly today;
    readonly List<ConfigurationFault> faults;
    readonly Memberships memberships;
    readonly Dictionary<string, CommissioningScope> scopes;
    readonly Dictionary<string, long> patients;

    HintChecks(Configuration configuration, DateOnly today, List<ConfigurationFault> faults)
    {
        (this.configuration, this.today, this.faults) = (configuration, today, faults);
        memberships = new(configuration);
        scopes = configuration.Scopes.ToDictionary(s => s.Id, StringComparer.Ordinal);
        patients = configuration
            .Population.GroupBy(p => p.Practice, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, CountLatest, StringComparer.Ordinal);
    }

    public static void Check(Configuration configuration, DateOnly today, List<ConfigurationFault> faults)
    {
        var checks = new HintChecks(configuration, today, faults);
        checks.CheckContacts();
        foreach (var set in configuration.PlanSets)
        {
            checks.CheckRisk(set);
            checks.CheckPopulation(set);
            checks.CheckBodiesOn(set);
        }

        checks.CheckSchemes();
        checks.CheckCalendar();
    }

    /// <summary>Whoever is paid, asked or answered to needs somebody whom people can ask.</summary>
    void CheckContacts()
    {
        foreach (var body in configuration.Bodies.Where(b => b.Contact is null && b.Period.Covers(today)))
            faults.AddWarning(body.Place, body.Id, $"{body.Name} has no contact; add whom its members and the public ask");
    }

    /// <summary>
    /// Rare and costly care is best commissioned for many people together: with money of its own a single practice can be broken by
    /// one patient.
    /// </summary>
    void CheckRisk(PlanSet set)
    {
        var risk = scopes[set.Scope].StrategicRisk;
        if (set.Money != MoneyMode.Real || risk is not (StrategicRisk.High or StrategicRisk.Specialised))
            return;
        foreach (var holder in set.Holders.Where(IsSinglePractice))
            faults.AddWarning(
                set.Place,
                set.Id,
                $"{holder} is a single practice with real money for {set.Scope}, whose risk is {risk.ToString().ToLowerInvariant()}; "
                    + "let several hold it together, pool the risk, or make the money indicative"
            );
    }

    void CheckPopulation(PlanSet set)
    {
        if (scopes[set.Scope].MinPopulation is not { } least)
            return;
        var day = set.Period.Covers(today) ? today : set.Period.From;
        foreach (var holder in set.Holders)
            if (CountPeople(holder, day) is { } people && people < least)
                faults.AddWarning(
                    set.Place,
                    set.Id,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{holder} serves {people:N0} people and {set.Scope} asks for {least:N0}; below that chance decides more than "
                    ) + "anybody's work, so judge it by the range of chance, or let several hold it together"
                );
    }

    /// <summary>A plan that begins after its holder has ended is a slip in one of the two dates.</summary>
    void CheckBodiesOn(PlanSet set)
    {
        var from = set.Period.From;
        foreach (var id in set.Holders.Append(set.Commissioner).Distinct(StringComparer.Ordinal))
            if (memberships.FindBody(id, from) is { } body && !body.Period.Covers(from))
                faults.AddWarning(
                    set.Place,
                    set.Id,
                    $"{id} is not there on {from:yyyy-MM-dd}, when the plan begins ({body.Place}); put one of the dates right, or name "
                        + "its successor"
                );
    }

    void CheckSchemes()
    {
        foreach (var scheme in configuration.Schemes)
            if (scheme.Parts.Any(p => p.Pay == "share") && !scheme.Parts.Any(p => p.OnlyIfAnyMarker || p.OnlyIfAllMarkers))
                faults.AddWarning(
                    scheme.Place,
                    scheme.Id,
                    "savings are paid whatever becomes of quality; add markers and onlyIfAnyMarker or onlyIfAllMarkers, or accept it"
                );
    }

    /// <summary>A month that the calendar lacks can never be closed. Later years of a plan may still be unknown.</summary>
    void CheckCalendar()
    {
        var months = configuration.Calendar.Select(m => m.Month).ToHashSet();
        foreach (var year in configuration.PlanSets.Where(s => !s.IsExample).GroupBy(s => FinancialYear.FromDate(s.Period.From)))
        {
            var missing = year.Key.Months.Where(m => !months.Contains(m)).ToList();
            if (missing.Count > 0)
                faults.AddWarning(
                    year.First().Place,
                    year.First().Id,
                    $"calendar.csv lacks {missing.Count} of the 12 months of {year.Key}, from {missing[0]:yyyy-MM} on; add them, or they "
                        + "cannot be closed"
                );
        }
    }

    bool IsSinglePractice(string holder) =>
        PayingOrder.IsPractice(holder) || (memberships.FindBody(holder, today)?.Ods is { } ods && PayingOrder.IsPractice(ods));

    /// <summary>As the row of the body says, else as its lists add up; null where one of them is not known.</summary>
    long? CountPeople(string holder, DateOnly day)
    {
        if (memberships.FindBody(holder, day)?.Population is { } given)
            return given;
        if (CountList(holder, day) is { } list)
            return list;
        long sum = 0;
        var practices = memberships.FindAllMembers(holder, day).Where(IsSinglePractice).ToList();
        foreach (var practice in practices)
            if (CountList(practice, day) is { } one)
                sum += one;
            else
                return null;
        return practices.Count == 0 ? null : sum;
    }

    /// <summary>The list of one practice by its id or its ODS code; null where it is not known.</summary>
    long? CountList(string practice, DateOnly day) =>
        patients.TryGetValue(practice, out var list)
        || (memberships.FindBody(practice, day)?.Ods is { } ods && patients.TryGetValue(ods, out list))
            ? list
            : null;

    static long CountLatest(IEnumerable<PopulationBand> bands)
    {
        var latest = bands.GroupBy(b => b.AsOf).MaxBy(g => g.Key)!;
        return latest.Sum(b => b.Patients);
    }
}
