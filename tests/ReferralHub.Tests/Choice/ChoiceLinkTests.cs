using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Choice;
using ReferralHub.Journey;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Choice;

/// <summary>A patient's link in the hands of somebody else: tried out, tried at once, and replaced.</summary>
public sealed class ChoiceLinkTests
{
    static readonly DateOnly Born = new(1970, 5, 1);

    /// <summary>Sentence 29.</summary>
    [Fact]
    public async Task S29_SixtyWrongDatesAtOnce_LockAfterFive()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var links = hub.Get<ChoiceLinks>();
        var token = (await links.IssueAsync(id, CancellationToken.None))!;

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => Task.Run(() => links.OpenAsync(token, Born.AddDays(i + 1), CancellationToken.None)))
        );

        answers.ShouldAllBe(a => a == null);
        await using var db = hub.Database.OpenRead();
        var link = await db.ChoiceLinks.SingleAsync();
        (link.WrongAnswers, link.Locked is not null).ShouldBe((5, true));
        (await links.OpenAsync(token, Born, CancellationToken.None)).ShouldBeNull();
        (await hub.CountAsync<WorkItem>()).ShouldBe(1);
    }

    /// <summary>Sentence 31.</summary>
    [Fact]
    public async Task S31_LinkIssuedAnew_EndsTheSessionOfTheOneBefore()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var links = hub.Get<ChoiceLinks>();
        using var first = new PageClient(hub.Http.BaseAddress!);
        await OpenAsync(first, (await links.IssueAsync(id, CancellationToken.None))!);
        (await first.GetAsync("/choose")).ShouldContain("Hospital 7");

        var second = (await links.IssueAsync(id, CancellationToken.None))!;
        var page = await first.GetAsync("/choose");

        first.Status.ShouldBe(HttpStatusCode.Unauthorized);
        page.ShouldNotContain("Hospital 7");
        (await OpenAsync(first, second)).ShouldContain("Hospital 7");
    }

    [Fact]
    public async Task ChoiceSentAfterTheSessionEnded_IsNotTaken_AndThePageSaysSo()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var links = hub.Get<ChoiceLinks>();
        using var browser = new PageClient(hub.Http.BaseAddress!);
        await OpenAsync(browser, (await links.IssueAsync(id, CancellationToken.None))!);
        await using var db = hub.Database.OpenRead();
        var option = (await ChooseService.FindLatestOfferAsync(db, id, CancellationToken.None))!.ReadOptions()[0].Service;
        await links.IssueAsync(id, CancellationToken.None);

        var page = await browser.PostAsync("/choose", ("Service", option));

        browser.Status.ShouldBe(HttpStatusCode.Unauthorized);
        page.ShouldContain("What you have just sent was not taken");
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingChoice);
    }

    /// <summary>Sentence 30.</summary>
    [Fact]
    public async Task S30_UnknownExpiredAndLockedLinks_LookAlike()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var hub = await TestHub.StartAsync(time: time);
        var links = hub.Get<ChoiceLinks>();
        var answers = new Dictionary<string, string>();
        foreach (var kind in new[] { "expired", "locked", "wrong date" })
        {
            var id = await hub.TakeAsync(TestReferral.Routine());
            await hub.SettleAsync();
            var link = (await links.IssueAsync(id, CancellationToken.None))!;
            if (kind == "locked")
                for (var i = 1; i <= 5; i++)
                    await links.OpenAsync(link, Born.AddDays(i), CancellationToken.None);
            if (kind == "expired")
                time.Advance(TimeSpan.FromDays(20));
            answers[kind] = await LookAsync(hub, link, kind == "wrong date" ? Born.AddDays(1) : Born);
        }

        answers["unknown"] = await LookAsync(hub, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Born);

        answers["unknown"].ShouldContain("We cannot show a referral for this link and date of birth.");
        answers.Values.Distinct().ShouldHaveSingleItem();
    }

    /// <summary>Sentence 30.</summary>
    [Fact]
    public async Task S30_TokensTriedOut_AreAnsweredWith429_AndWriteNothing()
    {
        var time = new FakeTimeProvider(new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        await using var hub = await TestHub.StartAsync("web", time);
        using var client = new PageClient(hub.Http.BaseAddress!);
        for (var i = 0; i < ChoiceTries.TriesMax; i++)
        {
            await OpenAsync(client, $"unknown-{i}");
            client.Status.ShouldBe(HttpStatusCode.OK);
        }

        var page = await OpenAsync(client, "unknown");
        var retryAfter = client.Response!.Headers.RetryAfter!.ToString();
        time.Advance(TimeSpan.FromSeconds(ChoiceTries.WindowSeconds));
        await client.GetAsync("/choose/unknown");
        await OpenAsync(client, "unknown");

        page.ShouldContain("There were too many tries from where you are. Wait one minute, then try again.");
        retryAfter.ShouldBe("60");
        client.Status.ShouldBe(HttpStatusCode.OK, "a minute later the next are answered");
    }

    [Fact]
    public void TriesOfMoreAddressesThanAreKept_AreStillCounted()
    {
        var tries = new ChoiceTries(new(), TimeProvider.System, NullLogger<ChoiceTries>.Instance);
        for (var i = 0; i < 25_000; i++)
            tries.CountFailed($"{i}");

        for (var i = 0; i < ChoiceTries.TriesMax; i++)
            tries.CountFailed("one");

        (tries.AreUsedUp("one"), tries.AreUsedUp("two")).ShouldBe((true, false));
    }

    [Fact]
    public async Task LinksTriedOutFromManyAddresses_WarnAndSayItInHealth()
    {
        await using var hub = await TestHub.StartAsync("web", set: s => s.Limits.FailedLinksPerMinuteAlarm = 30);
        var tries = hub.Get<ChoiceTries>();
        for (var i = 0; i < 29; i++)
            tries.CountFailed($"{i}");
        (await hub.Http.GetStringAsync("/health/ready")).ShouldContain("\"patientLinks\":\"ok\"");

        tries.CountFailed("another");

        (await hub.Http.GetStringAsync("/health/ready")).ShouldContain("30 tries to open patients");
        (await hub.Http.GetStringAsync("/metrics")).ShouldContain("referralhub_patient_link_failures 30");
    }

    /// <summary>All that somebody sees who tries a link; without what is another at each answer.</summary>
    static async Task<string> LookAsync(TestHub hub, string link, DateOnly born)
    {
        using var client = new PageClient(hub.Http.BaseAddress!);
        await client.GetAsync($"/choose/{link}");
        var page = await client.PostAsync($"/choose/{link}", ("Day", $"{born.Day}"), ("Month", $"{born.Month}"), ("Year", $"{born.Year}"));
        var headers = client.Response!.Headers.Where(h => !h.Key.EndsWith("-Id", StringComparison.OrdinalIgnoreCase) && h.Key != "Date");
        var own = new[] { PageClient.FindToken(page), link, $"value=\"{born.Day}\"" }.Where(t => t.Length > 0);
        return own.Aggregate(
            $"{client.Status} {string.Join("; ", headers.Select(h => $"{h.Key}: {string.Join(",", h.Value)}"))} {page}",
            (text, part) => text.Replace(part, "", StringComparison.Ordinal)
        );
    }

    static async Task<string> OpenAsync(PageClient client, string token)
    {
        await client.GetAsync($"/choose/{token}");
        return await client.PostAsync($"/choose/{token}", ("Day", "1"), ("Month", "5"), ("Year", "1970"));
    }
}
