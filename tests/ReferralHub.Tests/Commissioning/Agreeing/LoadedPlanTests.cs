using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Agreeing;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Platform.Log;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Agreeing;

/// <summary>What a load of the arrangements makes of the budgets in them.</summary>
public sealed class LoadedPlanTests
{
    const string Agreements = "    agreed: [{ by: L81008, person: Ann, on: 2026-04-20 }, { by: QXX, person: Bob, on: 2026-04-28 }]\n";

    const string Begun = "    period: { from: 2026-04-01, years: 2 }\n    holders: [L";

    [Fact]
    public async Task WrittenAgreement_AndOwnMoney_AreAgreedByLoading_InEachYear()
    {
        await using var hub = await PlanArea.StartAsync(WithAgreements(PlanArea.Files));

        (await PlanArea.ListEventsAsync(hub)).ShouldBe([("agreed", 2026, 125_000, "QXX"), ("agreed", 2027, 125_000, "QXX")]);
        (await PlanArea.ListEventsAsync(hub, "B81001")).Select(e => e.Pence).ShouldBe([175_000, 175_000]);
        (await PlanArea.ListEventsAsync(hub, "QXX", "rest-2026")).ShouldBe([
            ("agreed", 2026, 500_000, "QXX"),
            ("agreed", 2027, 500_000, "QXX"),
        ]);
        await ReasonsAsync(hub, "first-2026", "L81008", KeepPlanLines.Written, KeepPlanLines.Written);
        await ReasonsAsync(hub, "rest-2026", "QXX", KeepPlanLines.Rest, KeepPlanLines.Rest);
        await hub.StampAsync();
        await using var db = hub.Database.OpenRead();
        // What is agreed lies in the log after the load that says so.
        (await db.Log.OrderBy(e => e.Position).Select(e => e.Type).FirstAsync()).ShouldBe(BookEventTypes.ConfigurationLoaded);
        (await LogVerifier.VerifyAsync(db, CancellationToken.None)).Holds.ShouldBeTrue();
        (await db.PlanLines.CountAsync(l => l.AgreedPence == l.Pence)).ShouldBe(6);
    }

    [Fact]
    public async Task PlanWithoutAgreement_IsKept_AndNotAgreed()
    {
        await using var hub = await PlanArea.StartAsync();
        (await PlanArea.ListEventsAsync(hub)).ShouldBeEmpty();
        await using var db = hub.Database.OpenRead();
        var line = await db.PlanLines.SingleAsync(l => l.Line == "first-2026/L81008" && l.YearStarting == 2027);
        (line.Pence, line.AgreedPence, line.DueOn, line.From).ShouldBe((125_000, null, new DateOnly(2027, 5, 1), new DateOnly(2027, 4, 1)));
    }

    [Fact]
    public async Task SameArrangementsAgain_AndAnotherLoadOfThem_AddNothing()
    {
        var files = WithAgreements(PlanArea.Files);
        await using var hub = await PlanArea.StartAsync(files);
        var before = (await hub.CountAsync<PlanAct>(), await PlanArea.ListEventsAsync(hub));

        await PlanArea.LoadAsync(hub, files);
        await PlanArea.LoadAsync(hub, files.With(SmallArea.Arrangements, "version: 1", "version: 1\n# another comment"));

        (await hub.CountAsync<CommissioningLoad>()).ShouldBe(2);
        (await hub.CountAsync<PlanAct>()).ShouldBe(before.Item1);
        (await PlanArea.ListEventsAsync(hub)).ShouldBe(before.Item2);
    }

