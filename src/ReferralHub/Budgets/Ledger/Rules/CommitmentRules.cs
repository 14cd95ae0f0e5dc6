using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Rules;

/// <summary>
/// What patients choose is committed, part by part, and what comes of none of it is taken back. A take-back belongs to the month in which
/// it happens: the month of the choice, which may be closed, said the truth when it was written.
/// </summary>
static class CommitmentRules
{
    public static void Choose(LedgerDraft draft, Chosen e)
    {
        Release(draft, e.Referral, e.Month, PostingReason.ChosenAgain);
        var begun = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in e.Components)
            Commit(draft, e, item, isFirst: begun.Add(item.Pod));
    }

    public static void TakeBack(LedgerDraft draft, TakenBack e) => Release(draft, e.Referral, e.Month, e.Reason);

    public static void Expire(LedgerDraft draft, CommitmentExpired e)
    {
        var released = Release(draft, e.Referral, e.Month, PostingReason.Expired);
        if (released > Money.Zero)
            draft.Remark(RemarkKind.Expired, $"{released} was committed and nothing was reported for it.", e.Referral);
    }

    /// <summary>The month is that of the attendance, which ended the care.</summary>
    public static void Discharge(LedgerDraft draft, AttendanceDischarged e)
    {
        if (draft.FindRow(e.Row) is not { } row)
            return;
        if (row.Reported.Referral == e.Referral)
            Release(draft, e.Referral, row.Month, PostingReason.Discharged, row);
        else
            draft.Remark(RemarkKind.NotPosted, "The row is not matched with this referral.", e.Referral, e.Row);
    }

    /// <summary>An estimate that stands must be a commitment again before anything else happens to it.</summary>
    public static ComponentState ReverseEstimate(LedgerDraft draft, ComponentState part)
    {
        if (part.EstimatedMonth is not { } month)
            return part;
        draft.Post(part, LedgerAccount.Accrued, LedgerAccount.Committed, part.Estimated, month, new(PostingReason.EstimateReversed));
        return draft.Keep(part with { Estimated = Money.Zero, EstimatedMonth = null });
    }

    static void Commit(LedgerDraft draft, Chosen e, PricedComponent item, bool isFirst)
    {
        var part = draft.FindComponent(e.Referral, item.Pod) ?? new ComponentState(e.Referral, item.Pod, item.Line, e.Care);
        part = draft.Keep(
            part with
            {
                Line = item.Line,
                Care = e.Care,
                Price = item.Price,
                PriceVersion = item.PriceVersion,
                LeftPerMille = checked((isFirst ? 0 : part.LeftPerMille) + item.QuantityPerMille),
                Committed = part.Committed + item.Cost,
                Choice = e.Position,
                ChosenOn = e.On,
                ExpectedOn = item.ExpectedOn,
                SeenOn = null,
                HasEnded = false,
                DischargedBy = null,
                Discharged = Money.Zero,
            }
        );
        draft.Post(part, LedgerAccount.Free, LedgerAccount.Committed, item.Cost, e.Month, new(PostingReason.Chosen));
        if (item.Price is null)
            draft.Remark(
                RemarkKind.Unpriced,
                $"There is no price for {item.Pod} of {e.Care.Tfc} at {e.Care.Provider}.",
                e.Referral,
                component: item.Pod
            );
    }

    static Money Release(LedgerDraft draft, Guid referral, DateOnly month, PostingReason why, RowState? dischargedBy = null)
    {
        var released = Money.Zero;
        foreach (var found in draft.FindComponents(referral))
        {
            if (found.HasEnded)
            {
                // Taken back after a discharge: when the row that discharged is withdrawn, the care is not expected again.
                if (dischargedBy is null && found.DischargedBy is not null)
                    draft.Keep(found with { DischargedBy = null, Discharged = Money.Zero });
                continue;
            }

            var part = ReverseEstimate(draft, found);
            var open = part.Open;
            if (dischargedBy is null)
                draft.Post(part, LedgerAccount.Committed, LedgerAccount.Free, open, month, new(why));
            else
                draft.PostSeen(part, dischargedBy, LedgerAccount.Committed, LedgerAccount.Free, open, why);
            draft.Keep(
                part with
                {
                    Released = part.Released + open,
                    HasEnded = true,
                    DischargedBy = dischargedBy?.Row,
                    Discharged = dischargedBy is null ? Money.Zero : open,
                }
            );
            released += open;
        }

        return released;
    }
}
