using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Agreeing;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Log;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Agreeing;

/// <summary>A budget from its proposal to its agreement, a question about it, and another figure, by the interface.</summary>
public sealed class PlanFlowTests
{
    [Fact]
    public async Task TwoPeopleOfTwoParties_AgreeABudget_AndTheLogSaysSo()
    {
        await using var hub = await PlanArea.StartAsync();

        (await PlanArea.ActAsync(hub, PlanArea.Manager(), "propose", new() { ["pence"] = 125_000 })).Status.ShouldBe(200);
        var waiting = await PlanArea.ReadAsync(hub, PlanArea.Commissioner());
        waiting!["state"]!.GetValue<string>().ShouldBe("proposed");
        waiting["late"]!.GetValue<bool>().ShouldBeTrue();
        var (status, body) = await PlanArea.ActAsync(hub, PlanArea.Commissioner(), "agree");

        status.ShouldBe(200);
        var view = JsonNode.Parse(body)!;
        view["agreed"]!.GetValue<bool>().ShouldBeTrue();
        view["recomputed"]!.GetValue<bool>().ShouldBeTrue();
        view["words"]!
            .GetValue<string>()
            .ShouldStartWith("£1,250.00 is agreed for 2026/27. Ann Manager, Test post, put it forward for Test Practice");
        view["signatures"]!.AsArray().Select(s => (string?)s!["by"]).ShouldBe(["L81008", "QXX"]);
        (await PlanArea.ListEventsAsync(hub)).ShouldBe([("proposed", 2026, 125_000, "L81008"), ("agreed", 2026, 125_000, "QXX")]);
        var events = await hub.EventsAsync(BookSubjects.FindPlanLine(PlanArea.Set, PlanArea.Practice));
        events.Select(e => e.Actor).ShouldBe(["planner:Ann Manager", "planner:Bob Board"]);
        events.ShouldAllBe(e => !e.Data.Contains("Ann", StringComparison.Ordinal) && !e.Data.Contains("Bob", StringComparison.Ordinal));
        await using var db = hub.Database.OpenRead();
        var line = await db.PlanLines.SingleAsync(l => l.Line == "first-2026/L81008" && l.YearStarting == 2026);
        (line.AgreedPence, line.AgreedAt).ShouldBe((125_000, PlanArea.Now.UtcDateTime));
        // The year after is agreed by itself, and so is the other practice's line.
        (await db.PlanLines.CountAsync(l => l.Set == PlanArea.Set && l.AgreedPence != null)).ShouldBe(1);
    }

