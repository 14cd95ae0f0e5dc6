using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Closing;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Books.Verifying;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;
using Shouldly;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>
/// A hub whose clock a test moves, with arrangements that change: whatever happens to its book happens through the product's own acts, in
/// the order of time.
/// </summary>
sealed class BookHistory : IAsyncDisposable
{
    public static readonly DateTime Start = new(2026, 4, 1, 9, 0, 0, DateTimeKind.Utc);
    static readonly string[] Providers = [.. Enumerable.Range(1, 9).Select(i => $"RH{i}")];
    readonly SteppedClock clock;
    readonly Dictionary<DateOnly, string> closed = [];

    BookHistory(TestHub hub, SteppedClock clock) => (Hub, this.clock) = (hub, clock);

    public TestHub Hub { get; }

    public ChangingArea Area { get; } = new();

    public DateTime Now => clock.Now;

    /// <summary>By month, the hash with which it was closed.</summary>
    public IReadOnlyDictionary<DateOnly, string> Closed => closed;

    public static async Task<BookHistory> StartAsync(Action<HubSettings>? set = null)
    {
        var clock = new SteppedClock(Start);
        var hub = await TestHub.StartAsync(
            "web",
            clock,
            folder =>
            {
                TestDirectory.Write(folder);
                WriteFolder(new ChangingArea().Write(), folder);
            },
            set: set
        );
        return new(hub, clock);
    }

    /// <summary>Two choices of April, one of care that has no price, and the day on which April may be closed.</summary>
    public static async Task<BookHistory> StartWithAprilAsync()
    {
        var history = await StartAsync();
        history.Move(TimeSpan.FromDays(2));
        await history.AppendAsync(
            BookArea.Received(1, history.Now, "L81008"),
            BookArea.Chosen(1, history.Now, "L81008"),
            BookArea.Received(2, history.Now, "A81002"),
            BookArea.Chosen(2, history.Now, "A81002", tfc: "130")
        );
        history.MoveTo(new(2026, 5, 23, 9, 0, 0, DateTimeKind.Utc));
        await history.Hub.ReadBookAsync(() => 512);
        return history;
    }

    /// <summary>The same, and April is closed.</summary>
    public static async Task<BookHistory> StartAfterAprilAsync()
    {
        var history = await StartWithAprilAsync();
        await history.CloseAsync(ChangingArea.Begin, () => 512);
        return history;
    }

    /// <summary>Nothing happens before another.</summary>
    public void MoveTo(DateTime at) => clock.Now = at > clock.Now ? at : clock.Now;

    public void Move(TimeSpan by) => clock.Now += by;

    public Task AppendAsync(params IReadOnlyList<LogEvent> events) =>
        Hub.Database.WriteAsync(
            (db, _) =>
            {
                db.AddRange(events);
                return Task.CompletedTask;
            },
            CancellationToken.None
        );

    public Task SayAsync(string type, string set, string holder, long pence, DateOnly from) =>
        Hub.SayPlanAsync(type, set, holder, new() { Pence = pence, EffectiveFrom = from }, clock.Now);

    /// <summary>As a hub does when it starts, from the folder as it is now.</summary>
    public async Task LoadAsync()
    {
        var folder = Path.Combine(Hub.Folder, "directory");
        WriteFolder(Area.Write(), folder);
        await Hub.Get<IEnumerable<IReferenceDataLoader>>().OfType<ConfigurationLoader>().Single().LoadAsync(folder, CancellationToken.None);
    }

    /// <summary>Closes the month as somebody does who tries at the wrong time first, forgets a provider, and asks twice.</summary>
    public async Task CloseAsync(DateOnly month, Func<int> cut)
    {
        await Hub.GivePlacesAsync();
        (await TryAsync(month)).Reasons.ShouldAllBe(r => !r.Contains("balance", StringComparison.Ordinal));
        await Hub.ReadBookAsync(cut);
        var close = await TryAsync(month, Providers);
        // The first try needed no provider to be missing, and the book had read all.
        if (close.Reasons.Count > 0)
            close.Reasons.ShouldHaveSingleItem().ShouldContain("is closed already");
        else
            (await TryAsync(month, Providers)).Reasons.ShouldNotBeEmpty();
        await Hub.ReadBookAsync(cut);
        await using var db = Hub.Database.OpenRead();
        var found = await Hub.EventsAsync(BookSubjects.FindMonth(month));
        closed[month] = BookEventData.Read(found.ShouldHaveSingleItem().Data).Balances!;
    }

    /// <summary>All that must hold of a book that has read the whole log.</summary>
    public async Task<long> ShouldHoldAsync()
    {
        await using var db = Hub.Database.OpenRead();
        var verified = await BookVerification.VerifyAsync(db, CancellationToken.None);
        verified.Faults.ShouldBeEmpty();
        (await BookRebuild.CheckAsync(db, CancellationToken.None)).IsEqual.ShouldBeTrue();
        (await db.MonthCloses.AsNoTracking().ToDictionaryAsync(c => c.Month, c => c.Hash)).ShouldBe(closed, ignoreOrder: true);
        (await LogVerifier.VerifyAsync(db, CancellationToken.None)).Holds.ShouldBeTrue();
        return verified.Postings;
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    Task<CloseResult> TryAsync(DateOnly month, params string[] missing) =>
        Hub.Get<CloseMonth>().CloseAsync(new(month, missing, Actor.Books), CancellationToken.None);

    static void WriteFolder(IReadOnlyDictionary<string, string> files, string folder)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "commissioning")).FullName;
        foreach (var (name, text) in files)
            File.WriteAllText(Path.Combine(path, name), text);
    }
}
