using ReferralHub.Journey;
using ReferralHub.Review;
using ReferralHub.Review.Decide;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Decide;

public sealed class DecisionRulesTests
{
    [Theory]
    [InlineData(ReviewOutcome.Ask)]
    [InlineData(ReviewOutcome.Return)]
    public void SuspectedCancer_AskedOrReturned_IsRefused(ReviewOutcome outcome)
    {
        var journey = TestJourney.InReview().SuspectedCancer().Build();

        var problems = DecisionRules.Check(Decision(outcome, journey) with { ReasonCode = "OTHER" }, journey);

        problems.ShouldHaveSingleItem().Code.ShouldBe("outcome");
    }

    [Theory]
    [InlineData("routine")]
    [InlineData("urgent")]
    public void SuspectedCancer_Lowered_IsRefused(string priority)
    {
        var journey = TestJourney.InReview().SuspectedCancer().Build();

        var problems = DecisionRules.Check(Decision(ReviewOutcome.Accept, journey) with { Priority = priority }, journey);

        problems.ShouldHaveSingleItem().Code.ShouldBe("priority");
    }

    [Fact]
    public void SuspectedCancer_Accepted_IsAllowed()
    {
        var journey = TestJourney.InReview().SuspectedCancer().Build();

        DecisionRules.Check(Decision(ReviewOutcome.Accept, journey), journey).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("000", null, "specialty")]
    [InlineData(null, "soon", "priority")]
    public void Acceptance_WithUnknownCode_IsRefused(string? specialty, string? priority, string field)
    {
        var journey = TestJourney.InReview().Build();

        var problems = DecisionRules.Check(
            Decision(ReviewOutcome.Accept, journey) with
            {
                Specialty = specialty,
                Priority = priority,
            },
            journey
        );

        problems.ShouldContain(p => p.Code == field);
    }

    [Fact]
    public void Acceptance_WithoutAnySpecialty_IsRefused()
    {
        var journey = TestJourney.InReview().WithoutSpecialty().Build();

        DecisionRules.Check(Decision(ReviewOutcome.Accept, journey), journey).ShouldHaveSingleItem().Code.ShouldBe("specialty");
    }

    [Fact]
    public void Decision_AboutAnotherVersionOrStage_IsRefusedAndNothingElseSaid()
    {
        var (inReview, returned) = (TestJourney.InReview().AtVersion(4).Build(), TestJourney.Returned().Build());
        var unsigned = new DecisionRequest(null, null, null, Version: 3);

        var stale = DecisionRules.Check(unsigned, inReview);
        var tooLate = DecisionRules.Check(unsigned, returned);

        stale.ShouldHaveSingleItem().Code.ShouldBe("stale");
        tooLate.ShouldHaveSingleItem().Code.ShouldBe("not-in-review");
    }

    static DecisionRequest Decision(ReviewOutcome outcome, ReferralJourney journey) =>
        new(outcome, "R", "Nurse", journey.Version, Text: "Text");
}
