using System.Text.Json.Nodes;
using ReferralHub.Budgets;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Tests.Budgets.Books;
using ReferralHub.Tests.Choice;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets;

/// <summary>What is said of referrals that are received and have no choice yet.</summary>
public sealed class WaitingReferralsTests
{
    const string Practice = "L81008";
    static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task Waiting_IsToldAtTheMeanOfTheLastChoices_OnPageAndAsDataAlike()
    {
        await using var hub = await StartAsync();
        for (var i = 0; i < 3; i++)
            await hub.TakeAsync(TestReferral.Routine());
        await AddChoicesAsync(hub, (1, 30, 15_000), (2, 20, 18_001), (3, 120, 90_000), (4, 10, null));

        // (15,000 + 18,001) / 2: what is older than 91 days, or has no price, is no part of the mean.
        const string Words =
            "3 referrals wait for a decision or a choice. At this practice's mean price of the last 91 days (£165.00) they would commit "
            + "about £495. That is not in the forecast";
        var json = JsonNode.Parse(await hub.Http.GetStringAsync("/feeds/practices/L81008/activity"))!["waiting"]!;
        json["referrals"]!.GetValue<int>().ShouldBe(3);
        json["meanPence"]!.GetValue<long>().ShouldBe(16_500);
        json["pence"]!.GetValue<long>().ShouldBe(49_502);
        json["inForecast"]!.GetValue<bool>().ShouldBeFalse();
        json["words"]!.GetValue<string>().ShouldStartWith(Words);
        var csv = await hub.Http.GetStringAsync("/feeds/practices/L81008/activity?format=csv&table=waiting");
        csv.ShouldContain("practice,on,referrals,meanPence,pence,inForecast");
        csv.ShouldContain($"L81008,{WorkingDays.LocalDate(Now):yyyy-MM-dd},3,16500,49502,false");
        System.Net.WebUtility.HtmlDecode(await ShowAsync(hub, "Practice", Practice)).ShouldContain(Words);
    }

    [Fact]
    public async Task Waiting_OfALine_IsToldAtWhatItsChoicesCommittedThere()
    {
        await using var hub = await StartAsync(PricedArea.Files());
        await hub.TakeAsync(TestReferral.Routine());
        await AddChoicesAsync(hub, (1, 30, 15_000), (2, 20, 15_000));

        // By the price list 18,900 at RH1, whatever stood beside the option.
        System
            .Net.WebUtility.HtmlDecode(await ShowAsync(hub, "Practice", Practice))
            .ShouldContain(
                "1 referral waits for a decision or a choice. At this practice's mean price of the last 91 days (£189.00) it would"
            );
    }

    [Fact]
    public async Task Commissioner_IsNotToldOfAFew_NorTheMean()
    {
        await using var hub = await StartAsync();
        await hub.TakeAsync(TestReferral.Routine());
        await AddChoicesAsync(hub, (1, 30, 15_000));

        var shown = await ShowAsync(hub, "Commissioner", "ZC01");

        shown.ShouldContain("A few referrals wait for a decision or a choice.");
        shown.ShouldNotContain("150");
    }

    [Fact]
    public async Task NothingThatWaits_IsNotSpokenOf()
    {
        await using var hub = await StartAsync();
        await AddChoicesAsync(hub, (1, 30, 15_000));

        (await ShowAsync(hub, "Practice", Practice)).ShouldNotContain("a decision or a choice");
        (await hub.Http.GetStringAsync("/feeds/practices/L81008/activity")).ShouldNotContain("waiting");
        (await hub.Http.GetStringAsync("/feeds/practices/L81008/activity?format=csv&table=waiting"))
            .Trim()
            .ShouldBe("practice,on,referrals,meanPence,pence,inForecast");
    }

    [Fact]
    public void Words_SayWhatIsNotKnown()
    {
        var practice = new FigureReader(AccessScope.ForPractices([Practice]));
        ToldWaiting.Tell(WaitingReader.Calculate(2, Money.Zero, 0), practice).Words.ShouldContain("no choice of this practice");
        var commissioner = new FigureReader(AccessScope.ForFigures([Practice]));
        var told = ToldWaiting.Tell(WaitingReader.Calculate(23, new(170_000), 10), commissioner);
        (told.Count, told.Mean, told.Expected).ShouldBe((25, null, new Money(400_000)));
        told.Words.ShouldContain(
            "25 referrals wait for a decision or a choice. At this practice's mean price of the last 91 days they would"
        );
    }

    static Task<TestHub> StartAsync(IReadOnlyDictionary<string, string>? arrangements = null) =>
        TestHub.StartAsync(
            "web",
            writeDirectory: folder =>
            {
                TestDirectory.Write(folder);
                File.WriteAllText(
                    Path.Combine(folder, "commissioners.csv"),
                    "body,name,practice,from,until\nZC01,First,L81008,2024-04-01,\n"
                );
                arrangements?.Write(Path.Combine(folder, "commissioning"));
            }
        );

    /// <summary>Choices of referrals that nobody sent, so that none of them waits.</summary>
    static Task AddChoicesAsync(TestHub hub, params (int Id, int DaysAgo, long? Pence)[] choices) =>
        hub.AddAsync([
            .. choices.SelectMany(c =>
                new[]
                {
                    Received(c.Id, Now.AddDays(-c.DaysAgo), Practice),
                    Event(
                        c.Id,
                        2,
                        EventTypes.Chosen,
                        Now.AddDays(-c.DaysAgo),
                        new()
                        {
                            Practice = Practice,
                            Specialty = "110",
                            Provider = "RH1",
                            Pence = c.Pence,
                        }
                    ),
                }
            ),
        ]);

    static async Task<string> ShowAsync(TestHub hub, string kind, string organisation)
    {
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Test Person", "Test post", kind, organisation);
        return await page.GetAsync($"/commissioning/practices/{Practice}");
    }
}
