using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.Rules;
using ReferralHub.Budgets.Ledger.State;

namespace ReferralHub.Budgets.Ledger;

/// <summary>
/// What each event does to the book: one pure function. The same event with the same records gives the same postings, so that the book
/// can be thrown away and written again from the log. An event that says what cannot be (a challenge of a row that nobody reported) moves
/// no money and leaves a remark: it must not stop whoever reads the log.
/// </summary>
public static class LedgerRules
{
    /// <param name="state">Holds at least what <see cref="LedgerNeeds.Find"/> names for the event.</param>
    public static LedgerOutcome Post(LedgerState state, LedgerEvent cause)
    {
        var draft = new LedgerDraft(state, cause);
        switch (cause)
        {
            case PlanAgreed e:
                PlanRules.Agree(draft, e);
                break;
            case PlanSuperseded e:
                PlanRules.Supersede(draft, e);
                break;
            case AwardApproved e:
                PlanRules.Award(draft, e);
                break;
            case PoolContributed e:
                PoolRules.Contribute(draft, e);
                break;
            case PatientCapPassed e:
                PoolRules.Share(draft, e);
                break;
            case Chosen e:
                CommitmentRules.Choose(draft, e);
                break;
            case CareCovered e:
                CoverRules.Cover(draft, e);
                break;
            case TakenBack e:
                CommitmentRules.TakeBack(draft, e);
                break;
            case CommitmentExpired e:
                CommitmentRules.Expire(draft, e);
                break;
            case AttendanceDischarged e:
                CommitmentRules.Discharge(draft, e);
                break;
            case ActivityReported e:
                RowRules.Report(draft, e);
                break;
            case RowReplaced e:
                RowRules.Replace(draft, e);
                break;
            case ChallengeRaised e:
                ChallengeRules.Raise(draft, e);
                break;
            case ChallengeAccepted e:
                ChallengeRules.Accept(draft, e);
                break;
            case ChallengeRefused e:
                ChallengeRules.Refuse(draft, e);
                break;
            case PricesPublished e:
                PriceRules.Publish(draft, e);
                break;
            case MonthFrozen e:
                MonthRules.Freeze(draft, e);
                break;
            case MonthEstimated e:
                MonthRules.Estimate(draft, e);
                break;
            case MonthClosed e:
                MonthRules.Close(draft, e);
                break;
            case EstimatesReversed:
                MonthRules.Reverse(draft);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(cause), cause.GetType().Name, "The ledger has no rule for this event.");
        }

        return draft.Finish();
    }
}
