using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ReferralHub.Kernel;
using ReferralHub.Review.Concerns;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Concerns;

public sealed class ConcernTests
{
    [Fact]
    public async Task Concern_RecordedByRoute_IsOwnedCountedAndClosed()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        var http = review.Hub.Http;

        using var recorded = await PostAsync(http, $"/review/api/{journey.Reference}/concerns", Body("complaint"));
        var id = (string)(await recorded.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        var open = await http.GetFromJsonAsync<JsonArray>("/review/api/concerns");
        var counted = await review.Get<ListConcerns>().CountAsync(null, CancellationToken.None);
        using var closed = await PostAsync(
            http,
            $"/review/api/concerns/{id}/close",
            new { by = "Reviewer One", outcome = "Practice rung." }
        );
        using var again = await PostAsync(http, $"/review/api/concerns/{id}/close", new { by = "Reviewer One", outcome = "Again." });
        var after = await review.Get<ListConcerns>().CountAsync(null, CancellationToken.None);

        recorded.StatusCode.ShouldBe(HttpStatusCode.Created);
        ((string?)open![0]!["owner"]).ShouldBe("Clinical lead");
        counted.ShouldBe(new ConcernCounts(1, 0, 0, 0));
        (closed.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.Conflict));
        after.ShouldBe(new ConcernCounts(0, 0, 0, 1));
    }

    [Fact]
    public async Task Concern_WithoutDay_IsDueInThreeWorkingDays_AndOverdueAfterThem()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var (_, concern) = await RecordAsync(review, journey.Reference, Request("incident"));
        review.Time.Advance(TimeSpan.FromDays(4));
        var counts = await review.Get<ListConcerns>().CountAsync(TestJourney.DefaultPractice, CancellationToken.None);

        WorkingDays.LocalDate(concern!.Due).ShouldBe(new DateOnly(2026, 11, 26), "it came on a Monday");
        counts.ShouldBe(new ConcernCounts(0, 1, 1, 0));
    }

    [Theory]
    [InlineData("praise", "It hurt.", "Lead", "kind")]
    [InlineData("complaint", " ", "Lead", "concern-text")]
    [InlineData("complaint", "It hurt.", "", "owner")]
    public async Task Concern_WithoutKindTextOrOwner_IsRefused(string kind, string text, string owner, string code)
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var (problems, concern) = await RecordAsync(review, journey.Reference, Request(kind) with { Text = text, Owner = owner });

        concern.ShouldBeNull();
        problems.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public async Task Concern_DueYesterday_OrWithoutAuthor_IsRefused()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var (problems, _) = await RecordAsync(review, journey.Reference, Request("complaint") with { Due = new(2026, 11, 22), By = null });

        problems.Select(p => p.Code).ShouldBe(["by", "due"]);
    }

    [Fact]
    public async Task Concern_OfAPractice_IsAboutItsOwnReferralsOnly()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var own = await RecordAsync(
            review,
            journey.Reference,
            Request("complaint") with
            {
                Organisation = TestJourney.DefaultPractice,
                IsPractice = true,
            }
        );
        var other = await RecordAsync(review, journey.Reference, Request("complaint") with { Organisation = "A00001", IsPractice = true });

        own.Recorded.ShouldNotBeNull();
        other.Problems.ShouldHaveSingleItem().Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task Concern_OnThePages_StandsOnTheReferralAndInTheList()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        using var page = await review.OpenPagesAsync("Reviewer One");
        var address = $"/review/{ReferralReference.Display(journey.Reference)}";
        await page.GetAsync($"{address}/concern");

        var refused = await page.PostAsync($"{address}/concern", ("Kind", "incident"), ("Text", ""), ("Owner", "Clinical lead"));
        var recorded = await page.PostAsync(
            $"{address}/concern",
            ("Kind", "incident"),
            ("Text", "The letter was another patient's."),
            ("Owner", "Clinical lead")
        );
        var list = await page.GetAsync("/review/concerns");
        using var operations = new PageClient(review.Hub.Http.BaseAddress!);
        await operations.NameAsync("Test Operator", "Operator", "Operator", back: "/operations");
        var desk = await operations.GetAsync("/operations");

        refused.ShouldContain("Say what happened.");
        recorded.ShouldContain("The letter was another patient's.");
        list.ShouldContain("Clinical lead");
        desk.ShouldContain("Complaints and incidents (1 open)");
    }

    static object Body(string kind) =>
        new
        {
            kind,
            text = "Nobody rang back.",
            owner = "Clinical lead",
            by = "Reviewer One",
            role = "Consultant",
        };

    static ConcernRequest Request(string kind) => new(kind, "Nobody rang back.", "Clinical lead", null, "One", "Consultant", "XRH01");

    static Task<(IReadOnlyList<ReferralHub.Platform.Problem> Problems, Concern? Recorded)> RecordAsync(
        ReviewHub review,
        string reference,
        ConcernRequest request
    ) => review.Get<RecordConcern>().RecordAsync(reference, request, CancellationToken.None);

    static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Options.Set(TestCallerHandler.As, "Reviewer One");
        return http.SendAsync(request);
    }
}
