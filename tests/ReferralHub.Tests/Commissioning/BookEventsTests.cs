using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Operations;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Tests.History;
using ReferralHub.Triage.Measures;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning;

/// <summary>Events of the books in the one log, and that nobody who reads it for referrals takes harm from them.</summary>
public sealed class BookEventsTests
{
    static readonly Guid Line = BookSubjects.FindPlanLine("loc-n-2026", "A81001");
    static readonly Guid Month = BookSubjects.FindMonth(new(2026, 5, 1));

    [Fact]
    public async Task Append_CountsVersionsOfEachSubject_InOneTransactionAndOverSeveral()
    {
        await using var hub = await TestHub.StartAsync("web");
        await hub.Database.WriteAsync(
            async (db, token) =>
            {
                await AppendAsync(db, Line, BookEventTypes.PlanProposed, token);
                await AppendAsync(db, Month, BookEventTypes.MonthClosed, token);
                await AppendAsync(db, Line, BookEventTypes.PlanAgreed, token);
            },
            CancellationToken.None
        );
        await hub.Database.WriteAsync((db, token) => AppendAsync(db, Line, BookEventTypes.PlanAgreed, token), CancellationToken.None);

        (await hub.EventsAsync(Line))
            .Select(e => (e.Version, e.Type))
            .ShouldBe([(1, "book.plan-proposed"), (2, "book.plan-agreed"), (3, "book.plan-agreed")]);
        (await hub.EventsAsync(Month)).Select(e => e.Version).ShouldBe([1]);
    }

