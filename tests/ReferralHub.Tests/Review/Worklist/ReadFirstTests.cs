using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Review;
using ReferralHub.Review.Worklist;
using ReferralHub.Triage;
using ReferralHub.Web.Users;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Worklist;

/// <summary>What triage found stands before everything, on the list, for the next one, and on the page about it.</summary>
public sealed class ReadFirstTests : IAsyncLifetime
{
    static readonly HubUser Reader = ReviewHub.Reviewer("Reviewer One");
    ReviewHub review = null!;

    public async Task InitializeAsync() => review = await ReviewHub.StartAsync();

    public async Task DisposeAsync() => await review.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Queue_ReadPageByPage_GivesTheGravestFirst_AndEachOnce(bool isReversed)
    {
        for (var i = 0; i < 27; i++)
            await ArriveAsync(ReadFirst.No);
        var attention = await ArriveAsync(ReadFirst.Attention);
        var emergency = await ArriveAsync(ReadFirst.Emergency);
        var cancer = await ArriveAsync(ReadFirst.SuspectedCancer);

        var (seen, cursor) = (new List<QueueItem>(), (string?)null);
        do
        {
            var page = await ListAsync(new(Cursor: cursor, IsReversed: isReversed));
            seen.AddRange(page.Items);
            cursor = page.Next;
        } while (cursor is not null);

        seen.Take(3).Select(i => i.Reference.Replace("-", "")).ShouldBe([emergency, cancer, attention]);
        seen.Select(i => i.Reference).Distinct().Count().ShouldBe(30);
        seen.Count.ShouldBe(30);
    }

    [Fact]
    public async Task Worklist_ShowsGroupCountAndFilter()
    {
        await ArriveAsync(ReadFirst.No);
        await ArriveAsync(ReadFirst.SuspectedCancer);
        await ArriveAsync(ReadFirst.Emergency);
        using var page = await review.OpenPagesAsync("Reviewer One");

        var all = await page.GetAsync("/review");
        var first = await page.GetAsync("/review?first=only");

        all.ShouldContain("Read first: 2");
        all.ShouldContain("1 may be an emergency, 1 may be cancer");
        all.IndexOf("group-read-first", StringComparison.Ordinal).ShouldBeLessThan(all.IndexOf("group-due", StringComparison.Ordinal));
        first.ShouldContain("Referrals to review (2)");
    }

    [Fact]
    public async Task NextOne_IsTheGravest_WhateverIsDueSooner()
    {
        var urgent = TestJourney.InReview().Urgent();
        await review.ArriveAsync(urgent);
        var attention = await ArriveAsync(ReadFirst.Attention);
        var emergency = await ArriveAsync(ReadFirst.Emergency);

        var (first, second) = (await review.TakeNextAsync("Reviewer One"), await review.TakeNextAsync("Reviewer Two"));

        (first?.Replace("-", ""), second?.Replace("-", "")).ShouldBe((emergency, attention));
    }

    [Fact]
    public async Task DecidePage_MarksTheWordsInTheirSentence_AndEncodesThem()
    {
        // The client of the tests decodes a page once; what was encoded twice shows that the page encodes.
        const string Sentence = "Then &lt;b&gt;PR bleeding&lt;/b&gt; and weight loss for weeks.";
        var reference = await ArriveAsync(
            ReadFirst.SuspectedCancer,
            new FoundWords("Rectal bleeding", Sentence, Sentence.IndexOf("PR", StringComparison.Ordinal), "PR bleeding".Length, "Note")
        );
        using var page = await review.OpenPagesAsync("Reviewer One");

        var shown = await page.GetAsync($"/review/{reference}");

        shown.ShouldContain("Read first: may be cancer");
        shown.ShouldContain("Then &lt;b&gt;<mark>PR bleeding</mark>&lt;/b&gt; and weight loss for weeks.");
        shown
            .IndexOf("id=\"read-first\"", StringComparison.Ordinal)
            .ShouldBeLessThan(shown.IndexOf("Why it is here", StringComparison.Ordinal));
        shown.ShouldNotContain("Found:");
    }

    [Fact]
    public async Task Search_SaysHowManyThereAreAndWhere_AndTellsPeopleApart()
    {
        for (var i = 0; i < 3; i++)
            await TestJourney.At(Stage.AwaitingChoice).ArriveAsync(review.Hub);
        await ArriveAsync(ReadFirst.No);
        using var page = await review.OpenPagesAsync("Reviewer One");

        var shown = await page.GetAsync("/review?find=Canaryfamily");

        shown.ShouldContain("4 in all, 1 in review.");
        shown.ShouldContain("Not on this list (3)");
        shown.ShouldContain("born\n            1 May 1970, NHS number");
        shown.ShouldContain("01-May-1970, ");
    }

    Task<QueuePage> ListAsync(QueueFilter filter) => review.Get<ListQueue>().ListAsync(filter, CancellationToken.None, Reader);

    /// <summary>A referral in review of which triage says so; gives back its reference.</summary>
    async Task<string> ArriveAsync(ReadFirst first, params FoundWords[] found)
    {
        var arrived = await review.ArriveAsync();
        await review.Hub.Database.WriteAsync(
            async (db, token) =>
            {
                var now = review.Get<TimeProvider>().UtcNow();
                var moves = review.Get<JourneyMoves>();
                var journey = await review.Hub.Database.Claim<ReferralJourney>(db, [arrived.Id]).SingleAsync(token);
                moves.Move(db, journey, Stage.Received, EventTypes.Amended, Actor.Sender("L81008"), null, now);
                moves.PutFirst(db, journey, first, now);
                moves.Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.Triage, null, now);
                if (found.Length > 0)
                    db.Set<TriageRun>().Add(CreateRun(journey, found, now));
            },
            CancellationToken.None
        );
        return arrived.Reference;
    }

    static TriageRun CreateRun(ReferralJourney journey, FoundWords[] found, DateTime now) =>
        new()
        {
            Referral = journey.Id,
            Version = journey.Version,
            Outcome = RuleOutcome.Review,
            At = now,
            Packs = "",
            Fired = TriageRun.Write([
                new("safety", "1", "red-flag", "Red flag", RuleResult.Met, RuleOutcome.Review, "It says so.", [], [])
                {
                    IsFirst = true,
                    Found = found,
                },
            ]),
        };
}
