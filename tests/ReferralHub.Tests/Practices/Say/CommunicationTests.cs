using System.Text.Json.Nodes;
using ReferralHub.Journey;
using ReferralHub.Review;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Practices.Say;

public sealed class CommunicationTests : IAsyncLifetime
{
    ReviewHub review = null!;
    ReferralJourney asked = null!;

    public async Task InitializeAsync()
    {
        review = await ReviewHub.StartAsync(s => s.Review.UndoMinutes = 0);
        asked = await review.ArriveAsync();
        (await review.DecideAsync(asked.Id, ReviewOutcome.Ask, "Reviewer One", "What did the scan show?")).ShouldBeEmpty();
    }

    public async Task DisposeAsync() => await review.DisposeAsync();

    [Fact]
    public async Task Answer_IsStoredAndGoesToAClinician()
    {
        var (status, body) = await Answer().SendAsync(review.Hub);

        status.ShouldBe(201, body);
        var made = JsonNode.Parse(body)!;
        ((string?)made["category"]![0]!["coding"]![0]!["code"], (string?)made["payload"]![0]!["contentString"]).ShouldBe(
            ("answer", "A torn meniscus.")
        );
        (await review.Hub.Http.GetStringAsync($"/fhir/Communication/{made["id"]}")).ShouldBe(body);
        var journey = await review.Hub.JourneyAsync(asked.Id);
        (journey.Stage, journey.OwnerKind).ShouldBe((Stage.InReview, OwnerKind.TriageTeam));
    }

    [Fact]
    public async Task Answer_TheSameAgain_GetsTheSameAnswer()
    {
        var (_, first) = await Answer().SendAsync(review.Hub);

        var again = await Answer().SendAsync(review.Hub);

        again.ShouldBe((200, first));
    }

    [Fact]
    public async Task Answer_WhenNothingIsAskedAnyMore_IsRefused()
    {
        await Answer().SendAsync(review.Hub);

        var (status, body) = await TestCommunication.Answer(asked.Id, "A whole meniscus.").SendAsync(review.Hub);

        status.ShouldBe(409);
        body.ShouldContain("not-asked");
    }

    [Fact]
    public async Task Answer_OfAnotherPractice_FindsNothing()
    {
        var (status, _) = await Answer().From("A00001").SendAsync(review.Hub);

        status.ShouldBe(404);
        (await review.Hub.JourneyAsync(asked.Id)).Stage.ShouldBe(Stage.AwaitingInformation);
    }

    [Fact]
    public async Task Communication_OfUnknownCategoryAboutNothing_IsRefusedWithBothFaults()
    {
        var (status, body) = await Answer().OfCategory("chat").About("ServiceRequest/x").SendAsync(review.Hub);

        status.ShouldBe(422);
        body.ShouldContain("communication-category");
        body.ShouldContain("Communication.basedOn");
    }

    [Fact]
    public async Task Attachment_ThatIsNotWhatItSays_IsRefused()
    {
        var mislabelled = TestCommunication.Answer(asked.Id, "A torn meniscus.").Attaching("image/png", "%PDF-1.7 nothing"u8);

        var (status, body) = await mislabelled.SendAsync(review.Hub);

        status.ShouldBe(422);
        body.ShouldContain("none of these");
    }

    [Fact]
    public async Task Attachments_MoreThanOne_AreRefused()
    {
        var (status, body) = await Answer().Attaching("application/pdf", "%PDF-1.7 more"u8).SendAsync(review.Hub);

        status.ShouldBe(422);
        body.ShouldContain("communication-attachments");
    }

    TestCommunication Answer() => TestCommunication.Answer(asked.Id, "A torn meniscus.").Attaching("application/pdf", "%PDF-1.7 nothing"u8);
}
