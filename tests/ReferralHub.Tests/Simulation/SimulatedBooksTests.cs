using System.Diagnostics;
using ReferralHub.Budgets.Books;
using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Platform.Log;
using ReferralHub.Tests.Budgets.Books;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Simulation;

/// <summary>
/// What the simulated hubs say is kept as books: the month and a half of each seed follows that of the one before, so that a book has more
/// than a year with everything that goes wrong in it. Meanwhile months are closed, prices are published backwards, plans come to other
/// figures, readers of the log die in the middle, and the book is thrown away and written again.
/// <c>REFERRALHUB_TEST_NIGHTLY</c> has five hundred months, <c>REFERRALHUB_TEST_BOOKS</c> another number of books.
/// </summary>
public sealed class SimulatedBooksTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Months of one book; the calendar of the arrangements goes on for longer.</summary>
    const int MonthsOfBook = 14;
    const int BooksOfANight = 36;

    /// <summary>Of the month after, from when a month may be closed.</summary>
    const int CloseDay = 23;
    static readonly int[] Cuts = [1, 3, 17, 64, 512];
    TestHub hub = null!;
    SimWorld world = null!;

    static int Books =>
        int.TryParse(Environment.GetEnvironmentVariable("REFERRALHUB_TEST_BOOKS"), out var books) ? books
        : Environment.GetEnvironmentVariable("REFERRALHUB_TEST_NIGHTLY") is null ? 1
        : BooksOfANight;

    public async Task InitializeAsync()
    {
        hub = await TestHub.StartAsync("web", set: SimWorld.Set);
        world = new(hub);
    }

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task SimulatedMonths_HoldTheIdentities()
    {
        var watch = Stopwatch.StartNew();
        var (events, postings, closes) = (0L, 0L, 0);
        for (var book = 0; book < Books; book++)
        {
            await using var history = await BookHistory.StartAsync();
            await KeepAsync(history, book);
            postings += await history.ShouldHoldAsync();
            var kept = await history.Hub.DumpBookAsync();
            await history.Hub.ReadAnewAsync(512);
            (await history.Hub.DumpBookAsync()).ShouldBe(kept, $"book {book}");
            events += await history.Hub.CountAsync<LogEvent>();
            closes += history.Closed.Count;
        }

        closes.ShouldBe(Books * MonthsOfBook);
        output.WriteLine($"{closes} months, {events} events, {postings} postings, {watch.Elapsed.TotalSeconds:0} s");
    }

    async Task KeepAsync(BookHistory history, int book)
    {
        var random = new Random(book);
        int Cut() => Cuts[random.Next(Cuts.Length)];
        var waiting = new List<(DateTime At, LogEvent Event)>();
        for (var m = 0; m <= MonthsOfBook; m++)
        {
            var month = ChangingArea.Begin.AddMonths(m);
            if (m < MonthsOfBook)
                waiting.AddRange(Simulate((ulong)((book * MonthsOfBook) + m + 1), month));
            var until = month.AddDays(CloseDay - 1).ToDateTime(new(10, 0), DateTimeKind.Utc);
            var due = waiting.OrderBy(w => w.At).TakeWhile(w => w.At < until || m == MonthsOfBook).ToList();
            waiting.RemoveAll(due.Contains);
            foreach (var events in Divide(due, random))
            {
                history.MoveTo(events[^1].At);
                await history.AppendAsync([.. events.Select(e => e.Event)]);
                if (random.Next(3) == 0)
                    await history.Hub.ReadAndDieAsync(Cut());
                if (random.Next(3) == 0)
                    await history.Hub.ReadBookAsync(Cut);
            }

            history.MoveTo(until);
            await ArrangeAsync(history, random, month);
            if (m > 0)
                await history.CloseAsync(month.AddMonths(-1), Cut);
            if (random.Next(12) == 0)
                await history.Hub.ReadAnewAsync(Cuts[^1]);
        }
    }

    /// <summary>Now and then prices are published, a plan comes to another figure, or two bodies agree to one.</summary>
    static async Task ArrangeAsync(BookHistory history, Random random, DateOnly month)
    {
        switch (random.Next(6))
        {
            case 0 when history.Area.Prices < 3:
                history.Area.Prices++;
                await history.LoadAsync();
                break;
            case 1:
                history.Area.Plans++;
                await history.LoadAsync();
                break;
            case 2:
                // Also for a month that is closed.
                var from = month.AddMonths(-random.Next(4));
                await history.SayAsync(
                    BookEventTypes.PlanSuperseded,
                    ChangingArea.First,
                    ChangingArea.Practices[random.Next(2)],
                    random.Next(400_000),
                    from < ChangingArea.Begin ? ChangingArea.Begin : from
                );
                break;
        }
    }

    /// <summary>
    /// The log of a seed, as if it had begun with the month: what the book reads of it, and the receipt of each referral. Two practices
    /// have budgets and a third has none; some referrals are for a specialty that has no price at first.
    /// </summary>
    IEnumerable<(DateTime At, LogEvent Event)> Simulate(ulong seed, DateOnly month)
    {
        var outcome = new Simulation(world, seed, SimBug.None).Run();
        outcome.Verdict.Violations.ShouldBeEmpty($"seed {seed}, faults {outcome.Faults}");
        var by = month.ToDateTime(TimeOnly.FromDateTime(Simulation.Start), DateTimeKind.Utc) - Simulation.Start;
        // An event whose place came late keeps it.
        var placed = DateTime.MinValue;
        foreach (var e in outcome.Log.Where(e => e.Version == 1 || BookKeeper.Reads(e)))
        {
            placed = e.At > placed ? e.At : placed;
            yield return (placed + by, Move(e, by));
        }
    }

    static LogEvent Move(LogEvent e, TimeSpan by)
    {
        var data = EventData.Read(e.Data);
        var number = e.Referral.ToByteArray()[0];
        data = data with
        {
            Practice = data.Practice is null
                ? null
                : (number % 7) switch
                {
                    0 => "A81009",
                    < 4 => "L81008",
                    _ => "A81002",
                },
            Specialty = data.Specialty is not null && number % 11 == 0 ? "130" : data.Specialty,
            Provider = data.Provider is not null && number % 5 == 0 ? "RH2" : data.Provider,
            Received = data.Received + by,
            WaitDays = e.Type == EventTypes.Chosen && number % 3 > 0 ? number : data.WaitDays,
        };
        return new()
        {
            Id = e.Id,
            Referral = e.Referral,
            Version = e.Version,
            Type = e.Type,
            At = e.At + by,
            Actor = e.Actor,
            Data = data.Write(),
        };
    }

    static IEnumerable<List<(DateTime At, LogEvent Event)>> Divide(List<(DateTime At, LogEvent Event)> events, Random random)
    {
        for (var i = 0; i < events.Count; )
        {
            var some = events.GetRange(i, Math.Min(random.Next(1, 60), events.Count - i));
            yield return some;
            i += some.Count;
        }
    }
}
