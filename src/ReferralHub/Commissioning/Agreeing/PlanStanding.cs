namespace ReferralHub.Commissioning.Agreeing;

/// <summary>How far a line has come to an agreement.</summary>
public enum PlanState
{
    /// <summary>Nobody has put the figure forward.</summary>
    NotProposed,

    /// <summary>One party has; a second must agree.</summary>
    Proposed,

    /// <summary>An earlier figure is agreed, and the steps arrive at another by now.</summary>
    Changed,

    Agreed,
}

/// <summary>A question about a line, and what was answered.</summary>
/// <param name="Answer">Null while it waits.</param>
public sealed record PlanQuestion(PlanAct Question, PlanAct? Answer);

/// <summary>Where a line of a plan stands in one year, by everything that was done about it.</summary>
/// <param name="Proposals">Open ones of the present figure, oldest first.</param>
/// <param name="Agreement">Of what is agreed; null while nothing is, and where the act is of another time than the figure.</param>
/// <param name="AgreedProposal">The other signature of the agreement; null for what was loaded as agreed.</param>
/// <param name="Understanding">What the holder said last of the present figure.</param>
/// <param name="Questions">Oldest first.</param>
public sealed record PlanStanding(
    PlanState State,
    IReadOnlyList<PlanAct> Proposals,
    PlanAct? Agreement,
    PlanAct? AgreedProposal,
    PlanAct? Understanding,
    IReadOnlyList<PlanQuestion> Questions
)
{
    /// <param name="acts">All about this line and year, in any order.</param>
    public static PlanStanding Compute(PlanLineYear line, IEnumerable<PlanAct> acts)
    {
        var proposals = new List<PlanAct>();
        var questions = new List<PlanQuestion>();
        PlanAct? agreement = null;
        PlanAct? understanding = null;
        var all = acts.OrderBy(a => a.At).ThenBy(a => a.Id).ToList();
        foreach (var act in all)
        {
            switch (act.Kind)
            {
                case PlanActKind.Proposed when act.Pence == line.Pence:
                    proposals.Add(act);
                    break;
                case PlanActKind.Agreed:
                    proposals.Clear();
                    agreement = act.Pence == line.AgreedPence ? act : null;
                    break;
                case PlanActKind.Understood:
                    understanding = act.Pence == line.Pence ? act : understanding;
                    if (act.Text is not null)
                        questions.Add(new(act, all.Find(a => a.Kind == PlanActKind.Answered && a.About == act.Id)));
                    break;
            }
        }

        var state =
            line.IsAgreed ? PlanState.Agreed
            : proposals.Count > 0 ? PlanState.Proposed
            : line.AgreedPence is not null ? PlanState.Changed
            : PlanState.NotProposed;
        var other = agreement?.About is { } about ? all.Find(a => a.Id == about) : null;
        return new(state, proposals, agreement, other, understanding, questions);
    }
}