    [Fact]
    public async Task LoadOfAnEarlierVersion_IsFollowedAtTheNextStart()
    {
        var files = WithAgreements(PlanArea.Files);
        await using var hub = await PlanArea.StartAsync(files);
        await hub.Database.WriteAsync(
            async (db, token) =>
            {
                await db.PlanLines.ExecuteDeleteAsync(token);
                await db.PlanActs.ExecuteDeleteAsync(token);
                await db.Log.Where(e => e.Type == BookEventTypes.PlanAgreed).ExecuteDeleteAsync(token);
            },
            CancellationToken.None
        );

        await PlanArea.LoadAsync(hub, files);

        (await PlanArea.ListEventsAsync(hub)).Select(e => e.Type).ShouldBe(["agreed", "agreed"]);
        (await hub.CountAsync<PlanLineYear>()).ShouldBe(6);
    }

    [Fact]
    public async Task CorrectedFigure_IsNotAgreedByWhatWasSaidOfTheOldOne_AndSupersedesOnceItIs()
    {
        var files = WithAgreements(PlanArea.Files);
        await using var hub = await PlanArea.StartAsync(files);
        var corrected = files
            .With(SmallArea.Arrangements, "B81001: 500 }, weightPerMille: 500", "B81001: 500 }, weightPerMille: 1000")
            .With(SmallArea.Arrangements, "    agreed: [{ by: L", "    corrects: { reason: Wrong weight, by: QXX }\n    agreed: [{ by: L");
        await PlanArea.LoadAsync(hub, corrected);
        await PlanArea.LoadAsync(hub, corrected.With(SmallArea.Arrangements, "version: 1", "version: 1\n# and a comment"));
        (await PlanArea.ListEventsAsync(hub)).Count.ShouldBe(2);
        await using (var db = hub.Database.OpenRead())
            (
                await db.PlanLines.Where(l => l.Line == "first-2026/L81008").Select(l => new { l.Pence, l.AgreedPence }).ToListAsync()
            ).ShouldAllBe(l => l.Pence == 150_000 && l.AgreedPence == 125_000);

        await PlanArea.LoadAsync(
            hub,
            corrected.With(
                SmallArea.Arrangements,
                "on: 2026-04-28 }]",
                "on: 2026-04-28 }, { by: L81008, person: Ann, on: 2026-06-02 }, { by: QXX, person: Bob, on: 2026-06-03 }]"
            )
        );

        var events = await PlanArea.ListEventsAsync(hub);
        events
            .Skip(2)
            .Select(e => (e.Type, e.Year, e.Pence))
            .ShouldBe([("superseded", 2026, 150_000), ("agreed", 2026, 150_000), ("superseded", 2027, 150_000), ("agreed", 2027, 150_000)]);
    }

    [Fact]
    public async Task PlanThatIsGone_HasNothingFromThenOn()
    {
        // One that has not begun may be taken out of the files.
        var files = WithAgreements(PlanArea.Files)
            .With(SmallArea.Arrangements, Begun, "    period: { from: 2027-04-01, years: 2 }\n    holders: [L");
        await using var hub = await PlanArea.StartAsync(files);
        var text = files[SmallArea.Arrangements];
        var (from, to) = (
            text.IndexOf("  - id: first-2026", StringComparison.Ordinal),
            text.IndexOf("  - id: rest-2026", StringComparison.Ordinal)
        );
        await PlanArea.LoadAsync(hub, new Dictionary<string, string> { [SmallArea.Arrangements] = text.Remove(from, to - from) });

        (await PlanArea.ListEventsAsync(hub)).Skip(2).Select(e => (e.Type, e.Pence)).ShouldBe([("superseded", 0), ("superseded", 0)]);
        await using var db = hub.Database.OpenRead();
        (await db.PlanLines.CountAsync(l => l.IsGone && l.AgreedPence == 0)).ShouldBe(4);
    }

    static Dictionary<string, string> WithAgreements(IReadOnlyDictionary<string, string> files) =>
        files.With(SmallArea.Arrangements, "  - id: rest-2026\n", $"{Agreements}  - id: rest-2026\n");

    static async Task ReasonsAsync(TestHub hub, string set, string holder, params string[] reasons) =>
        (await hub.EventsAsync(BookSubjects.FindPlanLine(set, holder))).Select(e => BookEventData.Read(e.Data).Reason).ShouldBe(reasons);
}
