using System.Net;
using ReferralHub.Journey;
using ReferralHub.Triage.Approval;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage.Approval;

/// <summary>A pack decides by what two people did, and by nothing that its file says.</summary>
public sealed class PackActTests : PackApprovalScene
{
    [Fact]
    public async Task TextInTheFile_PutsNothingInForce_TwoPeopleDo()
    {
        FindInForce("accepting").ShouldBeNull();
        (await Hub.Http.GetStringAsync("/rules")).ShouldContain("Example, not approved");
        (await Hub.Http.GetStringAsync("/rules/accepting")).ShouldContain("that does not count");
        (await TakeAsync()).Stage.ShouldBe(Stage.InReview);

        await ApproveAsync("accepting");

        FindInForce("accepting")!.Approval!.ApprovedBy.ShouldBe("B. Approver");
        (await TakeAsync()).Stage.ShouldBe(Stage.AwaitingChoice);
        (await Hub.Http.GetStringAsync("/rules/accepting/acts")).ShouldContain("A. Writer");
    }

    [Fact]
    public async Task WhatOnlyRaisesAttention_IsInForceByItself()
    {
        FindInForce("attention")!.Approval.ShouldBeNull();
        (await Hub.Http.GetStringAsync("/rules")).ShouldContain("In force: it only raises attention");
    }

    [Fact]
    public async Task SamePersonTwice_IsRefused()
    {
        (await ActAsync("propose", "accepting", HashOfFile("accepting"), "A. Writer")).Status.ShouldBe(HttpStatusCode.OK);

        var (status, text) = await ActAsync("approve", "accepting", HashOfFile("accepting"), "a  writer ");

        (status, text.Contains("somebody else must approve it", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Conflict, true));
        FindInForce("accepting").ShouldBeNull();
    }

    [Theory]
    [InlineData("approve", "accepting", null, "B", "R", HttpStatusCode.UnprocessableEntity, "by its hash")]
    [InlineData("approve", "accepting", "abc", "B", "R", HttpStatusCode.Conflict, "not what the file of accepting has now")]
    [InlineData("approve", "nonsense", "abc", "B", "R", HttpStatusCode.NotFound, "There is no such pack")]
    [InlineData("approve", "accepting", "FILE", "B", "R", HttpStatusCode.Conflict, "Nobody has proposed")]
    [InlineData("propose", "accepting", "FILE", "  ", "R", HttpStatusCode.UnprocessableEntity, "by name")]
    [InlineData("propose", "accepting", "FILE", "...", "R", HttpStatusCode.UnprocessableEntity, "by name")]
    [InlineData("propose", "accepting", "FILE", "B", null, HttpStatusCode.UnprocessableEntity, "post or profession")]
    [InlineData("withdraw", "accepting", null, "B", "R", HttpStatusCode.Conflict, "none can be withdrawn")]
    public async Task WrongAct_IsToldWhy(
        string act,
        string pack,
        string? hash,
        string? by,
        string? role,
        HttpStatusCode status,
        string says
    )
    {
        var answer = await ActAsync(act, pack, hash == "FILE" ? HashOfFile("accepting") : hash, by, role);

        answer.Text.ShouldContain(says);
        answer.Status.ShouldBe(status);
        (await Hub.CountAsync<PackAct>()).ShouldBe(0);
    }

    [Fact]
    public async Task NameLongerThanARow_IsRefused()
    {
        var (status, _) = await ActAsync("propose", "accepting", HashOfFile("accepting"), new string('n', 101));

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task ActDatedInTheFuture_DoesNotCount()
    {
        var pack = Packs.All.Single(p => p.Id == "accepting");
        await Hub.Database.WriteAsync(
            async (db, token) =>
            {
                var record = Hub.Get<RecordPackAct>();
                var later = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1);
                (await record.RecordAsync(db, PackActKind.Proposed, pack, "A", "R", later, token)).ShouldBeNull();
                await db.SaveChangesAsync(token);
                (await record.RecordAsync(db, PackActKind.Approved, pack, "B", "R", later, token)).ShouldBeNull();
            },
            default
        );

        await LookAsync();

        (await Hub.CountAsync<PackAct>()).ShouldBe(2);
        FindInForce("accepting").ShouldBeNull();
    }

    [Fact]
    public async Task FileChangedInPlace_WaitsWhileWhatWasApprovedGoesOn()
    {
        await ApproveAsync("accepting");
        var approved = FindInForce("accepting")!.Hash;

        WriteAccepting("1", "R changed by nobody knows whom");
        await LookAsync();

        FindInForce("accepting")!.Hash.ShouldBe(approved);
        (await Hub.Http.GetStringAsync("/rules/accepting")).ShouldContain("A changed file waits for approval");
        (await Hub.Http.GetStringAsync("/rules")).ShouldContain("waits for approval");
        (await TakeAsync()).Stage.ShouldBe(Stage.AwaitingChoice);
        (await ActAsync("approve", "accepting", approved, "C")).Status.ShouldBe(HttpStatusCode.Conflict);
        await ApproveAsync("accepting");
        FindInForce("accepting")!.Hash.ShouldBe(HashOfFile("accepting"));
    }

