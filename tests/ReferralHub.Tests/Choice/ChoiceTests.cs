using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Choice;

public sealed class ChoiceTests
{
    static readonly Place Here = new(51.45, -2.59);

    static ServiceOption Service(
        int i,
        int? wait = null,
        bool capacity = true,
        int? ageFrom = null,
        string? sex = null,
        params Priority[] priorities
    ) =>
        new(
            $"s{i:000}",
            $"Clinic {i}",
            $"RH{i % 9}",
            $"Hospital {i % 9}",
            null,
            null,
            i % 4 == 0 ? null : new Place(51 + (i * 0.01), -2.5),
            ["110"],
            ageFrom,
            null,
            sex,
            priorities,
            wait,
            null,
            capacity,
            10_000 + i,
            null,
            null
        );

    static ChoiceFacts Facts(Priority priority = Priority.Routine, int? age = 50, string? sex = "female", params string[] declined) =>
        new("110", priority, age, sex, Here, "practice", declined);

    [Fact]
    public void Options_AreAllSuitable_AtLeastFiveWhenFiveExist_InTheStatedOrder()
    {
        var services =
            from waits in Gen.Choose(0, 200).ListOf(30)
            select waits
                .Select((w, i) => Service(i, w % 7 == 0 ? null : w, w % 5 != 0, w % 11 == 0 ? 70 : null, w % 13 == 0 ? "male" : null))
                .ToList();
        Prop.ForAll(
                services.ToArbitrary(),
                list =>
                {
                    var decision = ChoiceRules.Decide(Facts(), list);
                    var open = list.Where(s => s.HasCapacity && ChoiceRules.Suits(s, Facts())).ToList();
                    if (open.Count == 0)
                        return decision is ChoiceDecision.NoCapacity;
                    var offer = (ChoiceDecision.Offer)decision;
                    var keys = offer.Options.Select(o => (o.WaitDays ?? int.MaxValue, o.Miles ?? double.MaxValue, o.Service)).ToList();
                    return offer.Available == open.Count
                        && offer.Options.Count == Math.Min(20, open.Count)
                        && offer.Options.All(o => open.Exists(s => s.Id == o.Service))
                        && keys.SequenceEqual(keys.Order())
                        && offer.Options.Select(o => o.Rank).SequenceEqual(Enumerable.Range(1, offer.Options.Count))
                        && (offer.WhyFew is null) == (open.Count >= 5);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Order_DoesNotDependOnTheOrderOfTheDirectory()
    {
        var services = Enumerable.Range(0, 25).Select(i => Service(i, i % 3 * 10)).ToList();
        var one = (ChoiceDecision.Offer)ChoiceRules.Decide(Facts(), services);
        services.Reverse();
        var two = (ChoiceDecision.Offer)ChoiceRules.Decide(Facts(), services);
        one.Options.ShouldBe(two.Options);
    }

    [Theory]
    [InlineData(Priority.Asap, "suspected-cancer")]
    [InlineData(Priority.Stat, "immediate-care")]
    public void ChoiceDoesNotApply_WithItsReason_AndTheShortestWaitIsTaken(Priority priority, string reason)
    {
        var direct = (ChoiceDecision.Direct)ChoiceRules.Decide(Facts(priority), [Service(1, 30), Service(2, 10), Service(3, 20)]);
        (direct.Option.Service, direct.Reason, direct.Available).ShouldBe(("s002", reason, 3));
    }

    [Fact]
    public void DeclinedService_IsNotOfferedAgain() =>
        ((ChoiceDecision.Offer)ChoiceRules.Decide(Facts(declined: "s002"), [Service(1, 30), Service(2, 10)]))
            .Options.Single()
            .Service.ShouldBe("s001");

    [Fact]
    public void UnknownAgeAndSex_LeaveNothingOut() =>
        (
            (ChoiceDecision.Offer)ChoiceRules.Decide(Facts(age: null, sex: null), [Service(1, 1, ageFrom: 70), Service(2, 2, sex: "male")])
        ).Available.ShouldBe(2);

    [Fact]
    public async Task Patient_ChoosesByLink_AndWhatWasShownIsRecorded()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var token = (await hub.Get<ChoiceLinks>().IssueAsync(id, CancellationToken.None))!;
        token.Length.ShouldBeGreaterThanOrEqualTo(32);
        await using var db = hub.Database.OpenRead();
        (await db.ChoiceLinks.SingleAsync()).TokenHash.ShouldNotContain(token);

        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = true })
        {
            BaseAddress = hub.Http.BaseAddress,
        };
        for (var i = 0; i < 20; i++)
            (await browser.GetStringAsync($"/choose/{token}")).ShouldNotContain("Canary");
        (await PostFormAsync(browser, $"/choose/{token}", ("Day", "1"), ("Month", "5"), ("Year", "1971"))).ShouldContain(
            "There is a problem"
        );
        var options = await PostFormAsync(browser, $"/choose/{token}", ("Day", "1"), ("Month", "5"), ("Year", "1970"));
        options.ShouldContain("Hospital 7");
        options.ShouldNotContain(token);
        (await PostFormAsync(browser, "/choose", ("Service", "not-one-of-them"))).ShouldContain("not one of yours");
        (await PostFormAsync(browser, "/choose", ("Service", "joint-3"))).ShouldContain("Your referral goes to Hospital 3");

        var offer = await db.Offers.SingleAsync();
        (offer.Available, offer.Shown, offer.SortKey, offer.ChosenService, offer.ChosenBy, offer.OriginKind).ShouldBe(
            (7, 7, ChoiceRules.SortKey, "joint-3", "patient:by-link", "practice")
        );
        offer.ReadOptions()[0].Service.ShouldBe("joint-7");
        var chosen = (await hub.EventsAsync(id)).Single(e => e.Type == EventTypes.Chosen);
        EventData.Read(chosen.Data).Pence.ShouldBe(15000);
    }

