using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Triage.Simulation;

/// <summary>What reviews and questions took and brought in a period, counted from the log.</summary>
sealed class ObservedEffects
{
    const int ReferralsAtOnce = 1_000;
    const double Z = 1.96;
    static readonly string[] Types =
    [
        EventTypes.SentToReview,
        EventTypes.InformationRequested,
        EventTypes.InformationReceived,
        EventTypes.Accepted,
        EventTypes.Returned,
        EventTypes.Chosen,
        EventTypes.Amended,
    ];
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
        var (from, to) = (
            scope.From.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            WorkingDays.NextDay(scope.To).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)
        );
        for (var last = Guid.Empty; ; )
        {
            var within = db.Log.AsNoTracking().Where(e => e.At >= from && e.At < to && Types.Contains(e.Type));
            var referrals = await within
                .Where(e => e.Referral > last)
                .Select(e => e.Referral)
                .Distinct()
                .OrderBy(r => r)
                .Take(ReferralsAtOnce)
                .ToListAsync(cancellationToken);
            if (referrals.Count == 0)
                return found;
            foreach (
                var referral in (await within.Where(e => referrals.Contains(e.Referral)).ToListAsync(cancellationToken)).GroupBy(e =>
                    e.Referral
                )
            )
                found.Add(referral.OrderBy(e => e.Version));
            last = referrals[^1];
        }
    }

    public SimulationEffects EstimateEffects(SimulationReport report, SimulationScope scope)
    {
        double? review = decided > 0 ? reviewDays / decided : null;
        double? answer = answered > 0 ? answerDays / answered : null;
        var (low, high) = Interval(returned, decided);
        var effects = new SimulationEffects(
            review,
            answer,
            decided,
            returned,
            priced > 0 ? pence / priced : null,
            report.ReviewsAdded * scope.MinutesPerReview,
            null,
            decided == 0 ? null : report.ReviewsAdded * low,
            decided == 0 ? null : report.ReviewsAdded * high
        );
        return effects with { DaysAdded = effects.EstimateDays(report.ReviewsAdded, report.QuestionsAdded) };
    }

    /// <summary>Wilson's interval of a share, 95 %.</summary>
    internal static (double Low, double High) Interval(int hits, int of)
    {
        if (of == 0)
            return (0, 1);
        var share = (double)hits / of;
        var centre = share + (Z * Z / (2 * of));
        var spread = Z * Math.Sqrt((share * (1 - share) / of) + (Z * Z / (4.0 * of * of)));
        var whole = 1 + (Z * Z / of);
        return (Math.Max(0, (centre - spread) / whole), Math.Min(1, (centre + spread) / whole));
    }

    /// <summary>The events of one referral in their order.</summary>
    void Add(IEnumerable<LogEvent> events)
    {
        LogEvent? waiting = null;
        foreach (var e in events)
        {
            if (e.Type == EventTypes.Chosen)
            {
                if (EventData.Read(e.Data).Pence is not { } paid)
                    continue;
                pence += paid;
                priced++;
                continue;
            }

            if (waiting is { Type: EventTypes.SentToReview })
            {
                decided++;
                reviewDays += (e.At - waiting.At).TotalDays;
                if (e.Type == EventTypes.Returned)
                    returned++;
            }
            else if (waiting is not null)
            {
                answered++;
                answerDays += (e.At - waiting.At).TotalDays;
            }

            waiting = e.Type is EventTypes.SentToReview or EventTypes.InformationRequested ? e : null;
        }
    }
}
