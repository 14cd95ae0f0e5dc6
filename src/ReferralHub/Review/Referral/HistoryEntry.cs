using ReferralHub.Kernel;
using ReferralHub.Platform.Log;

namespace ReferralHub.Review.Referral;

/// <summary>One line of a referral's history.</summary>
sealed record HistoryEntry(DateTime At, string What, string By)
{
    /// <summary>
    /// The log with what reviewers did besides, what happened last first. The log has its own order, which clocks that differ between
    /// machines and events of one moment do not change; an act of a reviewer stands after the last event that is not later.
    /// </summary>
    public static IEnumerable<HistoryEntry> ListFromSheet(ReferralSheet sheet)
    {
        var events = sheet.History.Select(e => (After: e.Version, Act: Guid.Empty, Entry: (HistoryEntry?)FromEvent(e)));
        var acts = sheet.Acts.Select(a =>
            (After: sheet.History.LastOrDefault(e => e.At <= a.At)?.Version ?? 0, Act: a.Id, Entry: FromAct(a))
        );
        return events.Concat(acts).OrderByDescending(e => e.After).ThenByDescending(e => e.Act).Select(e => e.Entry).OfType<HistoryEntry>();
    }

    static HistoryEntry FromEvent(LogEvent e) =>
        new(e.At, char.ToUpperInvariant(e.Type[0]) + e.Type[1..].Replace('-', ' '), e.Actor.Replace(":", ", ", StringComparison.Ordinal));

    static HistoryEntry? FromAct(ReviewAct act) =>
        act.Kind switch
        {
            ReviewActKind.Defer => new(act.At, $"Deferred until {WorkingDays.LocalDate(act.Until!.Value):d MMMM yyyy}: {act.Text}", act.By),
            ReviewActKind.Refer => new(act.At, $"Referred to {act.Other}: {act.Text}", act.By),
            ReviewActKind.TakeOver => new(act.At, $"Taken over from {act.Other}: {act.Text}", act.By),
            ReviewActKind.Overturn => new(act.At, $"Decided otherwise than {act.Other}", act.By),
            _ => null,
        };
}
