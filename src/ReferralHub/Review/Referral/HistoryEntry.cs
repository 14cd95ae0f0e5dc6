using ReferralHub.Kernel;

namespace ReferralHub.Review.Referral;

/// <summary>One line of a referral's history.</summary>
sealed record HistoryEntry(DateTime At, string What, string By)
{
    /// <summary>The log with what reviewers did besides, newest first.</summary>
    public static IEnumerable<HistoryEntry> ListFromSheet(ReferralSheet sheet) =>
        sheet
            .History.Select(e => new HistoryEntry(
                e.At,
                char.ToUpperInvariant(e.Type[0]) + e.Type[1..].Replace('-', ' '),
                e.Actor.Replace(":", ", ", StringComparison.Ordinal)
            ))
            .Concat(sheet.Acts.Select(FromAct).OfType<HistoryEntry>())
            .OrderByDescending(e => e.At);

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
