using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Operations;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Operations;

public sealed class FailedWorkTests : IAsyncLifetime
{
    readonly FakeTimeProvider time = new(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc));
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web", time);

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task StuckWork_IsGroupedByCause_WithoutPatientData()
    {
        for (var i = 0; i < 7; i++)
            await hub.TakeAsync(TestReferral.Routine());
        await SitForAMinuteAsync();
        var group = (await hub.Get<FailedWork>().GroupsAsync(CancellationToken.None)).ShouldHaveSingleItem();
        (group.Cause, group.Count, group.Stage, group.First.Count).ShouldBe((ReasonCodes.NoWorkerFinished, 7, Stage.Received, 5));
        var page = await hub.Http.GetStringAsync("/operations/api/work");
        page.ShouldContain("no-worker-finished");
        page.ShouldNotContain("Canary");
        (await hub.Http.GetStringAsync("/operations")).ShouldContain("No worker finished it within a minute");
        (await hub.Http.GetStringAsync($"/operations/api/work/{group.First[0].Reference}")).ShouldNotContain("Canary");
    }

    [Fact]
    public async Task Park_NeedsNameAndReason_StopsWorkers_AndIsKept()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        await SitForAMinuteAsync();
        var reference = (await hub.JourneyAsync(id)).Reference;
        (await PostAsync($"{reference}/park", new { by = "", reason = "x" })).ShouldBe(422);
        (await PostAsync($"{reference}/park", new { by = "Operator", reason = "" })).ShouldBe(422);
        (await PostAsync("AAAAAAAAAAAA/park", new { by = "Operator", reason = "x" })).ShouldBe(404);
        (await PostAsync($"{reference}/park", new { by = "Operator", reason = "The directory is wrong" })).ShouldBe(204);
        var parked = await hub.JourneyAsync(id);
        parked.ParkedSince.ShouldNotBeNull();
        (parked.Owner, parked.Due).ShouldNotBe((null, null));
        await RunTriageAsync(id);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Received);

        (await PostAsync($"{reference}/retry", new { by = "Operator" })).ShouldBe(204);
        await RunTriageAsync(id);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingChoice);
        (await hub.EventsAsync(id))
            .Select(e => (e.Type, e.Actor))
            .ShouldContain((EventTypes.Parked, "operator:Operator via test-centre-xrh01"));
        (await hub.CountAsync<OperatorAct>()).ShouldBe(2);
    }

    [Fact]
    public async Task Park_OfSuspectedCancer_IsRefusedWithASentence()
    {
        var id = await hub.TakeAsync(TestReferral.SuspectedCancer());
        await SitForAMinuteAsync();
        var reference = (await hub.JourneyAsync(id)).Reference;

        var problem = await hub.Get<FailedWork>().ParkAsync(reference, "Operator", "Later", CancellationToken.None);
        var status = await PostAsync($"{reference}/park", new { by = "Operator", reason = "Later" });

        (problem, status).ShouldBe((FailedWork.NeverParked, 409));
        (await hub.JourneyAsync(id)).ParkedSince.ShouldBeNull();
        (await hub.CountAsync<OperatorAct>()).ShouldBe(0);
        (await hub.Http.GetStringAsync("/operations")).ShouldContain("Ring now");
    }

    [Fact]
    public async Task RetryAll_TakesOneCauseOrAll()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
            ids.Add(await hub.TakeAsync(TestReferral.Routine()));
        await SitForAMinuteAsync();
        (await PostAsync("retry", new { by = "Operator", cause = "something-else" })).ShouldBe(200);
        (await hub.CountAsync<OperatorAct>()).ShouldBe(0);
        (await PostAsync("retry", new { by = "Operator" })).ShouldBe(200);
        (await hub.CountAsync<OperatorAct>()).ShouldBe(3);
        foreach (var id in ids)
            (await hub.EventsAsync(id)).Last().Type.ShouldBe(EventTypes.Retried);
    }

    [Fact]
    public async Task InHandAtThreeDeaths_IsParked_AndOthersAreNot()
    {
        var (bad, good) = (await hub.TakeAsync(TestReferral.Routine()), await hub.TakeAsync(TestReferral.Routine()));
        for (var death = 1; death <= 3; death++)
        {
            await DieWithAsync(death == 1 ? [bad, good] : [bad]);
            (await hub.JourneyAsync(bad)).Deaths.ShouldBe(death);
        }

        var parked = await hub.JourneyAsync(bad);
        (parked.StuckReason, parked.ParkedSince is not null).ShouldBe((ReasonCodes.KillsWorkers, true));
        var other = await hub.JourneyAsync(good);
        (other.Deaths, other.ParkedSince is null).ShouldBe((1, true));
        await RunTriageAsync(bad, good);
        (await hub.JourneyAsync(bad)).Stage.ShouldBe(Stage.Received);
        (await hub.JourneyAsync(good)).Stage.ShouldBe(Stage.Accepted);
    }

    /// <summary>A process starts, takes these in hand, and is gone without letting go.</summary>
    async Task DieWithAsync(Guid[] referrals)
    {
        var folder = Path.Combine(hub.Folder, "in-hand");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(
            Path.Combine(folder, $"{Guid.CreateVersion7():N}.bin"),
            [.. referrals.SelectMany(r => r.ToByteArray()), .. new byte[64]]
        );
        using var next = new InHand(
            hub.Database,
            hub.Get<JourneyMoves>(),
            hub.Get<ReferralHub.Platform.HubSettings>(),
            time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<InHand>.Instance
        );
        await next.StartAsync(CancellationToken.None);
    }

    async Task SitForAMinuteAsync()
    {
        for (var seconds = 0; seconds < 75; seconds += 15)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await hub.WatchAsync();
        }
    }

    Task RunTriageAsync(params Guid[] ids) =>
        hub.Get<StageRunner>()
            .RunAsync(Stage.Received, ids, hub.Get<ReferralHub.Triage.TriageStage>().AdvanceAsync, CancellationToken.None);

    async Task<int> PostAsync(string path, object body) =>
        (int)(await hub.Http.PostAsJsonAsync($"/operations/api/work/{path}", body)).StatusCode;
}
