using ReferralHub.Commissioning.Agreeing;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Agreeing;

/// <summary>Who may put a budget forward, agree to it, say that it is understood, and answer.</summary>
public sealed class PlanActRulesTests
{
    const long Pence = 100_000;
    static readonly DateTime Now = new(2026, 4, 20, 9, 0, 0, DateTimeKind.Utc);

    static readonly PlanSet Set = TestPlans.Set("1000.00", ["L81008"], TestPlans.Historic(("L81008", "1000.00"))) with
    {
        RollUp = "LOC",
        Contributors = new Dictionary<string, Money> { ["LA"] = new(1) },
    };

    [Theory]
    [InlineData("Ann", "L81008", "Bob", "QXX", null)]
    [InlineData("Bob", "QXX", "Ann", "L81008", null)]
    [InlineData("Bob", "QXX", "Ann", "LOC", null)]
    [InlineData("Bob", "QXX", "Cid", "LA", null)]
    [InlineData("Ann", "L81008", "Cid", "LA", null)]
    [InlineData("Ann", "L81008", "Bob", "L81008", "same-body")]
    [InlineData("Ann", "L81008", "ann ", "QXX", "same-person")]
    [InlineData("Ann", "L81008", "Bob", "LOC", "no-giver")]
    public void Agreement_TakesTwoPeopleOfTwoParties_OneOfWhomGives(
        string proposer,
        string proposing,
        string person,
        string by,
        string? refusal
    )
    {
        var proposal = Act(PlanActKind.Proposed, proposing, proposer);
        var outcome = Decide(Act(PlanActKind.Agreed, by, person), [proposal]);
        (outcome.Refusal?.Code).ShouldBe(refusal);
        outcome.About.ShouldBe(refusal is null ? proposal.Id : null);
    }

    [Theory]
    [InlineData(null, "gp", "second-only-said")]
    [InlineData("gp", null, "second-only-said")]
    [InlineData("gp", "gp", "second-only-said")]
    [InlineData("gp", "board", null)]
    public void Signature_ThatASystemSays_CountsBesideAnotherSystemsAlone(string? first, string? second, string? refusal)
    {
        var proposal = Act(PlanActKind.Proposed, "L81008", "Ann", client: first);
        (Decide(Act(PlanActKind.Agreed, "QXX", "Bob", client: second), [proposal]).Refusal?.Code).ShouldBe(refusal);
    }

    [Fact]
    public void Agreement_WithoutProposal_OrToAnotherFigure_IsRefused()
    {
        Decide(Act(PlanActKind.Agreed, "QXX", "Bob"), []).Refusal!.Code.ShouldBe("not-proposed");
        var proposal = Act(PlanActKind.Proposed, "L81008", "Ann");
        Decide(Act(PlanActKind.Agreed, "QXX", "Bob", Pence - 1), [proposal]).Refusal!.Code.ShouldBe("figure-changed");
        // What was put forward before the figure changed is open no more.
        Decide(Act(PlanActKind.Agreed, "QXX", "Bob"), [Act(PlanActKind.Proposed, "L81008", "Ann", Pence - 1)])
            .Refusal!.Code.ShouldBe("not-proposed");
    }

    [Fact]
    public void WhoeverGains_SignsNothing_AndMayAskAllTheSame()
    {
        var proposal = Act(PlanActKind.Proposed, "L81008", "Ann");
        Decide(Act(PlanActKind.Proposed, "QXX", "Bob"), [], gain: "Bob gains").Refusal!.Text.ShouldContain("Bob gains");
        Decide(Act(PlanActKind.Agreed, "QXX", "Bob"), [proposal], gain: "Bob gains").Refusal!.Code.ShouldBe("interested");
        Decide(Act(PlanActKind.Understood, "L81008", "Bob", understood: "fully"), [], gain: "Bob gains").Refusal.ShouldBeNull();
    }

