using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Tests.Identity.People;

/// <summary>A hub whose demo accounts stand for people, with a clock that the test moves.</summary>
sealed class PeopleHub : IAsyncDisposable
{
    public const string Centre = "XRH01";

    // A Monday morning, so that working days mean the same whenever the tests run.
    static readonly DateTime Start = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    PeopleHub(TestHub hub, FakeTimeProvider time) => (Hub, Time) = (hub, time);

    public TestHub Hub { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<PeopleHub> StartAsync(IReadOnlyList<UserSettings> users, Action<HubSettings>? set = null)
    {
        var time = new FakeTimeProvider(Start);
        var hub = await TestHub.StartAsync(
            "web",
            time,
            set: s =>
            {
                (s.Demonstration, s.Users) = (users.Count > 0, [.. users]);
                set?.Invoke(s);
            }
        );
        return new(hub, time);
    }

    public static UserSettings User(
        string name,
        CallerRole role = CallerRole.Reviewer,
        string post = "Consultant",
        string? organisation = null,
        string? key = null
    ) =>
        new()
        {
            Name = name,
            Role = post,
            Kind = role,
            Organisation = organisation,
            Key = key,
        };

    public SessionBrowser OpenBrowser() => new(Hub.Http.BaseAddress!);

    /// <summary>A browser in which one of the demo accounts is signed in.</summary>
    public async Task<SessionBrowser> SignInAsync(int number = 0, string back = "")
    {
        var browser = OpenBrowser();
        await browser.SignInAsync(number, back);
        return browser;
    }

    public async Task<List<StaffSession>> SessionsAsync()
    {
        await using var db = Hub.Database.OpenRead();
        return await db.Set<StaffSession>().OrderBy(s => s.Id).ToListAsync();
    }

    public async Task<List<Person>> PeopleAsync()
    {
        await using var db = Hub.Database.OpenRead();
        return await db.Set<Person>().OrderBy(p => p.NameKey).ToListAsync();
    }

    public async Task<List<RoleGrant>> GrantsAsync()
    {
        await using var db = Hub.Database.OpenRead();
        return await db.Set<RoleGrant>().OrderBy(p => p.Id).ToListAsync();
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
