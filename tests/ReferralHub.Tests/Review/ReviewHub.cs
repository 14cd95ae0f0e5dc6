using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Review;
using ReferralHub.Review.Decide;
using ReferralHub.Review.Session;
using ReferralHub.Review.Worklist;
using ReferralHub.Web.Users;

namespace ReferralHub.Tests.Review;

/// <summary>A hub with workers, a clock that the test moves, and the acts of reviewers. Decisions can be undone for ten minutes.</summary>
public sealed class ReviewHub : IAsyncDisposable
{
    public const int UndoMinutes = 10;

    // A Monday morning, so that working days mean the same whenever the tests run.
    static readonly DateTime Start = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    ReviewHub(TestHub hub, FakeTimeProvider time) => (Hub, Time) = (hub, time);

    public TestHub Hub { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<ReviewHub> StartAsync(Action<HubSettings>? set = null)
    {
        var time = new FakeTimeProvider(Start);
        var hub = await TestHub.StartAsync(
            "web,worker",
            time,
            set: s =>
            {
                s.Review.UndoMinutes = UndoMinutes;
                set?.Invoke(s);
            }
        );
        return new(hub, time);
    }

    public static HubUser Reviewer(string name) => new($"test:{name}", name, "Consultant", CallerRole.Reviewer, "XRH01", []);

    public Task<ReferralJourney> ArriveAsync(TestJourney? journey = null) => (journey ?? TestJourney.InReview()).ArriveAsync(Hub);

    public T Get<T>()
        where T : notnull => Hub.Get<T>();

    /// <summary>Decides about the referral as it stands now.</summary>
    public async Task<IReadOnlyList<Problem>> DecideAsync(
        Guid id,
        ReviewOutcome outcome,
        string reviewer,
        string? text = null,
        string? priority = null
    )
    {
        var journey = await Hub.JourneyAsync(id);
        var reason = outcome == ReviewOutcome.Return ? "OTHER" : null;
        return await Get<DecideReferral>()
            .DecideAsync(
                journey.Reference,
                new(outcome, reviewer, "Consultant", journey.Version, reason, text, Specialty: null, priority),
                CancellationToken.None
            );
    }

    public Task<Problem?> UndoAsync(string reference, string reviewer) =>
        Get<UndoDecision>().UndoAsync(reference, reviewer, CancellationToken.None);

    /// <summary>Reference of the referral that the reviewer is given next, in a session of its own.</summary>
    public Task<string?> TakeNextAsync(string reviewer) =>
        Get<TakeNextReferral>().TakeAsync(Reviewer(reviewer), new QueueFilter(), Guid.CreateVersion7(), CancellationToken.None);

    /// <summary>Moves the clock, and lets the watchdog wake what is due by then.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await Hub.WatchAsync();
    }

    /// <summary>A browser of somebody who has said who they are.</summary>
    public async Task<PageClient> OpenPagesAsync(string reviewer)
    {
        var page = new PageClient(Hub.Http.BaseAddress!);
        await page.NameAsync(reviewer);
        return page;
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
