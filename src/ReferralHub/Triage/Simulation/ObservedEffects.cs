using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Triage.Simulation;

/// <summary>What reviews and questions took and brought in a period, counted from the log.</summary>
sealed class ObservedEffects
{
    const int EventsAtOnce = 5_000;
    const double Z = 1.96;
    static readonly string[] Types = [EventTypes.SentToReview, EventTypes.InformationRequested, EventTypes.InformationReceived, EventTypes.Accepted, EventTypes.Returned, EventTypes.Chosen, EventTypes.Amended];
    double reviewDays;
    double answerDays;
    int decided;
    int returned;
    int answered;
    long pence;
    int priced;

    public static async Task<ObservedEffects> CountAsync(HubDbContext db, SimulationScope scope, CancellationToken cancellationToken)
    {
        var found = new ObservedEffects();
        var (from, to) = (scope.From.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), scope.To.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        var since = new Dictionary<Guid, (string Type, DateTime At)>();
        for (var last = Guid.Empty; ;)
        {
            var events = await db.Log.AsNoTracking().Where(e => e.At >= from && e.At < to && Types.Contains(e.Type) && e.Id > last).OrderBy(e => e.Id).Take(EventsAtOnce).ToListAsync(cancellationToken);
            foreach (var e in events) found.Add(e.Referral, e.Type, e.At, () => EventData.Read(e.Data).Pence, since);
            if (events.Count < EventsAtOnce) return found;
            last = events[^1].Id;
        }
    }

    public SimulationEffects On(SimulationReport report, SimulationScope scope)
    {
        double? review = decided > 0 ? reviewDays / decided : null;
        double? answer = answered > 0 ? answerDays / answered : null;
        var (low, high) = Interval(returned, decided);
        var effects = new SimulationEffects(review, answer, decided, returned, priced > 0 ? pence / priced : null, report.ReviewsAdded * scope.MinutesPerReview, null,
            decided == 0 ? null : report.ReviewsAdded * low, decided == 0 ? null : report.ReviewsAdded * high);
        return effects with { DaysAdded = effects.DaysOf(report.ReviewsAdded, report.QuestionsAdded) };
    }

    /// <summary>Wilson's interval of a share, 95 %.</summary>
    internal static (double Low, double High) Interval(int hits, int of)
    {
        if (of == 0) return (0, 1);
        var share = (double)hits / of;
        var centre = share + (Z * Z / (2 * of));
        var spread = Z * Math.Sqrt((share * (1 - share) / of) + (Z * Z / (4.0 * of * of)));
        var whole = 1 + (Z * Z / of);
        return (Math.Max(0, (centre - spread) / whole), Math.Min(1, (centre + spread) / whole));
    }

    void Add(Guid referral, string type, DateTime at, Func<long?> price, Dictionary<Guid, (string Type, DateTime At)> since)
    {
        if (type == EventTypes.Chosen)
        {
            if (price() is not { } paid) return;
            pence += paid;
            priced++;
            return;
        }

        if (since.Remove(referral, out var before))
        {
            var days = (at - before.At).TotalDays;
            if (before.Type == EventTypes.SentToReview)
            {
                decided++;
                reviewDays += days;
                if (type == EventTypes.Returned) returned++;
            }
            else
            {
                answered++;
                answerDays += days;
            }
        }

        if (type is EventTypes.SentToReview or EventTypes.InformationRequested) since[referral] = (type, at);
    }
}
