using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Leases;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Tests.Referrals.Reading;

namespace ReferralHub.Tests.Referrals.Scanning;

/// <summary>A hub with a clock and a scanner that the test has in hand: it finds and scans when the test says so.</summary>
sealed class ScanHub : IAsyncDisposable
{
    public const string Letter = "Words of a clean letter";
    public const string Malware = $"Words of a letter with {FakeScanner.Marker}";

    // A Monday morning.
    static readonly DateTime Start = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    ScanHub(TestHub hub, FakeTimeProvider time, PageClient reviewer, PageClient practice) =>
        (Hub, Time, Reviewer, Practice) = (hub, time, reviewer, practice);

    public TestHub Hub { get; }

    public FakeTimeProvider Time { get; }

    public PageClient Reviewer { get; }

    /// <summary>Somebody of the practice that <see cref="TestReferral"/> is from.</summary>
    public PageClient Practice { get; }

    public static async Task<ScanHub> StartAsync(string? scanner, TestDatabase? store = null)
    {
        var time = new FakeTimeProvider(Start);
        var hub = await TestHub.StartAsync("web,worker", time, store: store, set: s => Set(s, scanner));
        var (reviewer, practice) = (new PageClient(hub.Http.BaseAddress!), new PageClient(hub.Http.BaseAddress!));
        await reviewer.NameAsync("Dr Reader");
        await practice.NameAsync("Ms Desk", "Secretary", nameof(CallerRole.Practice), "L81008");
        return new(hub, time, reviewer, practice);
    }

    public Task<Guid> TakeAsync(string type, string content, string title = "letter") =>
        Hub.TakeAsync(Bring(TestReferral.Routine(), type, Encoding.UTF8.GetBytes(content), title));

    public static TestReferral Bring(TestReferral referral, string type, byte[] content, string title = "letter") =>
        referral.With(r =>
            r.Entries.Add(
                new JsonObject
                {
                    ["fullUrl"] = $"urn:uuid:{Guid.CreateVersion7()}",
                    ["resource"] = JsonNode.Parse(ReadReferral.Attach(type, content, title)),
                }
            )
        );

    /// <summary>Finds what has come, and has it scanned once.</summary>
    public async Task<int> ScanAsync()
    {
        await FindAsync();
        return await Hub.Get<ScanAttachments>().TurnAsync(CancellationToken.None);
    }

    public async Task FindAsync()
    {
        await Hub.StampAsync();
        var token = await Hub.Get<LeaseKeeper>().TakeAsync("test", "test", TimeSpan.FromMinutes(1), CancellationToken.None);
        var finder = Hub.Get<IEnumerable<ILogReader>>().OfType<FindAttachments>().Single();
        while (await finder.AdvanceAsync(new("test", token!.Value), CancellationToken.None) > 0) { }
    }

    public async Task<List<AttachmentScan>> RowsAsync()
    {
        await using var db = Hub.Database.OpenRead();
        return await db.AttachmentScans.OrderBy(s => s.Found).ThenBy(s => s.Sha256).ToListAsync();
    }

    public async Task<List<WorkItem>> WorkItemsAsync(string kind)
    {
        await using var db = Hub.Database.OpenRead();
        return await db.WorkItems.Where(w => w.Kind == kind).ToListAsync();
    }

    public async Task<string> ReferenceAsync(Guid id) =>
        ReferralHub.Kernel.ReferralReference.Display((await Hub.JourneyAsync(id)).Reference);

    public async ValueTask DisposeAsync()
    {
        Reviewer.Dispose();
        Practice.Dispose();
        await Hub.DisposeAsync();
    }

    static void Set(HubSettings settings, string? scanner) => (settings.Scanner.Address, settings.Scanner.TimeoutSeconds) = (scanner, 2);
}
