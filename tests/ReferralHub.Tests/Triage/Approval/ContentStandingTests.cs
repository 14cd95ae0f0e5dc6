using ReferralHub.Triage.Approval;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage.Approval;

/// <summary>Where a content stands by what people did about it.</summary>
public sealed class ContentStandingTests
{
    static readonly DateTime Now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);

    static PackAct Act(PackActKind kind, string person, int minutes) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Hash = "h",
            PackId = "p",
            Version = "1",
            Kind = kind,
            Person = person,
            Role = "R",
            At = Now.AddMinutes(minutes),
        };

    [Fact]
    public void TwoPeople_Approve()
    {
        var standing = ContentStanding.Compute(
            [Act(PackActKind.Proposed, "A. Writer", -20), Act(PackActKind.Approved, "B. Approver", -10)],
            Now
        );

        (standing.Approval?.ProposedBy, standing.Approval?.ApprovedBy).ShouldBe(("A. Writer", "B. Approver"));
    }

    [Theory]
    [InlineData("A. Writer")]
    [InlineData("a writer")]
    [InlineData("A Writér")]
    [InlineData("A.\u00A0Writer\u200B")]
    [InlineData("Ａ. Writer")]
    public void OnePerson_HoweverSpelled_DoesNotApproveTheirOwn(string again) =>
        ContentStanding
            .Compute([Act(PackActKind.Proposed, "A. Writer", -20), Act(PackActKind.Approved, again, -10)], Now)
            .Approval.ShouldBeNull();

    [Fact]
    public void ApprovalBeforeTheProposal_DoesNotCount() =>
        ContentStanding.Compute([Act(PackActKind.Approved, "B", -20), Act(PackActKind.Proposed, "A", -10)], Now).Approval.ShouldBeNull();

    [Theory]
    [InlineData(-10, 1)]
    [InlineData(1, 2)]
    public void ActDatedInTheFuture_DoesNotCount(int proposed, int approved) =>
        ContentStanding
            .Compute([Act(PackActKind.Proposed, "A", proposed), Act(PackActKind.Approved, "B", approved)], Now)
            .Approval.ShouldBeNull();

    [Fact]
    public void Withdrawal_EndsIt_UntilTwoPeopleActAgain()
    {
        List<PackAct> acts =
        [
            Act(PackActKind.Proposed, "A", -50),
            Act(PackActKind.Approved, "B", -40),
            Act(PackActKind.Withdrawn, "C", -30),
        ];

        ContentStanding.Compute(acts, Now).Approval.ShouldBeNull();
        acts.Add(Act(PackActKind.Approved, "B", -20));
        ContentStanding.Compute(acts, Now).Approval.ShouldBeNull("the proposal was withdrawn with the rest");
        acts.Add(Act(PackActKind.Proposed, "A", -15));
        acts.Add(Act(PackActKind.Approved, "B", -10));
        ContentStanding.Compute(acts, Now).Approval.ShouldNotBeNull();
    }
}
