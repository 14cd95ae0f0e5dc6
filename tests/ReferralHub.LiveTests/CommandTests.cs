using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Dispatch;
using ReferralHub.Server.Databases.Sqlite;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>The command line as people run it.</summary>
public sealed class CommandTests : IDisposable
{
    static readonly string Samples =
        Environment.GetEnvironmentVariable("REFERRALHUB_TEST_SAMPLES")
        ?? Path.Combine(Directory.GetParent(HubProcess.Root)!.FullName, "shared", "samples");
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-cli-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task DemoOnce_RunsTheLotThrough_AndTheNumbersAddUp()
    {
        var (exit, output, error) = await HubProcess.RunAsync(
            "demo",
            "--once",
            "--referrals",
            "300",
            "--data",
            Path.Combine(folder.FullName, "d"),
            "--report",
            "json"
        );
        exit.ShouldBe(0, error);
        var report = JsonNode.Parse(output)!;
        ((int)report["received"]!).ShouldBe(300);
        report["byStage"]!.AsObject().Sum(s => (int)s.Value!).ShouldBe(300);
        ((int)report["lost"]!, (int)report["stuck"]!, (bool)report["chainVerified"]!).ShouldBe((0, 0, true));
        (await HubProcess.RunAsync("journey", "verify", "--data", Path.Combine(folder.FullName, "d"))).Output.ShouldContain(
            "The chain holds"
        );
        // Nobody amended anything, so no provider has been told of an amendment.
        await using var database = SqliteHubDatabase.Open(Path.Combine(folder.FullName, "d", "referralhub.db"));
        await using var db = database.OpenRead();
        (await db.Set<DispatchedNotice>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Demo_TwiceWithOneSeed_GivesTheSameArea()
    {
        foreach (var name in new[] { "a", "b" })
            (
                await HubProcess.RunAsync(
                    "demo",
                    "--once",
                    "--referrals",
                    "60",
                    "--seed",
                    "3",
                    "--data",
                    Path.Combine(folder.FullName, name)
                )
            ).Exit.ShouldBe(0);
        foreach (var file in new[] { "practices.csv", "prices.csv", "budgets.csv" })
            File.ReadAllText(Path.Combine(folder.FullName, "a", "directory", file))
                .ShouldBe(File.ReadAllText(Path.Combine(folder.FullName, "b", "directory", file)));
    }

    [Fact]
    public async Task Demo_DoesNotTouchAFolderThatIsNotItsOwn()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "precious.txt"), "x");
        var (exit, _, error) = await HubProcess.RunAsync("demo", "--once", "--data", folder.FullName);
        exit.ShouldBe(1);
        error.ShouldContain("not a demonstration's folder");
        File.Exists(Path.Combine(folder.FullName, "precious.txt")).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Import_OfTheNationalExamples_SaysWhatBecameOfEach()
    {
        Skip.IfNot(
            Directory.Exists(Samples),
            $"The national examples are not at {Samples}; name their folder in REFERRALHUB_TEST_SAMPLES."
        );
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(Samples, "bars"), "*.json").Order(StringComparer.Ordinal),
            Path.Combine(Samples, "ukcore", "UKCore-ServiceRequest-HipReplacement-Example.json"),
        ];
        string[] call = ["import", .. files, "--data", folder.FullName, "--wait", "--report", "json"];
        var (exit, output, error) = await HubProcess.RunAsync(call);
        exit.ShouldBe(2, error);
        var byName = JsonNode.Parse(output)!["files"]!.AsArray().ToDictionary(f => Path.GetFileName((string)f!["file"]!), f => f!);
        foreach (var name in new[] { "refreq03-gp-to-pharmacy.json", "refreq06-gp-to-bp-check.json", "refreq07-gp-to-contraception.json" })
            ((string?)byName[name]["outcome"], (string?)byName[name]["stage"]).ShouldBe(("received", "InReview"), name);
        ((string?)byName["refreq8b-amendment.json"]["problems"]![0]!["text"])!.ShouldContain("does not say which referral");
        ((string?)byName["servreq01-revoked.json"]["problems"]![0]!["text"])!.ShouldContain("fits 3 referrals");
        ((string?)byName["booking-request.json"]["problems"]![0]!["code"]).ShouldBe("event-not-taken");
        ((string?)byName["UKCore-ServiceRequest-HipReplacement-Example.json"]["problems"]![0]!["code"]).ShouldBe("patient-not-found");

        var again = JsonNode.Parse((await HubProcess.RunAsync(call)).Output)!;
        ((int)again["received"]!, (int)again["duplicate"]!).ShouldBe((0, 3));
    }

    [Theory]
    [InlineData("import", "There is no file or folder", "nowhere.json")]
    [InlineData("demo", "--referrals must be a whole number from 1", "--referrals", "0")]
    [InlineData("bench", "Argument 'xml' not recognized", "--report", "xml")]
    [InlineData("nonsense", "Unrecognized command")]
    public async Task WrongCalls_AreToldOnStandardError(string command, string expected, params string[] arguments)
    {
        var (exit, _, error) = await HubProcess.RunAsync([command, .. arguments]);
        exit.ShouldBe(1);
        error.ShouldContain(expected);
    }

    [Fact]
    public async Task DotnetRun_KeepsTheCallersFolder_SoThatRelativePathsHold()
    {
        File.Copy(
            Path.Combine(HubProcess.Root, "fhir-profiles", "examples", "referral-message.json"),
            Path.Combine(folder.FullName, "message.json")
        );
        var start = new System.Diagnostics.ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        foreach (
            var argument in new[]
            {
                "run",
                "--no-build",
                "--configuration",
                HubProcess.Configuration,
                "--project",
                Path.Combine(HubProcess.Root, "src", "ReferralHub.Server"),
                "--",
                "import",
                "message.json",
                "--data",
                "here",
            }
        )
            start.ArgumentList.Add(argument);
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.ShouldContain("1 received");
        File.Exists(Path.Combine(folder.FullName, "here", "referralhub.db")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("journey", "verify")]
    [InlineData("db", "status")]
    public async Task CommandsThatOnlyLook_MakeNothing(params string[] command)
    {
        var nowhere = Path.Combine(folder.FullName, "nowhere");
        var (exit, _, error) = await HubProcess.RunAsync([.. command, "--data", nowhere]);
        exit.ShouldBe(1);
        error.ShouldContain("There is no database");
        Directory.Exists(nowhere).ShouldBeFalse();
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("db", "status")]
    [InlineData("journey", "verify")]
    public async Task DatabaseThatCannotBeUsed_IsToldInASentence(params string[] command)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "referralhub.db"), new string('x', 5_000));
        var (exit, _, error) = await HubProcess.RunAsync(
            [("ReferralHub__DataDirectory", folder.FullName), ("ReferralHub__ListenOn", $"http://127.0.0.1:{HubProcess.FreePort()}")],
            command
        );
        exit.ShouldBe(3);
        error
            .Trim()
            .ShouldBe(
                "The database cannot be used: SQLite Error 26: 'file is not a database'. Put the file aside and bring back a backup with `referralhub db restore FILE`."
            );
        (exit, _, error) = await HubProcess.RunAsync(
            [
                ("ReferralHub__DataDirectory", folder.FullName),
                ("ReferralHub__Database__Provider", "PostgreSql"),
                ("ReferralHub__Database__ConnectionString", "Host=127.0.0.1;Port=1;Username=a;Database=b"),
            ],
            command
        );
        exit.ShouldBe(3);
        error
            .Trim()
            .ShouldBe(
                "The database cannot be used: Failed to connect to 127.0.0.1:1. Is it up, and does Database:ConnectionString name it?"
            );
    }

    [Fact]
    public async Task DbScript_IsTheSchema() =>
        (await HubProcess.RunAsync("db", "script")).Output.ShouldContain("CREATE TABLE \"journey\"");

    [Fact]
    public async Task UnknownSetting_StopsTheStart()
    {
        var port = HubProcess.FreePort();
        var failed = await Should.ThrowAsync<InvalidOperationException>(() =>
            HubProcess.StartAsync(port, ["serve"], ("ReferralHub__DataDirectory", folder.FullName), ("ReferralHub__Colour", "blue"))
        );
        failed.Message.ShouldContain("Colour");
    }

    [Fact]
    public async Task Help_ListsTheCommands()
    {
        var (exit, output, _) = await HubProcess.RunAsync("--help");
        exit.ShouldBe(0);
        foreach (var command in new[] { "serve", "demo", "import", "journey", "rules", "db", "health", "bench" })
            output.ShouldContain(command);
    }

    [Fact]
    public async Task Logs_HoldNoPatientData()
    {
        var port = HubProcess.FreePort();
        await using var hub = await HubProcess.StartAsync(
            port,
            ["serve"],
            ("ReferralHub__DataDirectory", folder.FullName),
            ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}")
        );
        using var client = new HttpClient();
        var good = CanaryMessage("9990000018");
        foreach (
            var body in new[]
            {
                good,
                good,
                good.Replace("Canaryreason", "Canaryother", StringComparison.Ordinal),
                good[..300],
                good.Replace("1970-05-01", "2026-02-30", StringComparison.Ordinal),
                good.Replace("\"asap\"", "\"Canarypriority\"", StringComparison.Ordinal),
            }
        )
        {
            using var content = new StringContent(body, null, "application/fhir+json");
            using var response = await client.PostAsync($"{hub.Url}/fhir/$process-message", content);
            (await response.Content.ReadAsStringAsync()).ShouldNotContain("Canarypriority");
        }

        foreach (
            var path in new[]
            {
                "/review?find=Canaryfamily",
                "/fhir/ServiceRequest?patient.identifier=9990000018",
                "/review",
                "/operations",
            }
        )
            await client.GetStringAsync(hub.Url + path);
        await Task.Delay(2_000);
        await hub.KillAsync();
        hub.Output.ShouldContain("listens on");
        foreach (var planted in new[] { "Canary", "9990000018", "999 000 0018", "1970-05-01", "ZZ99" })
            hub.Output.ShouldNotContain(planted);
    }

    static string CanaryMessage(string number) =>
        $$"""
            { "resourceType": "Bundle", "id": "canary-message", "type": "message", "entry": [
              { "resource": { "resourceType": "MessageHeader", "eventCoding": { "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "servicerequest-request" }, "source": { "endpoint": "urn:test" },
                  "reason": { "coding": [ { "system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": "new" } ] } } },
              { "fullUrl": "urn:uuid:1", "resource": { "resourceType": "ServiceRequest", "status": "active", "intent": "order", "priority": "asap", "subject": { "reference": "urn:uuid:2" },
                  "requester": { "identifier": { "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "L81008" } }, "reasonCode": [ { "text": "Canaryreason" } ] } },
              { "fullUrl": "urn:uuid:2", "resource": { "resourceType": "Patient", "identifier": [ { "system": "https://fhir.nhs.uk/Id/nhs-number", "value": "{{number}}" } ],
                  "name": [ { "family": "Canaryfamily", "given": [ "Canarygiven" ] } ], "birthDate": "1970-05-01", "address": [ { "postalCode": "ZZ99 3WZ" } ] } } ] }
            """;
}