    [Fact]
    public async Task OnePerson_OrOneParty_DoesNotAgreeWithItself()
    {
        await using var hub = await PlanArea.StartAsync();
        await PlanArea.ActAsync(hub, PlanArea.Manager(), "propose");

        await RefusedAsync(hub, PlanArea.Manager(), "agree", 409, "Somebody of another party must agree");
        await RefusedAsync(hub, PlanArea.Manager("Other Manager"), "agree", 409, "Somebody of another party must agree");
        (await PlanArea.ListEventsAsync(hub)).Count.ShouldBe(1);
        (await PlanArea.ActAsync(hub, PlanArea.Manager(), "propose")).Status.ShouldBe(200);
        (await PlanArea.ListEventsAsync(hub)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task WhoeverHasAnInterest_SignsNothing()
    {
        await using var hub = await PlanArea.StartAsync();
        await RefusedAsync(hub, PlanArea.Commissioner("Ina Interested"), "propose", 403, "Ina Interested has a declared interest in NZ704");
        await PlanArea.ActAsync(hub, PlanArea.Manager(), "propose");
        await RefusedAsync(hub, PlanArea.Commissioner("Ina Interested"), "agree", 403, "which provides care as a part of B81001");
        (await PlanArea.ListEventsAsync(hub)).Count.ShouldBe(1);
        (await hub.CountAsync<PlanAct>()).ShouldBe(3);
    }

    [Fact]
    public async Task WhoeverIsNoParty_IsAnsweredAsIfThereWereNoSuchBudget()
    {
        await using var hub = await PlanArea.StartAsync();
        var stranger = TestCallers.As(CallerRole.Practice, "Sam Stranger", "B81001");
        var unknown = await PlanArea.ActAsync(hub, stranger, "propose", holder: "B81999");
        var other = await PlanArea.ActAsync(hub, stranger, "propose", holder: PlanArea.Practice);

        other.ShouldBe(unknown);
        other.Status.ShouldBe(404);
        (await PlanArea.ReadAsync(hub, stranger)).ShouldBeNull();
        (await PlanArea.ReadAsync(hub, TestCallers.As(CallerRole.Commissioner, "Other Board", "ZC02"))).ShouldBeNull();
        (await PlanArea.ReadAsync(hub, TestCallers.As(CallerRole.Lead, "Lea Lead", "XRH01"))).ShouldNotBeNull();
        (await PlanArea.ActAsync(hub, TestCallers.As(CallerRole.Lead, "Lea Lead", "XRH01"), "propose")).Status.ShouldBe(403);
        (await PlanArea.ReadAsync(hub, PlanArea.Manager())).ShouldNotBeNull();
    }

    [Fact]
    public async Task FigureThatWasNotRead_IsNotAgreed()
    {
        await using var hub = await PlanArea.StartAsync();
        await RefusedAsync(hub, PlanArea.Manager(), "propose", 409, "£1,250.00 by now", new() { ["pence"] = 124_999 });
        await RefusedAsync(hub, PlanArea.Commissioner(), "agree", 409, "Nobody has put £1,250.00 forward yet");
        (await PlanArea.ActAsync(hub, PlanArea.Manager(), "propose", new() { ["year"] = 2030 })).Status.ShouldBe(404);
    }

    [Fact]
    public async Task SystemOfTheCentre_NamesPartyAndPerson_AndIsNoSecondPerson()
    {
        await using var hub = await PlanArea.StartAsync();
        var centre = await CallerHeaders.CentreAsync(hub);
        await RefusedAsync(hub, centre, "propose", 422, "Say for which of its parties", new() { ["by"] = "Ann", ["role"] = "Manager" });
        await RefusedAsync(hub, PlanArea.Manager(), "propose", 403, "QXX is no party", new() { ["for"] = "QXX" });
        await RefusedAsync(hub, centre, "propose", 422, "Say who does it", new() { ["for"] = "L81008", ["role"] = "Manager" });
        JsonObject Signed(string party, string by) =>
            new()
            {
                ["for"] = party,
                ["by"] = by,
                ["role"] = "Manager",
            };

        (await PlanArea.ActAsync(hub, centre, "propose", Signed("L81008", "Ann"))).Status.ShouldBe(200);

        await RefusedAsync(hub, centre, "agree", 409, "only said by a system", Signed("QXX", "Bob"));
        await RefusedAsync(hub, PlanArea.Commissioner(), "agree", 409, "only said by a system");
    }

    [Fact]
    public async Task Question_IsAskedByTheHolder_AndAnsweredByWhoGives()
    {
        await using var hub = await PlanArea.StartAsync();
        await RefusedAsync(hub, PlanArea.Manager(), "understood", 422, "Say what is not understood", new() { ["understood"] = "partly" });
        (
            await PlanArea.ActAsync(
                hub,
                PlanArea.Manager(),
                "understood",
                new() { ["understood"] = "partly", ["question"] = "Why fair shares?" }
            )
        ).Status.ShouldBe(200);
        var asked = (await PlanArea.ReadAsync(hub, PlanArea.Commissioner()))!;
        asked["understood"]!.GetValue<string>().ShouldBe("partly");
        var about = asked["questions"]![0]!["id"]!.GetValue<string>();

        (
            await PlanArea.ActAsync(hub, PlanArea.Commissioner(), "answer", new() { ["about"] = about, ["answer"] = "By need." })
        ).Status.ShouldBe(200);

        (await PlanArea.ReadAsync(hub, PlanArea.Manager()))!["questions"]![0]!["answer"]!["text"]!.GetValue<string>().ShouldBe("By need.");
        (await PlanArea.ListEventsAsync(hub)).Select(e => e.Type).ShouldBe(["understood"]);
        var data = (await hub.EventsAsync(BookSubjects.FindPlanLine(PlanArea.Set, PlanArea.Practice))).Single().Data;
        BookEventData.Read(data).Understood.ShouldBe("partly");
        data.ShouldNotContain("fair shares");
    }

    [Fact]
    public async Task AnotherFigure_IsAgreedAnew_AndSupersedesTheOldOneFromThatDay()
    {
        await using var hub = await PlanArea.StartAsync();
        await PlanArea.ActAsync(hub, PlanArea.Manager(), "propose");
        await PlanArea.ActAsync(hub, PlanArea.Commissioner(), "agree");
        await PlanArea.LoadAsync(
            hub,
            PlanArea
                .Files.With(SmallArea.Arrangements, "weightPerMille: 500", "weightPerMille: 1000")
                .With(SmallArea.Arrangements, "  - id: rest-2026\n", "    corrects: { reason: Weight, by: QXX }\n  - id: rest-2026\n")
        );
        var changed = (await PlanArea.ReadAsync(hub, PlanArea.Manager()))!;
        changed["state"]!.GetValue<string>().ShouldBe("changed");
        changed["words"]!.GetValue<string>().ShouldContain("£1,250.00 was agreed and holds until then");

        (await PlanArea.ActAsync(hub, PlanArea.Commissioner(), "propose")).Status.ShouldBe(200);
        (await PlanArea.ActAsync(hub, PlanArea.Manager(), "agree")).Status.ShouldBe(200);

        (await PlanArea.ListEventsAsync(hub))
            .Skip(2)
            .Select(e => (e.Type, e.Pence))
            .ShouldBe([("proposed", 150_000), ("superseded", 150_000), ("agreed", 150_000)]);
        var superseded = (await hub.EventsAsync(BookSubjects.FindPlanLine(PlanArea.Set, PlanArea.Practice)))[3];
        BookEventData.Read(superseded.Data).EffectiveFrom.ShouldBe(new DateOnly(2026, 6, 10));
    }

    [Fact]
    public async Task TwoWhoAgreeAtOnce_AgreeOnce()
    {
        await using var hub = await PlanArea.StartAsync();
        await PlanArea.ActAsync(hub, PlanArea.Manager(), "propose");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => PlanArea.ActAsync(hub, PlanArea.Commissioner($"Bob {i}"), "agree"))
        );
        answers.Count(a => a.Status == 200).ShouldBe(1);
        answers.Count(a => a.Status == 409).ShouldBe(3);
        (await PlanArea.ListEventsAsync(hub)).Select(e => e.Type).ShouldBe(["proposed", "agreed"]);
        await hub.StampAsync();
        await using var db = hub.Database.OpenRead();
        (await LogVerifier.VerifyAsync(db, CancellationToken.None)).Holds.ShouldBeTrue();
    }

    static async Task RefusedAsync(TestHub hub, (string, string) caller, string word, int status, string says, JsonObject? body = null)
    {
        var answer = await PlanArea.ActAsync(hub, caller, word, body);
        answer.Body.ShouldContain(says);
        answer.Status.ShouldBe(status);
    }
}
