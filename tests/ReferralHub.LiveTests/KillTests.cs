using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.LiveTests.Chaos;
using ReferralHub.Platform.Access;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Demo;
using ReferralHub.Tests;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests;

/// <summary>Kills the hub under load, again and again, and compares what it had acknowledged with what it has.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    static int Kills => Environment.GetEnvironmentVariable("REFERRALHUB_TEST_NIGHTLY") is null ? 5 : 20;

    [Fact]
    public async Task KilledAtRandomInstantsUnderLoad_NothingAcknowledgedIsLostOrDoubled()
    {
        await using var hub = await LoneHub.StartAsync(null, null);
        var random = new Random(20261121);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(50, 1_500));
            await hub.KillAndRestartAsync();
        }

        var verdict = await hub.FinishAsync();
        Summary.Write(output, $"Random kills on Sqlite: {Kills} kills; {verdict}");
        verdict.Violations.ShouldBeEmpty();
        verdict.Acknowledged.ShouldBeGreaterThan(Kills * 5);
    }

    [Fact]
    public async Task DecisionThatCouldStillBeUndone_TakesEffectAfterADeath()
    {
        var folder = Directory.CreateTempSubdirectory("rh-kill-");
        try
        {
            var directory = Path.Combine(folder.FullName, "directory");
            var area = DemoArea.Write(
                directory,
                1,
                "http://127.0.0.1:9",
                WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime)
            );
            var port = HubProcess.FreePort();
            (string, string)[] environment =
            [
                ("ReferralHub__DataDirectory", folder.FullName),
                ("ReferralHub__DirectoryFolder", directory),
                ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
                ("ReferralHub__Review__UndoMinutes", "0.1"),
                .. LivePeople.CreateSettings(("Reviewer", CallerRole.Reviewer)),
            ];
            using var client = LiveClient.CreateHttp();
            client.BaseAddress = new($"http://127.0.0.1:{port}");
            string reference;
            await using (var hub = await HubProcess.StartAsync(port, ["serve"], environment))
            {
                var referrals = new DemoReferrals(7);
                // A number that fails its check puts it before a clinician.
                using var body = new ByteArrayContent(
                    referrals.Write(
                        new(area.Practices[0], "120", Priority.Routine, TimeProvider.System.GetUtcNow().UtcDateTime)
                        {
                            WrongNhsNumber = true,
                        }
                    )
                )
                {
                    Headers = { { "Content-Type", "application/fhir+json" } },
                };
                (await client.PostAsync("/fhir/$process-message", body)).EnsureSuccessStatusCode();
                using var reviewer = await LivePeople.SignInAsync(hub.Url, 0);
                var item = await ItemAsync(reviewer);
                reference = item.GetProperty("reference").GetString()!;
                using var decision = JsonContent.Create(
                    new
                    {
                        outcome = "Accept",
                        reviewer = "Reviewer",
                        reviewerRole = "Role",
                        version = await ReadVersionAsync(client, reference),
                    }
                );
                (await reviewer.PostAsync($"/review/api/{reference}/decision", decision)).EnsureSuccessStatusCode();
                await hub.KillAsync();
            }

            await using (await HubProcess.StartAsync(port, ["serve"], environment))
            {
                for (var i = 0; i < 300 && await StageAsync(client, reference) == "in-review"; i++)
                    await Task.Delay(100);
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
            if (queue.GetProperty("items").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } item)
                return item;
            if (i > 200)
                throw new TimeoutException("Nothing came into review.");
            await Task.Delay(50);
        }
    }

    static async Task<int> ReadVersionAsync(HttpClient client, string reference) =>
        int.Parse(
            (await TaskAsync(client, reference)).GetProperty("meta").GetProperty("versionId").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture
        );

    static async Task<string> StageAsync(HttpClient client, string reference) =>
        (await TaskAsync(client, reference)).GetProperty("businessStatus").GetProperty("coding")[0].GetProperty("code").GetString()!;

    static async Task<JsonElement> TaskAsync(HttpClient client, string reference) =>
        (await client.GetFromJsonAsync<JsonElement>($"/fhir/Task?identifier={reference}")).GetProperty("entry")[0].GetProperty("resource");
}