    [Fact]
    public async Task FiveWrongDates_LockTheLink_AndAPersonIsTold()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var links = hub.Get<ChoiceLinks>();
        var token = (await links.IssueAsync(id, CancellationToken.None))!;
        for (var i = 0; i < 5; i++)
            (await links.OpenAsync(token, new(1990, 1, 1 + i), CancellationToken.None)).ShouldBeNull();
        (await links.OpenAsync(token, new(1970, 5, 1), CancellationToken.None)).ShouldBeNull();
        (await hub.CountAsync<WorkItem>()).ShouldBe(1);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingChoice);
        var fresh = (await links.IssueAsync(id, CancellationToken.None))!;
        (await links.OpenAsync(token, new(1970, 5, 1), CancellationToken.None)).ShouldBeNull();
        (await links.OpenAsync(fresh, new(1970, 5, 1), CancellationToken.None))!.Referral.ShouldBe(id);
    }

    [Fact]
    public async Task NoCapacity_IsKept_AndFoundAgainWhenItComesFree()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.Database.WriteAsync(
            (db, token) => db.DirectoryServices.ExecuteUpdateAsync(s => s.SetProperty(x => x.HasCapacity, false), token),
            CancellationToken.None
        );
        await hub.Get<ServiceDirectory>().ReloadAsync(CancellationToken.None);
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var waiting = await hub.JourneyAsync(id);
        (waiting.Stage, waiting.OwnerKind).ShouldBe((Stage.AwaitingCapacity, OwnerKind.BookingTeam));
        await hub.Get<CapacitySearch>().LookAsync(CancellationToken.None);
        (await hub.JourneyAsync(id)).Version.ShouldBe(waiting.Version);
        await hub.Database.WriteAsync(
            (db, token) => db.DirectoryServices.ExecuteUpdateAsync(s => s.SetProperty(x => x.HasCapacity, true), token),
            CancellationToken.None
        );
        await hub.Get<ServiceDirectory>().ReloadAsync(CancellationToken.None);
        await hub.Get<CapacitySearch>().LookAsync(CancellationToken.None);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingChoice);
    }

    [Fact]
    public async Task SuspectedCancerWithoutSpecialty_IsSentOnceAClerkNamesIt()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await hub.TakeAsync(TestReferral.SuspectedCancer().With(r => r.Request.Remove("performerType")));
        await hub.SettleAsync();
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingCapacity);
        (await hub.Get<ReferralHub.Choice.BookingDesk>().NameSpecialtyAsync(id, "110", "A clerk", CancellationToken.None)).ShouldBeTrue();
        (await hub.EventsAsync(id)).Select(e => e.Type).ShouldContain(EventTypes.Chosen);
    }

    [Fact]
    public async Task Options_WithoutASession_AreNotShown()
    {
        await using var hub = await TestHub.StartAsync("web");
        using var response = await hub.Http.GetAsync("/choose");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(
            page => page.ShouldContain("Open the link that you were sent"),
            page => page.ShouldNotContain("being dealt with")
        );
    }

    [Fact]
    public async Task SuspectedCancer_IsNeverGivenALink()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await hub.TakeAsync(TestReferral.SuspectedCancer());
        await hub.Get<ChoiceLinks>().IssueAsync(id, CancellationToken.None).ContinueWith(t => t.Result.ShouldBeNull());
        await using var db = hub.Database.OpenRead();
        for (var i = 0; i < 100 && await db.Offers.CountAsync() == 0; i++)
            await Task.Delay(50);
        var offer = await db.Offers.SingleAsync();
        (offer.NotApplicable, offer.ChosenService, offer.ChosenBy).ShouldBe(("suspected-cancer", "joint-7", "hub"));
    }

    static async Task<string> PostFormAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        var page = await browser.GetStringAsync(path);
        var at = page.IndexOf("__RequestVerificationToken", StringComparison.Ordinal);
        var value = page.IndexOf("value=\"", at, StringComparison.Ordinal) + 7;
        var form = fields
            .Append(("__RequestVerificationToken", page[value..page.IndexOf('"', value)]))
            .Select(f => KeyValuePair.Create(f.Item1, f.Item2));
        using var response = await browser.PostAsync(path, new FormUrlEncodedContent(form));
        return await response.Content.ReadAsStringAsync();
    }
}
