using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;
using ReferralHub.Server;
using ReferralHub.Server.Demo;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Tests;

/// <summary>
/// A real hub on a real database and a real port, in this process. The database is a SQLite file, or one of its own on
/// the server that <see cref="TestDatabase"/> finds configured: the same tests run on each.
/// </summary>
public sealed class TestHub : IAsyncDisposable
{
    static readonly ConcurrentDictionary<Uri, TestHub> Running = new();
    readonly WebApplication app;
    readonly DirectoryInfo folder;
    readonly TestDatabase store;

    TestHub(WebApplication app, DirectoryInfo folder, HubDatabase database, TestDatabase store)
    {
        this.app = app;
        this.folder = folder;
        this.store = store;
        Database = database;
        SignIn = new(this);
        Http = new(new TestCallerHandler(this, new EmittedResources(new HttpClientHandler()))) { BaseAddress = new(app.Urls.First()) };
        Running[Http.BaseAddress] = this;
    }

    /// <summary>The packs that ship, and beside them a pathway that accepts what <see cref="TestReferral"/> makes.</summary>
    public static string PacksFolder { get; } = Path.Combine(AppContext.BaseDirectory, "test-packs");

    /// <summary>Calls as somebody who may: <see cref="TestCallerHandler"/>.</summary>
    public HttpClient Http { get; }

    public TestSignIn SignIn { get; }

    public HubDatabase Database { get; }

    public string Folder => folder.FullName;

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>The hub that answers at this address.</summary>
    internal static TestHub Find(Uri address) => Running[address];

    /// <summary>Starts a hub; roles "web" alone leave workers and scheduler to the test.</summary>
    /// <param name="packs">Folder of its packs; those that ship when null.</param>
    /// <param name="approve">Whether two people have approved each of them.</param>
    public static async Task<TestHub> StartAsync(
        string roles = "web,worker,scheduler",
        TimeProvider? time = null,
        Action<string>? writeDirectory = null,
        string? packs = null,
        Action<HubSettings>? set = null,
        TestDatabase? store = null,
        bool approve = true
    )
    {
        var folder = Directory.CreateTempSubdirectory("rh-test-");
        var directory = Path.Combine(folder.FullName, "directory");
        Directory.CreateDirectory(directory);
        (writeDirectory ?? TestDirectory.Write)(directory);
        store ??= await TestDatabase.CreateAsync();
        var settings = new HubSettings
        {
            DataDirectory = folder.FullName,
            DirectoryFolder = directory,
            ListenOn = "http://127.0.0.1:0",
            Roles = roles,
            Database = store.Settings,
            PacksFolder = packs ?? PacksFolder,
            // Providers of tests listen on http addresses of this machine.
            AllowInsecureProviderEndpoints = true,
            // One test asks more in a minute than people do.
            Limits = { AddressRequestsPerMinute = 1_000_000, PersonRequestsPerMinute = 1_000_000 },
        };
        // What a decision leads to is seen at once, except where a test is about undoing.
        settings.Review.UndoMinutes = 0;
        set?.Invoke(settings);
        var database = DatabaseOpener.Open(settings);
        var app = new HubBuilder(Program.Flow).Build(
            settings,
            database,
            Enum.Parse<LogLevel>(Environment.GetEnvironmentVariable("REFERRALHUB_TEST_LOG") ?? "Critical"),
            time
        );
        await Preparation.PrepareAsync(app, CancellationToken.None, migrate: true);
        if (approve)
            await ApproveAllPacks.RunAsync(
                app.Services,
                ("Test Author", "Test role"),
                ("Test Approver", "Test role"),
                CancellationToken.None
            );
        await app.StartAsync();
        return new(app, folder, database, store);
    }

    public async Task<HttpResponseMessage> PostAsync(
        string path,
        byte[] body,
        string contentType = "application/fhir+json",
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(TestReferral referral, params (string Name, string Value)[] headers) =>
        PostAsync("/fhir/$process-message", referral.Bytes(), headers: headers);

    /// <summary>Posts a referral that must be taken, and gives back its id.</summary>
    public async Task<Guid> TakeAsync(TestReferral referral)
    {
        using var response = await PostAsync(referral);
        var body = await response.Content.ReadAsStringAsync();
        if ((int)response.StatusCode != 200)
            throw new InvalidOperationException(body);
        return Guid.Parse(response.Headers.Location!.ToString().Split('/')[^1]);
    }

    public async Task SettleAsync()
    {
        if (!await Settling.WaitAsync(Database, TimeSpan.FromSeconds(30), CancellationToken.None))
            throw new TimeoutException("The hub did not settle.");
    }

    /// <summary>Waits until what has happened is counted, also while a journey waits for something.</summary>
    public async Task ProjectedAsync()
    {
        for (var i = 0; i < 400; i++, await Task.Delay(25))
        {
            await using var db = Database.OpenRead();
            // In this order: what is stamped meanwhile is not behind the head that is read after it.
            if (await db.Set<LogEvent>().AnyAsync(e => e.Position == null))
                continue;
            var head = (await Sequencer.HeadAsync(db, CancellationToken.None))?.Position ?? 0;
            if (await db.Set<LogCursor>().AllAsync(c => c.Position == head))
                return;
        }

        throw new TimeoutException("The log was not projected.");
    }

    /// <summary>Stamps and projects what is there, for hubs without a scheduler.</summary>
    public async Task StampAsync()
    {
        while (await Get<Sequencer>().StampAsync(null, CancellationToken.None) > 0) { }
        while (await Get<ProjectionRunner>().AdvanceAsync(null, CancellationToken.None) > 0) { }
    }

    /// <summary>One turn of the watchdog, for hubs without a scheduler.</summary>
    public async Task<int> WatchAsync()
    {
        var token = await Get<LeaseKeeper>().TakeAsync("test", "test", TimeSpan.FromMinutes(1), CancellationToken.None);
        return await Get<Watchdog>().TurnAsync(new("test", token!.Value), CancellationToken.None);
    }

    public async Task<ReferralJourney> JourneyAsync(Guid id)
    {
        await using var db = Database.OpenRead();
        return await db.Journeys.FirstAsync(j => j.Id == id);
    }

    public async Task<List<LogEvent>> EventsAsync(Guid id)
    {
        await using var db = Database.OpenRead();
        return await db.Log.Where(e => e.Referral == id).OrderBy(e => e.Version).ToListAsync();
    }

    public async Task<int> CountAsync<T>()
        where T : class
    {
        await using var db = Database.OpenRead();
        return await db.Set<T>().CountAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Running.TryRemove(Http.BaseAddress!, out _);
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await ((IAsyncDisposable)Database).DisposeAsync();
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