    [Fact]
    public async Task Append_ManyAtOnce_GivesEachItsOwnVersion()
    {
        await using var hub = await TestHub.StartAsync("web");
        // Of different types, because the index over subject, version and type would let two of one version be.
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    hub.Database.WriteAsync(
                        (db, token) => AppendAsync(db, Line, i % 2 == 0 ? BookEventTypes.PlanAgreed : BookEventTypes.PlanUnderstood, token),
                        CancellationToken.None
                    )
                )
        );

        (await hub.EventsAsync(Line)).Select(e => e.Version).ShouldBe(Enumerable.Range(1, 12));
    }

    [Fact]
    public async Task Append_OfAnotherType_OrAboutAReferral_OrTooLong_WritesNothing()
    {
        await using var hub = await TestHub.StartAsync("web");
        var referral = await hub.TakeAsync(TestReferral.Routine());
        var before = await hub.CountAsync<LogEvent>();

        (await RefusedAsync(Line, "chosen", new())).ShouldContain("no type of event of the books");
        (await RefusedAsync(referral, BookEventTypes.PlanAgreed, new())).ShouldContain("is a referral");
        (await RefusedAsync(Line, BookEventTypes.PlanAgreed, new() { Reason = new('x', LogEvent.DataCharactersMax) })).ShouldContain(
            "at most 4,000 characters"
        );

        (await hub.CountAsync<LogEvent>()).ShouldBe(before);

        async Task<string> RefusedAsync(Guid subject, string type, BookEventData data) =>
            (
                await Should.ThrowAsync<ArgumentException>(() =>
                    hub.Database.WriteAsync(
                        (db, token) => BookEvents.AppendAsync(db, subject, type, data, Actor.Books, Now, token),
                        CancellationToken.None
                    )
                )
            ).Message;
    }

    [Fact]
    public void Holder_IsWrittenAsTheFeedLooksForIt_AndNothingElseReadsLikeIt()
    {
        new BookEventData { Plan = "p", Holder = "A81001" }
            .Write()
            .ShouldContain("\"holder\":\"A81001\"");
        new BookEventData { Reason = "\"holder\":\"A81001\"", Plan = "\\\"holder\":\"A81001\"" }
            .Write()
            .ShouldNotContain("\"holder\":\"A81001\"");
    }

    [Fact]
    public void SubjectsOfNames_AreTheSameAlways()
    {
        BookSubjects.FindPlanLine("loc-n-2026", "A81001").ShouldBe(Line);
        BookSubjects.FindMonth(new(2026, 5, 31)).ShouldBe(Month);
        new[]
        {
            Line,
            Month,
            BookSubjects.FindPriceList("loc-n-2026/A81001"),
            BookSubjects.FindPlanLine("loc-n-2026", "A81002"),
        }.ShouldBeUnique();
    }

    [Fact]
    public async Task Projections_CountTheSame_WithBooksInTheLogAndWithout()
    {
        await using var hub = await TestHub.StartAsync();
        var (_, before) = (await TakeAsync(hub), await CountsAsync(hub));
        await AppendAllAsync(hub);
        await hub.ProjectedAsync();
        (await CountsAsync(hub)).ShouldBe(before);

        var runner = hub.Get<ProjectionRunner>();
        foreach (var projection in runner.Projections)
            await runner.RebuildAsync(projection, CancellationToken.None);
        await hub.ProjectedAsync();
        (await CountsAsync(hub)).ShouldBe(before);

        await using var db = hub.Database.OpenRead();
        var verified = await LogVerifier.VerifyAsync(db, CancellationToken.None);
        (verified.Holds, verified.Unstamped).ShouldBe((true, 0));
        (await db.Log.CountAsync(e => e.Type.StartsWith("book."))).ShouldBe(BookEventTypes.All.Count);
        (await db.Set<ActivityReferral>().CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task BatchOfBooksAlone_MovesTheCursors()
    {
        await using var hub = await TestHub.StartAsync("web");
        await AppendAllAsync(hub);
        await hub.StampAsync();

        await using var db = hub.Database.OpenRead();
        var cursors = await db.Cursors.Select(c => c.Position).ToListAsync();
        cursors.Count.ShouldBe(hub.Get<ProjectionRunner>().Projections.Count);
        cursors.ShouldAllBe(p => p == BookEventTypes.All.Count);
        (await db.Set<ActivityMonth>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task History_WithBooksInTheLog_IsSound()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        await AppendAllAsync(hub);
        await hub.ProjectedAsync();

        var snapshot = await HistorySnapshot.ReadAsync(hub.Database, [], []);
        var verdict = HistoryChecker.Check(snapshot);
        snapshot.Books.Count.ShouldBe(BookEventTypes.All.Count);
        // Nobody noted here what was sent, so that everything that is there is unexpected.
        verdict.Violations.Where(v => !v.StartsWith("I2 ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Verify_NamesTheSubject_OfABookEventThatWasChanged()
    {
        await using var hub = await TestHub.StartAsync("web");
        await AppendAllAsync(hub);
        await hub.StampAsync();
        await hub.Database.WriteAsync(
            (db, token) =>
                db.Log.Where(e => e.Type == BookEventTypes.PlanAgreed).ExecuteUpdateAsync(e => e.SetProperty(x => x.Data, "{}"), token),
            CancellationToken.None
        );

        await using var db = hub.Database.OpenRead();
        var found = await LogVerifier.VerifyAsync(db, CancellationToken.None);
        found.FirstFault!.ShouldContain($"book.plan-agreed, subject {Line}");
    }

    static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    static async Task<IReadOnlyList<Guid>> TakeAsync(TestHub hub)
    {
        var ids = new[] { await hub.TakeAsync(TestReferral.Routine()), await hub.TakeAsync(TestReferral.SuspectedCancer()) };
        await hub.SettleAsync();
        await hub.ProjectedAsync();
        return ids;
    }

    /// <summary>One event of every type there is.</summary>
    static Task AppendAllAsync(TestHub hub) =>
        hub.Database.WriteAsync(
            async (db, token) =>
            {
                foreach (var type in BookEventTypes.All)
                    await AppendAsync(db, type.StartsWith(LogSubjects.PlanPrefix, StringComparison.Ordinal) ? Line : Month, type, token);
            },
            CancellationToken.None
        );

    static Task AppendAsync(HubDbContext db, Guid subject, string type, CancellationToken token) =>
        BookEvents.AppendAsync(
            db,
            subject,
            type,
            new()
            {
                Plan = "loc-n-2026",
                Holder = "A81001",
                Pence = 25_480_000,
                By = "QXX",
                Reason = "accept",
            },
            Actor.Books,
            Now,
            token
        );

    /// <summary>All that projections count, in one text.</summary>
    static async Task<string> CountsAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        var months = await db.Set<ActivityMonth>().ToListAsync();
        var referrals = await db.Set<ActivityReferral>().ToListAsync();
        var days = await db.Set<RuleDay>().ToListAsync();
        var senders = await db.Set<SenderRhythm>().ToListAsync();
        return string.Join(
            '\n',
            months
                .Select(m =>
                    $"{m.Practice} {m.Specialty} {m.Provider} {m.Month} {m.Received} {m.FastTracked} {m.AcceptedByRule} {m.Chosen}"
                )
                .Concat(referrals.Select(r => $"{r.Referral} {r.Practice} {r.CommittedPence}"))
                .Concat(days.Select(d => $"{d.Pack} {d.Rule} {d.Day} {d.Met} {d.NotMet} {d.Unknown} {d.Decided}"))
                .Concat(senders.Select(s => $"{s.Sender} {s.Messages}"))
                .Order(StringComparer.Ordinal)
        );
    }
}
