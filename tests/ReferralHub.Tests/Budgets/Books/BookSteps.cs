using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Platform.Log;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>
/// Turns numbers into what happens to a kept book: choices, choices made anew, take-backs, amendments before and after dispatch, plans that
/// are agreed and superseded, prices and plans that are loaded, months that are closed. The same numbers do the same.
/// </summary>
sealed class BookSteps(BookHistory history)
{
    static readonly string[] TakeBacks =
    [
        EventTypes.Declined,
        EventTypes.Cancelled,
        EventTypes.EnteredInError,
        EventTypes.Amended,
        EventTypes.Returned,
    ];
    static readonly int[] Cuts = [1, 2, 7, 512];
    readonly Dictionary<int, int> versions = [];
    DateOnly toClose = ChangingArea.Begin;
    bool hasCare;
    int seed;

    public int Closes { get; private set; }

    public static Arbitrary<int[]> Any(int most) =>
        (
            from length in Gen.Choose(most / 3, most)
            from steps in Gen.Choose(0, int.MaxValue - 1).ArrayOf(length)
            select steps
        ).ToArbitrary();

    public async Task TakeAsync(IEnumerable<int> steps)
    {
        foreach (var step in steps)
        {
            seed = step;
            history.Move(TimeSpan.FromMinutes(1 + Pick(60 * 60)));
            if (history.Now.Year == 2028)
                break;
            await TakeAsync();
            if (Pick(6) == 0)
                await history.Hub.ReadBookAsync(Cut);
            if (Pick(9) == 0)
                await history.Hub.ReadAndDieAsync(Cut());
        }

        await history.Hub.ReadBookAsync(Cut);
    }

    Task TakeAsync() =>
        Pick(20) switch
        {
            < 9 => ChooseAsync(),
            < 13 => WithReferralAsync(TakeBack),
            13 => WithReferralAsync(r => Say(r, EventTypes.Amended, new() { Stage = Stage.Dispatched })),
            14 => PlanAsync(BookEventTypes.PlanAgreed),
            15 => PlanAsync(BookEventTypes.PlanSuperseded),
            16 => LoadAsync(),
            _ => CloseAsync(),
        };

    async Task ChooseAsync()
    {
        var referral = Pick(3) == 0 && versions.Count > 0 ? versions.Keys.ElementAt(Pick(versions.Count)) : versions.Count + 1;
        var practice = (referral % 5) switch
        {
            0 => "A81009",
            < 3 => "L81008",
            _ => "A81002",
        };
        var events = new List<LogEvent>();
        if (versions.TryAdd(referral, 1))
            events.Add(Received(referral, history.Now.AddDays(-Pick(9)), practice));
        var (tfc, version, provider) = (Pick(5) == 0 ? "130" : "110", ++versions[referral], Pick(3) == 0 ? "RH2" : "RH1");
        events.Add(Chosen(referral, history.Now, practice, tfc, version, Pick(5) == 0 ? null : Pick(120), provider));
        await history.AppendAsync(events);
        hasCare = true;
    }

    LogEvent TakeBack(int referral) => Say(referral, TakeBacks[Pick(TakeBacks.Length)], new() { Stage = Stage.Received });

    LogEvent Say(int referral, string type, EventData data) => Event(referral, ++versions[referral], type, history.Now, data);

    Task WithReferralAsync(Func<int, LogEvent> make) =>
        versions.Count == 0 ? Task.CompletedTask : history.AppendAsync(make(versions.Keys.ElementAt(Pick(versions.Count))));

    Task PlanAsync(string type) =>
        history.SayAsync(type, ChangingArea.First, ChangingArea.Practices[Pick(2)], Pick(300_000), ChangingArea.Begin.AddMonths(Pick(24)));

    async Task LoadAsync()
    {
        if (Pick(2) == 0 && history.Area.Prices < 3)
            history.Area.Prices++;
        else
            history.Area.Plans++;
        await history.LoadAsync();
    }

    async Task CloseAsync()
    {
        if (!hasCare || history.Now < toClose.AddMonths(1).AddDays(22).ToDateTime(default))
        {
            history.Move(TimeSpan.FromDays(Pick(12)));
            return;
        }

        await history.CloseAsync(toClose, Cut);
        (toClose, Closes) = (toClose.AddMonths(1), Closes + 1);
    }

    int Cut() => Cuts[Pick(Cuts.Length)];

    /// <summary>The next of the numbers that a step is made of.</summary>
    int Pick(int below)
    {
        seed = (int)((((long)seed * 48_271) + 11) % int.MaxValue);
        return seed / 7 % below;
    }
}
