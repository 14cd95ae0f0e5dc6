using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Triage.Measures;

/// <summary>
/// The rows that a batch of events may change, tracked; those that are not there yet are made when they are first asked for.
/// </summary>
sealed class RuleDayRows
{
    const int TitleCharactersMax = 400;
    readonly HubDbContext db;
    readonly Dictionary<(DateOnly, string, string), RuleDay> days;
    readonly Dictionary<(DateOnly, string, string, string), RuleAvoided> avoided;
    readonly Dictionary<(DateOnly, string), SpecialtyPriceDay> prices;

    RuleDayRows(HubDbContext db, List<RuleDay> days, List<RuleAvoided> avoided, List<SpecialtyPriceDay> prices)
    {
        this.db = db;
        this.days = days.ToDictionary(d => (d.Day, d.Pack, d.Rule));
        this.avoided = avoided.ToDictionary(d => (d.Day, d.Pack, d.Rule, d.Specialty));
        this.prices = prices.ToDictionary(d => (d.Day, d.Specialty));
    }

    public static async Task<RuleDayRows> LoadAsync(
        HubDbContext db,
        RulePast past,
        IReadOnlyList<(LogEvent Event, EventData Data)> events,
        CancellationToken cancellationToken
    )
    {
        var triaged = past.Runs.Select(r => WorkingDays.LocalDate(r.At)).Distinct().ToList();
        var chosen = events
            .Where(e => e.Event.Type == EventTypes.Chosen)
            .Select(e => WorkingDays.LocalDate(e.Event.At))
            .Distinct()
            .ToList();
        return new(
            db,
            await db.RuleDays.AsTracking().Where(d => triaged.Contains(d.Day)).ToListAsync(cancellationToken),
            await db.RulesAvoided.AsTracking().Where(d => triaged.Contains(d.Day)).ToListAsync(cancellationToken),
            await db.SpecialtyPriceDays.AsTracking().Where(d => chosen.Contains(d.Day)).ToListAsync(cancellationToken)
        );
    }

    public RuleDay Find(RunOfRules run, RuleTrace trace)
    {
        var day = WorkingDays.LocalDate(run.At);
        var title = trace.Title.Length > TitleCharactersMax ? trace.Title[..TitleCharactersMax] : trace.Title;
        if (!days.TryGetValue((day, trace.Pack, trace.Rule), out var row))
        {
            row = new()
            {
                Pack = trace.Pack,
                Rule = trace.Rule,
                Day = day,
                Title = title,
            };
            db.RuleDays.Add(row);
            days[(day, trace.Pack, trace.Rule)] = row;
        }

        return row;
    }

    public void AddAvoided(RunOfRules run, RuleTrace trace, string? specialty, int count)
    {
        var day = WorkingDays.LocalDate(run.At);
        var key = (day, trace.Pack, trace.Rule, specialty ?? "");
        if (!avoided.TryGetValue(key, out var row))
        {
            row = new()
            {
                Pack = trace.Pack,
                Rule = trace.Rule,
                Specialty = specialty ?? "",
                Day = day,
            };
            db.RulesAvoided.Add(row);
            avoided[key] = row;
        }

        row.Count += count;
    }

    public void AddPrice(string specialty, DateOnly day, long pence)
    {
        if (!prices.TryGetValue((day, specialty), out var row))
        {
            row = new() { Specialty = specialty, Day = day };
            db.SpecialtyPriceDays.Add(row);
            prices[(day, specialty)] = row;
        }

        row.Count++;
        row.Pence += pence;
    }
}
