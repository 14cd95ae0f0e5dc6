using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>What the log says was agreed, read without any rule of the ledger.</summary>
sealed class PlanFacts
{
    readonly Dictionary<(string Line, int Year), Money> agreed = [];
    readonly Dictionary<string, Dictionary<DateOnly, Money>> authority = new(StringComparer.Ordinal);

    /// <summary>The last load of the arrangements; null before the first.</summary>
    public Guid? Load { get; private set; }

    public IEnumerable<string> Lines => authority.Keys;

    /// <summary>By the first day of the month from which each difference holds.</summary>
    public IReadOnlyDictionary<DateOnly, Money> FindAuthority(string line) =>
        authority.GetValueOrDefault(line) ?? new Dictionary<DateOnly, Money>();

    /// <param name="through">The place up to which the book has read the log.</param>
    public static async Task<PlanFacts> ReadAsync(HubDbContext db, long through, CancellationToken cancellationToken)
    {
        List<string> types = [BookEventTypes.ConfigurationLoaded, BookEventTypes.PlanAgreed, BookEventTypes.PlanSuperseded];
        var events = await db
            .Log.AsNoTracking()
            .Where(e => e.Position <= through && types.Contains(e.Type))
            .OrderBy(e => e.Position)
            .ToListAsync(cancellationToken);
        var (facts, arrangements) = (new PlanFacts(), BookRebuild.FindArrangements(db));
        foreach (var e in events)
            if (e.Type == BookEventTypes.ConfigurationLoaded)
                facts.Load = BookEventData.Read(e.Data).Hash is null ? facts.Load : e.Referral;
            else if (BookEventData.Read(e.Data) is { Plan: { } set, Holder: { } holder, Pence: >= 0 and var pence } data)
            {
                var from =
                    data.EffectiveFrom
                    ?? (await arrangements.FindAsync(facts.Load, cancellationToken))
                        .Configuration.PlanSets.FirstOrDefault(s => s.Id == set)
                        ?.Period.From
                    ?? WorkingDays.LocalDate(e.At);
                facts.Agree(BookLines.FindId(set, holder), from, new(pence));
            }

        return facts;
    }

    void Agree(string line, DateOnly from, Money amount)
    {
        var key = (line, FinancialYear.FromDate(from).Starting);
        if (!authority.TryGetValue(line, out var months))
            authority[line] = months = [];
        var month = from.FirstOfMonth;
        months[month] = months.GetValueOrDefault(month) + amount - agreed.GetValueOrDefault(key);
        agreed[key] = amount;
    }
}