    [Fact]
    public async Task FileRemoved_LeavesWhatWasApproved_UntilItIsWithdrawn()
    {
        await ApproveAsync("accepting");
        Remove("accepting");
        await LookAsync();
        FindInForce("accepting").ShouldNotBeNull();

        (await ActAsync("withdraw", "accepting", null, "C. Lead")).Status.ShouldBe(HttpStatusCode.OK);

        FindInForce("accepting").ShouldBeNull();
    }

    [Fact]
    public async Task AttentionChangedIntoAcceptance_StaysAttention()
    {
        var before = FindInForce("attention")!.Hash;

        WriteAttention("accept");
        await LookAsync();

        FindInForce("attention")!.Hash.ShouldBe(before);
    }

    [Fact]
    public async Task Withdrawal_TakesOneForWhatDecides_AndTwoForWhatRaisesAttention()
    {
        await ApproveAsync("accepting");
        (await ActAsync("withdraw", "accepting", null, "A. Writer")).Status.ShouldBe(HttpStatusCode.OK);
        FindInForce("accepting").ShouldBeNull();
        (await TakeAsync()).Stage.ShouldBe(Stage.InReview);

        (await ActAsync("withdraw", "attention", null, "A. Writer")).Status.ShouldBe(HttpStatusCode.OK);
        FindInForce("attention").ShouldNotBeNull("one person does not silence it");
        (await ActAsync("withdraw", "attention", null, "A Writer")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await ActAsync("withdraw", "attention", null, "B. Approver")).Status.ShouldBe(HttpStatusCode.OK);
        FindInForce("attention").ShouldBeNull();
        (await ActAsync("propose", "attention", HashOfFile("attention"), "A. Writer")).Status.ShouldBe(HttpStatusCode.OK);
        FindInForce("attention").ShouldBeNull("what two people withdrew, one does not bring back");
    }

    [Fact]
    public async Task SameActAgain_ChangesNothing()
    {
        await ApproveAsync("accepting");
        (await ActAsync("approve", "accepting", HashOfFile("accepting"), "B. Approver")).Status.ShouldBe(HttpStatusCode.OK);

        (await Hub.CountAsync<PackAct>()).ShouldBe(2);
        (await ActAsync("propose", "accepting", HashOfFile("accepting"), "C")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task NothingDone_KeepsTheListInForce_WithTheIndexThatWasMadeOfIt()
    {
        await ApproveAsync("accepting");
        await LookAsync();
        var before = Packs.InForce(Today);

        await LookAsync();

        Packs.InForce(Today).ShouldBeSameAs(before);
        (await ActAsync("withdraw", "accepting", HashOfFile("accepting"), "C")).Status.ShouldBe(HttpStatusCode.OK);
        Packs.InForce(Today).ShouldNotBeSameAs(before);
    }

    [Fact]
    public async Task Page_ActsUnderTheNameOfWhoIsThere()
    {
        var (hash, address) = (HashOfFile("accepting"), "/rules/accepting");
        using var page = new PageClient(Hub.Http.BaseAddress!);
        await page.GetAsync(address);
        page.Path.ShouldStartWith("/user?");

        await page.NameAsync("A. Writer");
        (await page.GetAsync(address)).ShouldContain("recorded as done by A. Writer, Consultant");
        (await page.PostAsync(address, ("hash", hash), ("act", "Proposed"))).ShouldContain("It is proposed.");
        (await page.PostAsync(address, ("hash", hash), ("act", "Approved"))).ShouldContain("somebody else must approve it");
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        await page.NameAsync("A manager", kind: "Practice", practice: "L81008");
        await page.GetAsync(address);
        (await page.PostAsync(address, ("hash", hash), ("act", "Approved"))).ShouldContain("by clinicians of the referral centre");
        await page.NameAsync("B. Approver");
        await page.GetAsync(address);
        (await page.PostAsync(address, ("hash", hash), ("act", "Approved"))).ShouldContain("It is approved.");

        FindInForce("accepting")!.Approval!.ProposedBy.ShouldBe("A. Writer");
    }

    async Task<ReferralJourney> TakeAsync()
    {
        var id = await Hub.TakeAsync(TestReferral.Routine());
        for (var i = 0; i < 200 && (await Hub.JourneyAsync(id)).WakeAt is not null; i++)
            await Task.Delay(50);
        return await Hub.JourneyAsync(id);
    }
}
