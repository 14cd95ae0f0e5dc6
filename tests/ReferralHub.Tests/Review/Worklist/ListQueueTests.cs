using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Worklist;

public sealed class ListQueueTests
{
    [Fact]
    public async Task Queue_ReadPageByPage_GivesEachOnce_MostPressingFirst()
    {
        await using var hub = await TestHub.StartAsync();
        for (var i = 0; i < 30; i++)
            await hub.TakeAsync((i % 3 == 0 ? TestJourney.InReview().Urgent() : TestJourney.InReview()).BuildReferral());
        await hub.SettleAsync();

        var (seen, cursor) = (new List<JsonNode>(), "");
        do
        {
            var page = JsonNode.Parse(await hub.Http.GetStringAsync($"/review/api/queue?cursor={cursor}"))!;
            seen.AddRange(page["items"]!.AsArray().Select(i => i!));
            cursor = (string?)page["next"];
        } while (cursor is not null);

        seen.Select(i => (string?)i["reference"]).Distinct().Count().ShouldBe(30);
        seen.Take(10).ShouldAllBe(i => (string?)i["priority"] == "Urgent");
    }
}
