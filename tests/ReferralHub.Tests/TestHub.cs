using System.Text;
using System.Text.Json.Nodes;
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

namespace ReferralHub.Tests;

/// <summary>
/// A real hub on a real database and a real port, in this process. The database is a SQLite file, or one of its own on
/// the server that <see cref="TestDatabase"/> finds configured: the same tests run on each.
/// </summary>
public sealed class TestHub : IAsyncDisposable
{
    readonly WebApplication app;
    readonly DirectoryInfo folder;
    readonly TestDatabase store;

    TestHub(WebApplication app, DirectoryInfo folder, HubDatabase database, TestDatabase store)
    {
        this.app = app;
        this.folder = folder;
        this.store = store;
        Database = database;
        Http = new() { BaseAddress = new(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public HubDatabase Database { get; }

    public string Folder => folder.FullName;

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Starts a hub; roles "web" alone leave workers and scheduler to the test.</summary>
    public static async Task<TestHub> StartAsync(
        string roles = "web,worker,scheduler",
        TimeProvider? time = null,
        Action<string>? writeDirectory = null,
        string? packs = null,
        Action<HubSettings>? set = null,
        TestDatabase? store = null
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
            PacksFolder = packs,
        };
        // What a decision leads to is seen at once, except where a test is about undoing.
        settings.Review.UndoMinutes = 0;
        set?.Invoke(settings);
        var database = HubBuilder.OpenDatabase(settings);
        var app = new HubBuilder(Program.Flow).Build(settings, database, LogLevel.Critical, time);
        await HubBuilder.PrepareAsync(app, CancellationToken.None, migrate: true);
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
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await ((IAsyncDisposable)Database).DisposeAsync();
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

/// <summary>A clock that moves when told.</summary>
public sealed class ManualTime(DateTime start) : TimeProvider
{
    DateTime now = start;

    public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);

    public void Advance(TimeSpan by) => now += by;
}

/// <summary>A referral message for tests: complete unless told otherwise.</summary>
public sealed class TestReferral
{
    static int next;
    readonly JsonObject bundle;

    TestReferral(JsonObject bundle) => this.bundle = bundle;

    public JsonObject Json => bundle;

    public JsonObject Request => Resource("ServiceRequest");

    public JsonObject Patient => Resource("Patient");

    public JsonObject Header => Resource("MessageHeader");

    public static TestReferral Routine() => Of("routine");

    public static TestReferral Urgent() => Of("urgent");

    public static TestReferral SuspectedCancer() => Of("asap");

    public static TestReferral Of(string priority)
    {
        var number = Interlocked.Increment(ref next);
        return new(
            (JsonObject)
                JsonNode.Parse(
                    $$"""
                    { "resourceType": "Bundle", "id": "message-{{number}}-{{Guid.CreateVersion7()}}", "meta": { "versionId": "1.1.0" }, "type": "message", "timestamp": "2026-11-20T10:00:00Z",
                      "entry": [
                        { "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001", "resource": { "resourceType": "MessageHeader",
                            "eventCoding": { "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "servicerequest-request" },
                            "sender": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000005" }, "source": { "endpoint": "urn:test" },
                            "reason": { "coding": [ { "system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": "new" } ] },
                            "focus": [ { "reference": "urn:uuid:00000000-0000-4000-8000-000000000002" } ] } },
                        { "fullUrl": "urn:uuid:{{Guid.CreateVersion7()}}", "resource": { "resourceType": "ServiceRequest",
                            "identifier": [ { "system": "https://gp.example/Id/referral", "value": "gp-{{number}}-{{Guid.CreateVersion7()}}" } ],
                            "status": "active", "intent": "order", "priority": "{{priority}}",
                            "category": [ { "coding": [ { "system": "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest", "code": "referral" } ] } ],
                            "subject": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000003" }, "authoredOn": "2026-11-20T09:55:00Z",
                            "requester": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000004" },
                            "performerType": { "coding": [ { "system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode", "code": "110" } ] },
                            "reasonCode": [ { "text": "Knee pain for eight months" } ] } },
                        { "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000003", "resource": { "resourceType": "Patient",
                            "identifier": [ { "system": "https://fhir.nhs.uk/Id/nhs-number", "value": "{{NhsNumber(number)}}" } ],
                            "name": [ { "use": "official", "family": "Canaryfamily", "given": [ "Canarygiven" ] } ], "gender": "female", "birthDate": "1970-05-01",
                            "address": [ { "postalCode": "ZZ99 3WZ" } ] } },
                        { "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000004", "resource": { "resourceType": "PractitionerRole",
                            "practitioner": { "display": "Dr Example" }, "organization": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000005" } } },
                        { "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000005", "resource": { "resourceType": "Organization",
                            "identifier": [ { "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "L81008" } ], "name": "Test Practice" } }
                      ] }
                    """
                )!
        );
    }

    public static TestReferral From(byte[] json) => new((JsonObject)JsonNode.Parse(json)!);

    public TestReferral With(Action<TestReferral> change)
    {
        change(this);
        return this;
    }

    /// <summary>The same referral again as another message: amended or withdrawn.</summary>
    public TestReferral Again(string reason, string status)
    {
        var copy = new TestReferral((JsonObject)bundle.DeepClone());
        copy.bundle["id"] = $"message-{Guid.CreateVersion7()}";
        copy.Header["reason"]!["coding"]![0]!["code"] = reason;
        copy.Request["status"] = status;
        return copy;
    }

    public JsonObject Resource(string type) =>
        Entries.Select(e => (JsonObject)e!["resource"]!).First(r => (string?)r["resourceType"] == type);

    public JsonArray Entries => (JsonArray)bundle["entry"]!;

    public TestReferral Without(string type)
    {
        Entries.Remove(Entries.First(e => (string?)e!["resource"]!["resourceType"] == type));
        return this;
    }

    public byte[] Bytes() => Encoding.UTF8.GetBytes(bundle.ToJsonString());

    /// <summary>The n-th valid number of the test range, after those that fixed examples use.</summary>
    static string NhsNumber(int n)
    {
        for (var candidate = 500_000 + (n * 2); ; candidate++)
            if (ReferralHub.Kernel.NhsNumber.CheckDigit($"999{candidate:000000}") is { } check)
                return $"999{candidate:000000}{check}";
    }
}

/// <summary>A small directory: one practice, seven joint services, one that takes suspected cancer.</summary>
public static class TestDirectory
{
    public static void Write(string folder) => Write(folder, "http://127.0.0.1:9");

    /// <param name="providerUrl">Where the services' endpoints are.</param>
    public static void Write(string folder, string providerUrl)
    {
        File.WriteAllText(
            Path.Combine(folder, "practices.csv"),
            "ods,name,listSize,latitude,longitude\nL81008,Test Practice,8000,51.45,-2.59\n"
        );
        File.WriteAllText(
            Path.Combine(folder, "prices.csv"),
            "specialty,provider,pence,effectiveFrom,source\n110,,15000,2026-04-01,Test figure\n110,RH1,17000,2026-04-01,Test figure\n"
        );
        File.WriteAllText(Path.Combine(folder, "budgets.csv"), "practice,yearStarting,pence,source\nL81008,2026,10000000,Test figure\n");
        var services = string.Join(
            ",\n",
            Enumerable
                .Range(1, 7)
                .Select(i =>
                    $$"""
                        { "resource": { "resourceType": "Organization", "id": "RH{{i}}", "identifier": [ { "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "RH{{i}}" } ], "name": "Hospital {{i}}" } },
                        { "resource": { "resourceType": "Endpoint", "id": "e{{i}}", "address": "{{providerUrl}}/RH{{i}}/$process-message" } },
                        { "resource": { "resourceType": "HealthcareService", "id": "joint-{{i}}", "active": true, "name": "Joint clinic {{i}}", "providedBy": { "reference": "Organization/RH{{i}}" },
                            "specialty": [ { "coding": [ { "system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode", "code": "110" } ] } ], "endpoint": [ { "reference": "Endpoint/e{{i}}" } ],
                            "extension": [ { "url": "https://fhir.referralhub.example/StructureDefinition/service-wait-days", "valueInteger": {{80
                            - (i * 10)}} }
                              {{(
                            i < 7
                                ? ", { \"url\": \"https://fhir.referralhub.example/StructureDefinition/service-priorities\", \"valueString\": \"routine urgent\" }"
                                : ""
                        )}} ] } }
                        """
                )
        );
        File.WriteAllText(
            Path.Combine(folder, "services.fhir.json"),
            $$"""{ "resourceType": "Bundle", "type": "collection", "entry": [ {{services}} ] }"""
        );
    }
}
