using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Review;
using ReferralHub.Tests.Review;
using ReferralHub.Triage.Approval;
using ReferralHub.Web.Users;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web;

/// <summary>Somebody who has signed in acts under their own name; a system's word for somebody is kept as that.</summary>
public sealed class OwnNameTests
{
    static readonly Caller Person = new(CallerRole.Reviewer, "p1", "Dr One", "Consultant", ["XRH01"]);
    static readonly Caller System = new(CallerRole.CentreSystem, "cli-1", "Command line", "System", ["XRH01"]);

    [Theory]
    [InlineData(null, "Dr One")]
    [InlineData("  ", "Dr One")]
    [InlineData("dr one ", "Dr One")]
    public void Person_ActsUnderTheirOwnName(string? said, string recorded) => OwnName.Find(Person, said, "by").ShouldBe((recorded, null));

    [Fact]
    public void Person_UnderAnothersName_IsRefused()
    {
        var (name, problem) = OwnName.Find(Person, "Dr Two", "by");

        (name, problem!.Status, problem.Expression).ShouldBe((null, 403, "by"));
        problem.Text.ShouldContain("Dr One");
    }

    [Fact]
    public void System_NamesThePerson_AndIsNamedItself()
    {
        OwnName.Find(System, "Dr Two", "by").ShouldBe(("Dr Two via cli-1", null));
        OwnName.Find(System, " ", "by").ShouldBe((null, null));
    }

    [Fact]
    public async Task ReviewApi_UnderAnothersName_Is403_AndNothingChanges_Sentence24()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var refused = await PostAsync(review, $"/review/api/{journey.Reference}/claim", "Dr One", new { reviewer = "Dr Two" });
        var claimed = await PostAsync(review, $"/review/api/{journey.Reference}/claim", "Dr One", new { });
        var decided = await PostAsync(
            review,
            $"/review/api/{journey.Reference}/decision",
            "Dr One",
            new
            {
                outcome = "Accept",
                reviewer = "Dr Two",
                version = (await review.Hub.JourneyAsync(journey.Id)).Version,
            }
        );

        (refused, claimed, decided).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden));
        await using var db = review.Hub.Database.OpenRead(AccessScope.System("a test looks"));
        (await db.Set<ReviewClaim>().SingleAsync()).Reviewer.ShouldBe("Dr One");
        (await review.Hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.InReview);
    }

    [Fact]
    public void Approval_OfOnePersonWhoSignsInAndAlsoUsesASystem_IsNone()
    {
        var now = new DateTime(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc);

        Approve(Act("A", null), Act("B", null)).ShouldBeTrue();
        Approve(Act("A via cli-1", "cli-1"), Act("B", null)).ShouldBeFalse();
        Approve(Act("A", null), Act("B via cli-1", "cli-1")).ShouldBeFalse();
        Approve(Act("A via cli-1", "cli-1"), Act("B via cli-1", "cli-1")).ShouldBeFalse();
        Approve(Act("A via cli-1", "cli-1"), Act("a. via cli-2", "cli-2")).ShouldBeFalse();
        Approve(Act("A via cli-1", "cli-1"), Act("B via cli-2", "cli-2")).ShouldBeTrue();

        bool Approve(PackAct proposed, PackAct approved)
        {
            var acts = new[]
            {
                Dated(proposed, PackActKind.Proposed, now.AddHours(-2)),
                Dated(approved, PackActKind.Approved, now.AddHours(-1)),
            };
            return ContentStanding.Compute(acts, now).Approval is not null;
        }
    }

    static PackAct Act(string person, string? client) =>
        Dated(
            new()
            {
                Hash = "h",
                PackId = "p",
                Version = "1",
                Person = person,
                Role = "r",
                Client = client,
            },
            default,
            default
        );

    static PackAct Dated(PackAct act, PackActKind kind, DateTime at) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Hash = act.Hash,
            PackId = act.PackId,
            Version = act.Version,
            Kind = kind,
            Person = act.Person,
            Role = act.Role,
            Client = act.Client,
            At = at,
        };

    static async Task<HttpStatusCode> PostAsync(ReviewHub review, string path, string caller, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Options.Set(TestCallerHandler.As, caller);
        using var response = await review.Hub.Http.SendAsync(request);
        return response.StatusCode;
    }
}
