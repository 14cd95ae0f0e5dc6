using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Calendars;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Activity;

/// <summary>
/// Counts the log per practice, specialty, provider and month. Made from events alone, so it can be thrown away and
/// built again, and each number can be traced to the events it counts.
/// </summary>
sealed class ActivityProjection : IProjection
{
    public string Name => "activity";

    public async Task ProjectAsync(HubDbContext db, IReadOnlyList<LogEvent> events, CancellationToken cancellationToken)
    {
        var read = events.Select(e => (Event: e, Data: EventData.Read(e.Data))).ToList();
        var ids = events.Select(e => e.Referral).Distinct().ToList();
        var referrals = await db
            .ActivityReferrals.AsTracking()
            .Where(r => ids.Contains(r.Referral))
            .ToDictionaryAsync(r => r.Referral, cancellationToken);
        var months = await LoadMonthsAsync(db, read, [.. referrals.Values], cancellationToken);
        foreach (var (e, data) in read)
        {
            if (!referrals.TryGetValue(e.Referral, out var referral))
            {
                referral = new()
                {
                    Referral = e.Referral,
                    Practice = data.Practice ?? ActivityMonth.Unknown,
                    Received = data.Received ?? e.At,
                };
                referrals[e.Referral] = referral;
                db.ActivityReferrals.Add(referral);
            }

            Count(e, data, referral, (specialty, provider, month) => Month(db, months, referral.Practice, specialty, provider, month));
        }
    }

    public async Task ClearAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        await db.ActivityMonths.ExecuteDeleteAsync(cancellationToken);
        await db.ActivityReferrals.ExecuteDeleteAsync(cancellationToken);
    }

    static void Count(LogEvent e, EventData data, ActivityReferral referral, Func<string, string, DateOnly, ActivityMonth> month)
    {
        var at = month(data.Specialty ?? ActivityMonth.Unknown, "", FinancialCalendar.FindMonth(e.At));
        switch (e.Type)
        {
            case EventTypes.Received:
                at.Received++;
                break;
            case EventTypes.SentToReview:
                at.SentToReview++;
                break;
            case EventTypes.InformationRequested:
                at.InformationRequested++;
                break;
            case EventTypes.Accepted when data.Reason is ReasonCodes.FastTrack or ReasonCodes.DeadlineForwarded:
                at.FastTracked++;
                break;
            case EventTypes.Accepted when data.Reason is ReasonCodes.AcceptedByRule:
                at.AcceptedByRule++;
                break;
            case EventTypes.Accepted:
                at.AcceptedByClinician++;
                break;
            case EventTypes.Returned:
                at.Returned++;
                break;
            case EventTypes.Escalated when data.Rung is null or EscalationRung.TeamLead:
                at.DeadlinesPassed++;
                break;
            case EventTypes.Chosen:
                Choose(e, data, referral, month);
                break;
            case EventTypes.Declined:
                month(data.Specialty ?? ActivityMonth.Unknown, data.Provider ?? "", FinancialCalendar.FindMonth(e.At)).Declined++;
                TakeBack(e, referral, month);
                break;
            case EventTypes.HandedOver:
                month(data.Specialty ?? ActivityMonth.Unknown, data.Provider ?? "", FinancialCalendar.FindMonth(e.At)).HandedOver++;
                break;
            case EventTypes.Cancelled or EventTypes.EnteredInError:
                at.Cancelled++;
                TakeBack(e, referral, month);
                break;
            // An amendment before dispatch starts again, so what had been chosen no longer stands.
            case EventTypes.Amended when data.Stage == Stage.Received:
                TakeBack(e, referral, month);
                break;
        }
    }

    /// <summary>A choice without a price commits nothing, stands all the same, and is told by that (Budgets, UnpricedChoices).</summary>
    static void Choose(LogEvent e, EventData data, ActivityReferral referral, Func<string, string, DateOnly, ActivityMonth> month)
    {
        TakeBack(e, referral, month);
        (referral.Specialty, referral.Provider, referral.ChosenAt, referral.CommittedPence) = (
            data.Specialty ?? ActivityMonth.Unknown,
            data.Provider ?? "",
            e.At,
            data.Pence ?? 0
        );
        var at = month(referral.Specialty, referral.Provider, FinancialCalendar.FindMonth(e.At));
        at.Chosen++;
        at.DaysInHub += Math.Max(0, WorkingDays.LocalDate(e.At).DayNumber - WorkingDays.LocalDate(referral.Received).DayNumber);
        at.CommittedPence = checked(at.CommittedPence + referral.CommittedPence);
    }

    /// <summary>Counts in the month in which it happens, as in the books, so that the month of the choice stays as it was.</summary>
    static void TakeBack(LogEvent e, ActivityReferral referral, Func<string, string, DateOnly, ActivityMonth> month)
    {
        if (referral.ChosenAt is null)
            return;
        if (referral.CommittedPence != 0)
            month(referral.Specialty!, referral.Provider!, FinancialCalendar.FindMonth(e.At)).CommittedPence -= referral.CommittedPence;
        (referral.ChosenAt, referral.CommittedPence) = (null, 0);
    }

    static async Task<Dictionary<(string, string, string, DateOnly), ActivityMonth>> LoadMonthsAsync(
        HubDbContext db,
        List<(LogEvent Event, EventData Data)> read,
        IReadOnlyCollection<ActivityReferral> referrals,
        CancellationToken cancellationToken
    )
    {
        // A referral counts for the practice that it came from; a later event may name another, or none.
        var practices = read.Select(r => r.Data.Practice ?? ActivityMonth.Unknown)
            .Concat(referrals.Select(r => r.Practice))
            .Distinct()
            .ToList();
        var months = read.Select(r => FinancialCalendar.FindMonth(r.Event.At)).Distinct().ToList();
        var rows = await db
            .ActivityMonths.AsTracking()
            .Where(m => practices.Contains(m.Practice) && months.Contains(m.Month))
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(m => (m.Practice, m.Specialty, m.Provider, m.Month));
    }

    static ActivityMonth Month(
        HubDbContext db,
        Dictionary<(string, string, string, DateOnly), ActivityMonth> months,
        string practice,
        string specialty,
        string provider,
        DateOnly month
    )
    {
        if (months.TryGetValue((practice, specialty, provider, month), out var row))
            return row;
        row = new()
        {
            Practice = practice,
            Specialty = specialty,
            Provider = provider,
            Month = month,
        };
        db.ActivityMonths.Add(row);
        return months[(practice, specialty, provider, month)] = row;
    }
}
