using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-cli-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Covers("serve")]
    [Covers("db migrate")]
    public async Task Serve_OnADatabaseThatWasMigrated_AnswersUntilItIsStopped()
    {
        var port = HubProcess.FreePort();
        (string, string)[] settings =
        [
            ("ReferralHub__DataDirectory", folder.FullName),
            ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
        ];

        var migrated = await HubProcess.RunAsync(settings, "db", "migrate");
        var again = await HubProcess.RunAsync(settings, "db", "migrate");
        await using var hub = await HubProcess.StartAsync(port, ["serve"], settings);

        (migrated.Exit, again.Exit).ShouldBe((0, 0));
        migrated.Output.ShouldContain("Applied");
        again.Output.ShouldContain("was up to date");
        (await hub.StopAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("db", "status")]
    [InlineData("journey", "verify")]
    public async Task DatabaseThatCannotBeUsed_IsToldInASentence(params string[] command)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "referralhub.db"), new string('x', 5_000));

        var spoilt = await HubProcess.RunAsync(
            [("ReferralHub__DataDirectory", folder.FullName), ("ReferralHub__ListenOn", $"http://127.0.0.1:{HubProcess.FreePort()}")],
            command
        );
        var away = await HubProcess.RunAsync(
            [
                ("ReferralHub__DataDirectory", folder.FullName),
                ("ReferralHub__Database__Provider", "PostgreSql"),
                ("ReferralHub__Database__ConnectionString", "Host=127.0.0.1;Port=1;Username=a;Database=b"),
            ],
            command
        );

        (spoilt.Exit, away.Exit).ShouldBe((3, 3));
        spoilt
            .Error.Trim()
            .ShouldBe(
                "The database cannot be used: SQLite Error 26: 'file is not a database'. "
                    + "Put the file aside and bring back a backup with `referralhub db restore FILE`."
            );
        away.Error.Trim()
            .ShouldBe(
                "The database cannot be used: Failed to connect to 127.0.0.1:1. Is it up, and does Database:ConnectionString name it?"
            );
        (spoilt.Output, away.Output).ShouldBe(("", ""));
    }

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
    public async Task Logs_HoldNoPatientData()
    {
        var port = HubProcess.FreePort();
        await using var hub = await HubProcess.StartAsync(
            port,
            ["serve"],
            [
                ("ReferralHub__DataDirectory", folder.FullName),
                ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
                .. LivePeople.CreateSettings(("Reviewer", CallerRole.Reviewer), ("Operator", CallerRole.Operator)),
            ]
        );
        using var client = LiveClient.CreateHttp();
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

        using var reviewer = await LivePeople.SignInAsync(hub.Url, 0);
        using var @operator = await LivePeople.SignInAsync(hub.Url, 1);
        (await client.GetStringAsync($"{hub.Url}/fhir/ServiceRequest?patient.identifier=9990000018")).ShouldContain("Canaryreason");
        (await reviewer.GetStringAsync("/review?find=Canaryfamily")).ShouldContain("Canaryfamily");
        await reviewer.GetStringAsync("/review");
        await @operator.GetStringAsync("/operations");
        await Task.Delay(2_000);
        await hub.KillAsync();
        hub.Output.ShouldContain("listens on");
        foreach (var planted in new[] { "Canary", "9990000018", "999 000 0018", "1970-05-01", "ZZ99" })
            hub.Output.ShouldNotContain(planted);
    }

    static string CanaryMessage(string number) =>
        $$"""
            { "resourceType": "Bundle", "id": "canary-message", "type": "message", "entry": [
              { "resource": { "resourceType": "MessageHeader", "source": { "endpoint": "urn:test" },
                  "eventCoding": { "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "servicerequest-request" },
                  "reason": { "coding": [ { "system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": "new" } ] } } },
              { "fullUrl": "urn:uuid:1", "resource": { "resourceType": "ServiceRequest", "status": "active", "intent": "order",
                  "priority": "asap", "subject": { "reference": "urn:uuid:2" },
                  "requester": { "identifier": { "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "L81008" } },
                  "reasonCode": [ { "text": "Canaryreason" } ] } },
              { "fullUrl": "urn:uuid:2", "resource": { "resourceType": "Patient",
                  "identifier": [ { "system": "https://fhir.nhs.uk/Id/nhs-number", "value": "{{number}}" } ],
                  "name": [ { "family": "Canaryfamily", "given": [ "Canarygiven" ] } ], "birthDate": "1970-05-01",
                  "address": [ { "postalCode": "ZZ99 3WZ" } ] } } ] }
            """;
}
