using ReferralHub.Activity;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Model;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books;

/// <summary>
/// Goes through events of the log in their order and has the ledger's rules post what they mean. It decides nothing of money itself: it
/// says which records an event needs, and in which words of the ledger an event of the log speaks.
/// </summary>
/// <param name="db">Where the log is, to ask when referrals were received.</param>
sealed partial class BookKeeper(BookRecords records, ArrangementsByLoad arrangements, HubDbContext db)
{
    /// <summary>Longer nobody waits; what a directory says beyond it is taken for a mistake.</summary>
    const int WaitDaysMax = 3_650;

    static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        EventTypes.Chosen,
        EventTypes.Declined,
        EventTypes.Cancelled,
        EventTypes.EnteredInError,
        EventTypes.Amended,
        EventTypes.Returned,
        BookEventTypes.ConfigurationLoaded,
        BookEventTypes.PricesPublished,
        BookEventTypes.PlanAgreed,
        BookEventTypes.PlanSuperseded,
        BookEventTypes.MonthFrozen,
        BookEventTypes.MonthClosed,
    };

    /// <summary>Whether an event of this type may move money.</summary>
    public static bool Reads(LogEvent e) => Types.Contains(e.Type);

    /// <summary>What these events need, taken together; what ends a month is asked for when it comes.</summary>
    public static LedgerNeeds FindNeeds(IEnumerable<LogEvent> events)
    {
        var referrals = new HashSet<Guid>();
        var plans = new HashSet<(string Line, int Year)>();
        foreach (var e in events)
            if (e.IsAboutReferral)
                referrals.Add(e.Referral);
            else if (e.Type is BookEventTypes.PlanAgreed or BookEventTypes.PlanSuperseded)
                if (BookEventData.Read(e.Data) is { Plan: { } set, Holder: { } holder })
                    plans.Add((BookLines.FindId(set, holder), 0));
        return new() { Referrals = [.. referrals], Plans = [.. plans] };
    }

    /// <param name="events">In the order of their positions; the records that they need are ready.</param>
    /// <param name="received">The day on which each referral that was chosen for was received.</param>
    public async Task ReadAsync(
        IEnumerable<LogEvent> events,
        IReadOnlyDictionary<Guid, DateOnly> received,
        CancellationToken cancellationToken
    )
    {
        foreach (var e in events)
        {
            var on = WorkingDays.LocalDate(e.At);
            if (e.Type == EventTypes.Chosen)
                Post(Translate(e, on, received, await arrangements.FindAsync(records.Book.Load, cancellationToken)));
            else if (e.IsAboutReferral)
                TakeBack(e, on);
            else
                await ReadBookAsync(e, BookEventData.Read(e.Data), on, cancellationToken);
        }
    }

    static Chosen Translate(LogEvent e, DateOnly on, IReadOnlyDictionary<Guid, DateOnly> received, ReadArrangements found)
    {
        var data = EventData.Read(e.Data);
        var care = new CareKey(
            data.Practice ?? ActivityMonth.Unknown,
            data.Provider ?? ActivityMonth.Unknown,
            data.Specialty ?? ActivityMonth.Unknown,
            ActivitySource.Gp
        );
        Money? own = data.Pence is >= 0 and var pence ? new Money(pence) : null;
        int? wait = data.WaitDays is >= 0 and <= WaitDaysMax and var days ? days : null;
        var parts = found.FindComponents(care, data.Priority, on, received.GetValueOrDefault(e.Referral, on), own, wait);
        return new(e.Position!.Value, on, e.Referral, care, parts);
    }

    void TakeBack(LogEvent e, DateOnly on)
    {
        PostingReason? reason = e.Type switch
        {
            EventTypes.Declined => PostingReason.Declined,
            EventTypes.Cancelled => PostingReason.Cancelled,
            EventTypes.EnteredInError => PostingReason.EnteredInError,
            EventTypes.Returned => PostingReason.Returned,
            // An amendment before dispatch starts again; a later one changes nothing of what was chosen.
            EventTypes.Amended when EventData.Read(e.Data).Stage == Stage.Received => PostingReason.Amended,
            _ => null,
        };
        if (reason is { } why)
            Post(new TakenBack(e.Position!.Value, on, e.Referral, why));
    }

    async Task ReadBookAsync(LogEvent e, BookEventData data, DateOnly on, CancellationToken cancellationToken)
    {
        var position = e.Position!.Value;
        switch (e.Type)
        {
            case BookEventTypes.ConfigurationLoaded when data.Hash is not null:
                // Its subject is the load.
                records.Book.Load = e.Referral;
                await CoverAsync(position, on, cancellationToken);
                break;
            case BookEventTypes.PlanAgreed or BookEventTypes.PlanSuperseded:
                await ReadPlanAsync(e, data, on, cancellationToken);
                break;
            case BookEventTypes.PricesPublished when data.List is { } list:
                // Of its own load, which may have its place in the log only after it: they are written together, and sorted by time alone.
                await PublishAsync(position, on, list, data.EffectiveFrom ?? on, data.Load ?? records.Book.Load, cancellationToken);
                break;
            case BookEventTypes.MonthFrozen when data.Month is { } month:
                await FreezeAsync(new(position, on, month.FirstOfMonth), cancellationToken);
                break;
            case BookEventTypes.MonthClosed when data.Month is { } month:
                await CloseAsync(new(position, on, month.FirstOfMonth), data.Balances ?? "", e.At, cancellationToken);
                break;
            default:
                records.Keep(new LedgerRemark(RemarkKind.NotPosted, position, $"The event {e.Type} does not say what it is about."));
                break;
        }
    }

    async Task ReadPlanAsync(LogEvent e, BookEventData data, DateOnly on, CancellationToken cancellationToken)
    {
        var position = e.Position!.Value;
        if (data is not { Plan: { } set, Holder: { } holder, Pence: { } pence })
        {
            records.Keep(new LedgerRemark(RemarkKind.NotPosted, position, $"The event {e.Type} does not say of which line, or how much."));
            return;
        }

        var line = BookLines.FindId(set, holder);
        var from = data.EffectiveFrom ?? await FindBeginningAsync(set, cancellationToken) ?? on;
        Post(
            e.Type == BookEventTypes.PlanAgreed
                ? new PlanAgreed(position, on, line, from, new Money(pence))
                : new PlanSuperseded(position, on, line, from, from, new Money(pence))
        );
    }

    async Task<DateOnly?> FindBeginningAsync(string set, CancellationToken cancellationToken) =>
        (await arrangements.FindAsync(records.Book.Load, cancellationToken))
            .Configuration.PlanSets.FirstOrDefault(s => s.Id == set)
            ?.Period.From;

    void Post(LedgerEvent e) => records.Keep(LedgerRules.Post(records.Find(LedgerNeeds.Find(e)), e));
}
