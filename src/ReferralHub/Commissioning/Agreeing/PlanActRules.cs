using ReferralHub.Commissioning.Model;
using ReferralHub.Platform;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>What a decision about an act needs to know.</summary>
/// <param name="Line">As it stands in the year that is meant.</param>
/// <param name="Standing">By all acts so far.</param>
/// <param name="Act">What is to be recorded, complete but for what it is about.</param>
/// <param name="Gain">How whoever acts gains by the budget, in words; null when they do not.</param>
sealed record PlanActFacts(PlanSet Set, PlanLineYear Line, PlanStanding Standing, PlanAct Act, string? Gain);

/// <summary>Whether an act is recorded.</summary>
/// <param name="Refusal">Why not.</param>
/// <param name="IsKnown">The same person has done the same before; nothing is added.</param>
/// <param name="About">The proposal that is agreed to.</param>
sealed record PlanActOutcome(Problem? Refusal, bool IsKnown = false, Guid? About = null)
{
    public static readonly PlanActOutcome Record = new((Problem?)null);
}

/// <summary>
/// When a budget is agreed: two people of two parties say so in person, one of whom gives the money, and neither gains by how it is
/// spent. They agree to what the steps arrive at, and to nothing else: whoever wants another figure has the steps changed.
/// </summary>
static class PlanActRules
{
    public static PlanActOutcome Decide(PlanActFacts facts) =>
        facts.Act.Kind switch
        {
            PlanActKind.Proposed => Propose(facts),
            PlanActKind.Agreed => Agree(facts),
            PlanActKind.Understood => Understand(facts),
            _ => Answer(facts),
        };

    static PlanActOutcome Propose(PlanActFacts facts)
    {
        if (FindObstacle(facts) is { } obstacle)
            return new(obstacle);
        return facts.Standing.Proposals.Any(p => p.By == facts.Act.By && PlanPeople.IsSameName(p, facts.Act))
            ? new(null, true)
            : PlanActOutcome.Record;
    }

    static PlanActOutcome Agree(PlanActFacts facts)
    {
        var (act, proposals) = (facts.Act, facts.Standing.Proposals);
        if (facts.Line.IsAgreed && facts.Standing.Agreement is { } done && done.By == act.By && PlanPeople.IsSameName(done, act))
            return new(null, true);
        if (FindObstacle(facts) is { } obstacle)
            return new(obstacle);
        if (proposals.Count == 0)
            return new(PlanProblems.NotProposed(facts.Line.Amount));
        var others = proposals.Where(p => p.By != act.By).ToList();
        if (others.Count == 0)
            return new(PlanProblems.SameBody(act.By));
        var people = others.Where(p => PlanPeople.AreTwo(p, act)).ToList();
        if (people.Count == 0)
            return new(
                others.Find(p => PlanPeople.IsSameName(p, act)) is { } own
                    ? PlanProblems.SamePerson(PlanPeople.ReadName(own))
                    : PlanProblems.SecondOnlySaid
            );
        var second = people.Find(p => PlanParties.IsGiver(facts.Set, p.By) || PlanParties.IsGiver(facts.Set, act.By));
        return second is null ? new(PlanProblems.NoGiver(ListGivers(facts.Set))) : new(null, About: second.Id);
    }

    /// <summary>The holder may also say it of a figure that is not agreed yet: that is when questions are of most use.</summary>
    static PlanActOutcome Understand(PlanActFacts facts) =>
        facts.Act.By != facts.Line.Holder ? new(PlanProblems.OnlyHolder(facts.Line.Holder))
        : facts.Act.Understood is not ("fully" or "partly" or "no") ? new(PlanProblems.UnderstoodMissing)
        : facts.Act is { Understood: not "fully", Text: null } ? new(PlanProblems.QuestionMissing)
        : IsSaidAlready(facts) ? new(null, true)
        : PlanActOutcome.Record;

    static bool IsSaidAlready(PlanActFacts facts) =>
        facts.Standing.Understanding is { } said
        && said.Understood == facts.Act.Understood
        && said.Text == facts.Act.Text
        && PlanPeople.IsSameName(said, facts.Act);

    static PlanActOutcome Answer(PlanActFacts facts)
    {
        var question = facts.Standing.Questions.FirstOrDefault(q => q.Question.Id == facts.Act.About);
        return !PlanParties.IsGiver(facts.Set, facts.Act.By) ? new(PlanProblems.OnlyGiver(ListGivers(facts.Set)))
            : question is null ? new(PlanProblems.NoSuchQuestion)
            : facts.Act.Text is null ? new(PlanProblems.AnswerMissing)
            : question.Answer is not { } answer ? PlanActOutcome.Record
            : answer.Text == facts.Act.Text && PlanPeople.IsSameName(answer, facts.Act) ? new(null, true)
            : new(PlanProblems.AlreadyAnswered(answer));
    }

    /// <summary>What stands in the way of a signature, whichever of the two it is.</summary>
    static Problem? FindObstacle(PlanActFacts facts) =>
        PlanYear.IsOwn(facts.Set, facts.Line.Holder) ? PlanProblems.OwnMoney
        : facts.Act.Pence != facts.Line.Pence ? PlanProblems.FigureChanged(facts.Line.Amount)
        : facts.Gain is { } gain ? PlanProblems.Interested(gain)
        : facts.Line.IsAgreed ? PlanProblems.AlreadyAgreed(facts.Line.Amount, facts.Line.AgreedAt)
        : null;

    static IEnumerable<string> ListGivers(PlanSet set) => set.Contributors.Keys.Prepend(set.Commissioner).Distinct(StringComparer.Ordinal);
}
