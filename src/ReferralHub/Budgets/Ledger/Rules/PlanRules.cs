using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Rules;

/// <summary>What was agreed comes into the book as a difference, so that an agreement made twice counts once.</summary>
static class PlanRules
{
    public static void Agree(LedgerDraft draft, PlanAgreed e) =>
        Set(draft, e.Line, e.From, e.Authority, e.From.FirstOfMonth, PostingReason.PlanAgreed);

    public static void Supersede(LedgerDraft draft, PlanSuperseded e) =>
        Set(draft, e.Line, e.From, e.Authority, e.EffectiveFrom.FirstOfMonth, PostingReason.PlanSuperseded);

    public static void Award(LedgerDraft draft, AwardApproved e)
    {
        if (e.Amount < Money.Zero)
            draft.Remark(RemarkKind.NotPosted, $"An award of {e.Amount} cannot be paid.");
        else
            draft.Post(e.Line, LedgerAccount.Free, LedgerAccount.Award, e.Amount, e.Month, new(PostingReason.Awarded, e.Scheme));
    }

    static void Set(LedgerDraft draft, string line, DateOnly from, Money authority, DateOnly month, PostingReason why)
    {
        if (authority < Money.Zero)
        {
            draft.Remark(RemarkKind.NotPosted, $"A budget of {authority} cannot be agreed.");
            return;
        }

        var year = PlanYearState.FindYear(from);
        var difference = authority - draft.FindAgreed(line, year);
        if (difference < Money.Zero)
            draft.Post(line, LedgerAccount.Free, LedgerAccount.Plan, -difference, month, new(why));
        else
            draft.Post(line, LedgerAccount.Plan, LedgerAccount.Free, difference, month, new(why));
        draft.Keep(new PlanYearState(line, year, authority));
    }
}
