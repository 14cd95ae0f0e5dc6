using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;
using ReferralHub.Review;
using ReferralHub.Review.Referral;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Decide;

/// <summary>The record tells what came after what, whatever the clocks say.</summary>
public sealed class HistoryOrderTests
{
    static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void History_OfOneMoment_AndOfClocksThatDiffer_KeepsTheOrderOfTheLog()
    {
        var journey = TestJourney.InReview().Build();
        LogEvent[] log =
        [
            Event(journey, 1, EventTypes.Received, Noon),
            Event(journey, 2, EventTypes.SentToReview, Noon),
            // Another machine, whose clock is behind.
            Event(journey, 3, EventTypes.Claimed, Noon.AddSeconds(-5)),
            Event(journey, 4, EventTypes.Released, Noon.AddMinutes(1)),
        ];
        var deferred = ReviewAct.Create(journey, ReviewActKind.Defer, "A", null, Noon.AddMinutes(1), text: "Later", until: Noon.AddDays(1));
        var sheet = new ReferralSheet(journey, null!, [], [], log, [], null, "A practice") { Acts = [deferred] };

        var told = HistoryEntry.ListFromSheet(sheet).Select(e => e.What.Split(' ')[0]);

        told.ShouldBe(["Deferred", "Released", "Claimed", "Sent", "Received"]);
    }

    static LogEvent Event(ReferralJourney journey, int version, string type, DateTime at) =>
        new()
        {
            Id = EntityId.New(at),
            Referral = journey.Id,
            Version = version,
            Type = type,
            At = at,
            Actor = "hub",
            Data = "{}",
        };
}
