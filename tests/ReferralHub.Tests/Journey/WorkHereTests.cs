using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Journey;

/// <summary>A hub whose broker is away and that has no worker: what it takes in goes on all the same.</summary>
public sealed class WorkHereTests : IAsyncLifetime
{
    readonly FakeTimeProvider time = new(new DateTime(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc));
    TestHub hub = null!;

    public async Task InitializeAsync() =>
        hub = await TestHub.StartAsync(
            "web",
            time,
            // Nobody listens on this port.
            set: s => (s.Transport.Kind, s.Transport.Uri) = ("RabbitMq", "amqp://127.0.0.1:1")
        );

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task SuspectedCancer_WithTheBrokerAway_GoesOnAtOnce()
    {
        var cancer = await hub.TakeAsync(TestReferral.SuspectedCancer());
        var routine = await hub.TakeAsync(TestReferral.Routine());

        await hub.Get<WorkHere>().TurnAsync(CancellationToken.None);

        (await hub.JourneyAsync(cancer)).Stage.ShouldBeOneOf(Stage.Chosen, Stage.Dispatched, Stage.HandedOver);
        (await hub.JourneyAsync(routine)).Stage.ShouldBe(Stage.Received);
    }

    [Fact]
    public async Task EverythingElse_WithTheBrokerAway_GoesOnAtItsTime()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        time.Advance(TimeSpan.FromSeconds(15));

        await hub.Get<WorkHere>().TurnAsync(CancellationToken.None);

        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingChoice);
    }
}
