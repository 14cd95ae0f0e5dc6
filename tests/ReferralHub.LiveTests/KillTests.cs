using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Demo;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests;

/// <summary>Kills the hub under load, again and again, and compares what it had acknowledged with what it has.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    const int Clients = 6;

    static int Kills => Environment.GetEnvironmentVariable("REFERRALHUB_TEST_NIGHTLY") is null ? 5 : 20;

    [Fact]
    public async Task KilledAtRandomInstantsUnderLoad_NothingAcknowledgedIsLostOrDoubled()
    {
        var folder = Directory.CreateTempSubdirectory("rh-kill-");
        try
        {
            var directory = Path.Combine(folder.FullName, "directory");
            var area = DemoArea.Write(directory, 1, "http://127.0.0.1:9", WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime));
            var port = HubProcess.FreePort();
            (string, string)[] environment = [("ReferralHub__DataDirectory", folder.FullName), ("ReferralHub__DirectoryFolder", directory), ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}")];
            var load = new Load(area, $"http://127.0.0.1:{port}");
            var random = new Random(20261121);
            for (var kill = 0; kill < Kills; kill++)
            {
                await using var hub = await HubProcess.StartAsync(port, ["serve"], environment);
                using var running = new CancellationTokenSource();
                var clients = Enumerable.Range(0, Clients).Select(_ => load.RunAsync(running.Token)).ToArray();
                await Task.Delay(random.Next(50, 1_500));
                await hub.KillAsync();
                await running.CancelAsync();
                await Task.WhenAll(clients);
            }

            await using (await HubProcess.StartAsync(port, ["serve"], environment))
            {
                await load.FinishAsync();
                await SettleAsync(port);
            }

            await CheckAsync(folder.FullName, load);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task DecisionThatCouldStillBeUndone_TakesEffectAfterADeath()
    {
        var folder = Directory.CreateTempSubdirectory("rh-kill-");
        try
        {
            var directory = Path.Combine(folder.FullName, "directory");
            var area = DemoArea.Write(directory, 1, "http://127.0.0.1:9", WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime));
            var port = HubProcess.FreePort();
            (string, string)[] environment =
            [
                ("ReferralHub__DataDirectory", folder.FullName), ("ReferralHub__DirectoryFolder", directory), ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"), ("ReferralHub__Review__UndoMinutes", "0.1"),
            ];
            using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
            string reference;
            await using (var hub = await HubProcess.StartAsync(port, ["serve"], environment))
            {
                var referrals = new DemoReferrals(7);
                // A number that fails its check puts it before a clinician.
                using var body = new ByteArrayContent(referrals.Write(new(area.Practices[0], "120", Priority.Routine, TimeProvider.System.GetUtcNow().UtcDateTime) { WrongNhsNumber = true })) { Headers = { { "Content-Type", "application/fhir+json" } } };
                (await client.PostAsync("/fhir/$process-message", body)).EnsureSuccessStatusCode();
                var item = await ItemAsync(client);
                reference = item.GetProperty("reference").GetString()!;
                using var decision = JsonContent.Create(new { outcome = "Accept", reviewer = "Reviewer", reviewerRole = "Role", version = await VersionAsync(client, reference) });
                (await client.PostAsync($"/review/api/{reference}/decision", decision)).EnsureSuccessStatusCode();
                await hub.KillAsync();
            }

            await using (await HubProcess.StartAsync(port, ["serve"], environment))
            {
                for (var i = 0; i < 300 && await StageAsync(client, reference) == "in-review"; i++) await Task.Delay(100);
                (await StageAsync(client, reference)).ShouldNotBe("in-review");
            }

            await using var database = SqliteHubDatabase.Open(Path.Combine(folder.FullName, "referralhub.db"));
            await using var db = database.OpenRead();
            (await db.Set<Review.ReviewDecision>().SingleAsync()).Reviewer.ShouldBe("Reviewer");
            (await db.Set<Review.PendingDecision>().CountAsync()).ShouldBe(0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<JsonElement> ItemAsync(HttpClient client)
    {
        for (var i = 0; ; i++)
        {
            var queue = await client.GetFromJsonAsync<JsonElement>("/review/api/queue");
            if (queue.GetProperty("items").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } item) return item;
            if (i > 200) throw new TimeoutException("Nothing came into review.");
            await Task.Delay(50);
        }
    }

    static async Task<int> VersionAsync(HttpClient client, string reference) => int.Parse((await TaskAsync(client, reference)).GetProperty("meta").GetProperty("versionId").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    static async Task<string> StageAsync(HttpClient client, string reference) => (await TaskAsync(client, reference)).GetProperty("businessStatus").GetProperty("coding")[0].GetProperty("code").GetString()!;

    static async Task<JsonElement> TaskAsync(HttpClient client, string reference) =>
        (await client.GetFromJsonAsync<JsonElement>($"/fhir/Task?identifier={reference}")).GetProperty("entry")[0].GetProperty("resource");

    async Task CheckAsync(string folder, Load load)
    {
        await using var database = SqliteHubDatabase.Open(Path.Combine(folder, "referralhub.db"));
        await using var db = database.OpenRead();
        var journeys = await db.Journeys.ToListAsync();
        var submissions = await db.Submissions.ToListAsync();
        var verified = await LogVerifier.VerifyAsync(db, CancellationToken.None);
        Summary.Write(output, $"Random kills on Sqlite: {Kills} kills, {load.Acknowledged.Count} acknowledged, {load.Unknown} answers unknown, {journeys.Count} journeys, {verified.Events} events");

        load.Acknowledged.Count.ShouldBeGreaterThan(Kills * 5);
        var stored = submissions.ToDictionary(s => s.MessageId, s => s.Referral);
        load.Acknowledged.Keys.Where(m => !stored.ContainsKey(m)).ShouldBeEmpty("acknowledged and lost");
        submissions.Select(s => s.Referral).Distinct().Count().ShouldBe(submissions.Count, "two submissions made one journey");
        journeys.Count.ShouldBe(submissions.Count, "a journey without a submission, or two for one");
        journeys.Where(j => j.Stage is not (Stage.AwaitingChoice or Stage.InReview)).Select(j => $"{j.Id} {j.Stage} {j.StuckReason}").ShouldBeEmpty("neither the patient nor a clinician has it");
        verified.FirstFault.ShouldBeNull();
        verified.Unstamped.ShouldBe(0);
        var events = await db.Log.GroupBy(e => e.Referral).Select(g => new { g.Key, Count = g.Count(), Last = g.Max(e => e.Version) }).ToDictionaryAsync(g => g.Key);
        foreach (var journey in journeys) (events[journey.Id].Count, events[journey.Id].Last).ShouldBe((journey.Version, journey.Version));
        (await db.Set<Activity.ActivityMonth>().SumAsync(m => m.Received)).ShouldBe(journeys.Count);
    }

    static async Task SettleAsync(int port)
    {
        using var client = new HttpClient();
        for (var i = 0; i < 600; i++)
        {
            var page = await client.GetStringAsync($"http://127.0.0.1:{port}/metrics");
            var waiting = page.Split('\n').Any(l => l.StartsWith("referralhub_worklist_items{stage=\"Received\"}", StringComparison.Ordinal) || l.StartsWith("referralhub_worklist_items{stage=\"Accepted\"}", StringComparison.Ordinal));
            if (!waiting && page.Contains("referralhub_log_unstamped 0\n", StringComparison.Ordinal) && page.Contains("referralhub_projection_lag_events{projection=\"activity\"} 0\n", StringComparison.Ordinal)) return;
            await Task.Delay(100);
        }

        throw new TimeoutException("The hub did not finish what it had taken.");
    }

    /// <summary>Senders that keep what was acknowledged, and send again what was not.</summary>
    sealed class Load(DemoArea area, string url)
    {
        readonly DemoReferrals referrals = new(99);
        readonly ConcurrentQueue<(string Id, byte[] Body)> again = new();
        int made;
        int unknown;

        public ConcurrentDictionary<string, bool> Acknowledged { get; } = new();

        public int Unknown => unknown;

        public async Task RunAsync(CancellationToken stop)
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
            while (!stop.IsCancellationRequested)
            {
                if (!again.TryDequeue(out var message)) message = Next();
                if (await SendAsync(client, message)) continue;
                again.Enqueue(message);
                await Task.Delay(20, CancellationToken.None);
            }
        }

        /// <summary>Sends once more whatever has no answer yet.</summary>
        public async Task FinishAsync()
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
            while (again.TryDequeue(out var message)) (await SendAsync(client, message)).ShouldBeTrue();
        }

        async Task<bool> SendAsync(HttpClient client, (string Id, byte[] Body) message)
        {
            try
            {
                using var content = new ByteArrayContent(message.Body) { Headers = { { "Content-Type", "application/fhir+json" } } };
                using var response = await client.PostAsync($"{url}/fhir/$process-message", content, CancellationToken.None);
                var status = (int)response.StatusCode;
                if (status is not (200 or 409)) return false;
                Acknowledged[message.Id] = true;
                return true;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                Interlocked.Increment(ref unknown);
                return false;
            }
        }

        (string Id, byte[] Body) Next()
        {
            lock (referrals)
            {
                var body = referrals.Write(new(area.Practices[made++ % area.Practices.Count], "110", Priority.Routine, TimeProvider.System.GetUtcNow().UtcDateTime));
                var (submission, _) = ParsedSubmission.Parse(body, IntakeFace.Import, null, null, TimeProvider.System.GetUtcNow().UtcDateTime);
                return (submission!.MessageId, body);
            }
        }
    }
}