    [Fact]
    public void Act_DoneAgainByTheSamePerson_AddsNothing()
    {
        var proposal = Act(PlanActKind.Proposed, "L81008", "Ann");
        Decide(Act(PlanActKind.Proposed, "L81008", "ANN"), [proposal]).IsKnown.ShouldBeTrue();
        var agreed = Act(PlanActKind.Agreed, "QXX", "Bob", about: proposal.Id);
        Decide(Act(PlanActKind.Agreed, "QXX", "Bob"), [proposal, agreed], Pence).IsKnown.ShouldBeTrue();
        Decide(Act(PlanActKind.Agreed, "QXX", "Cid"), [proposal, agreed], Pence).Refusal!.Code.ShouldBe("already-agreed");
        Decide(Act(PlanActKind.Proposed, "QXX", "Cid"), [proposal, agreed], Pence).Refusal!.Code.ShouldBe("already-agreed");
    }

    [Theory]
    [InlineData("L81008", "fully", null, null)]
    [InlineData("L81008", "partly", "Why?", null)]
    [InlineData("L81008", "no", "Why?", null)]
    [InlineData("L81008", "partly", null, "question")]
    [InlineData("L81008", "no", null, "question")]
    [InlineData("L81008", "well", "Why?", "understood")]
    [InlineData("L81008", null, null, "understood")]
    [InlineData("QXX", "fully", null, "for")]
    public void Understanding_IsTheHolders_WithAQuestionUnlessItIsFull(string by, string? understood, string? question, string? fault) =>
        (Decide(Act(PlanActKind.Understood, by, "Ann", understood: understood, text: question), []).Refusal?.Expression).ShouldBe(fault);

    [Fact]
    public void Answer_IsTheGivers_OnceToAQuestion()
    {
        var question = Act(PlanActKind.Understood, "L81008", "Ann", understood: "no", text: "Why?");
        var answer = Act(PlanActKind.Answered, "QXX", "Bob", text: "Because.", about: question.Id);
        Decide(answer, [question]).Refusal.ShouldBeNull();
        Decide(Act(PlanActKind.Answered, "L81008", "Ann", text: "So.", about: question.Id), [question])
            .Refusal!.Code.ShouldBe("only-giver");
        Decide(Act(PlanActKind.Answered, "QXX", "Bob", about: question.Id), [question]).Refusal!.Expression.ShouldBe("answer");
        Decide(Act(PlanActKind.Answered, "QXX", "Bob", text: "So.", about: answer.Id), [question])
            .Refusal!.Code.ShouldBe("question-not-found");
        Decide(Act(PlanActKind.Answered, "QXX", "Cid", text: "No.", about: question.Id), [question, answer])
            .Refusal!.Code.ShouldBe("already-answered");
    }

    [Fact]
    public void OwnMoney_IsSignedByNobody() =>
        PlanActRules
            .Decide(
                new(
                    Set with
                    {
                        Holders = ["QXX"],
                        Contributors = new Dictionary<string, Money>(),
                    },
                    Line("QXX", null),
                    PlanStanding.Compute(Line("QXX", null), []),
                    Act(PlanActKind.Proposed, "QXX", "Bob"),
                    null
                )
            )
            .Refusal!.Code.ShouldBe("own-money");

    static PlanActOutcome Decide(PlanAct act, PlanAct[] before, long? agreed = null, string? gain = null)
    {
        var line = Line("L81008", agreed);
        return PlanActRules.Decide(new(Set, line, PlanStanding.Compute(line, before), act, gain));
    }

    static PlanLineYear Line(string holder, long? agreed) =>
        new()
        {
            Line = $"plan-2026/{holder}",
            YearStarting = 2026,
            Set = "plan-2026",
            Holder = holder,
            From = TestPlans.Begins,
            Pence = Pence,
            AgreedPence = agreed,
        };

    static PlanAct Act(
        PlanActKind kind,
        string by,
        string person,
        long pence = Pence,
        string? client = null,
        string? understood = null,
        string? text = null,
        Guid? about = null
    ) =>
        new()
        {
            Id = EntityId.New(Now),
            Line = "plan-2026/L81008",
            YearStarting = 2026,
            Kind = kind,
            Pence = pence,
            By = by,
            Person = client is null ? person : $"{person} via {client}",
            Post = "Post",
            Client = client,
            Understood = understood,
            Text = text,
            About = about,
            At = Now,
        };
}
