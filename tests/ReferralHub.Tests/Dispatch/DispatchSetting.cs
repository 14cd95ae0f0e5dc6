using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using Shouldly;

namespace ReferralHub.Tests.Dispatch;

/// <summary>A hub whose chosen provider is a stub, and what tests of dispatch say to it and look at.</summary>
static class DispatchSetting
{
    /// <summary>A message that a sender may never have sent.</summary>
    public static readonly Guid MessageId = Guid.Parse("0199c0de-1234-7abc-9def-0123456789ab");

    /// <summary>
    /// A provider's message about the one with this id: MessageHeader, and a Task when it says what becomes of the referral.
    /// </summary>
    public static string Answer(object id, string code, string? task = null, string? reason = null)
    {
        var header = new JsonObject
        {
            ["resourceType"] = "MessageHeader",
            ["eventCoding"] = new JsonObject
            {
                ["system"] = "https://fhir.nhs.uk/CodeSystem/message-events-bars",
                ["code"] = "servicerequest-response",
            },
            ["source"] = new JsonObject { ["endpoint"] = "urn:p" },
            ["response"] = new JsonObject { ["identifier"] = id.ToString(), ["code"] = code },
        };
        var entries = new JsonArray(new JsonObject { ["resource"] = header });
        if (task is not null)
        {
            var said = new JsonObject { ["resourceType"] = "Task", ["status"] = task };
            if (reason is not null)
                said["statusReason"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["code"] = reason }) };
            entries.Add(new JsonObject { ["resource"] = said });
        }

        return new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "message",
            ["entry"] = entries,
        }.ToJsonString();
    }

    public static async Task<int> AnswerAsync(TestHub hub, string to, string code, string? task = null)
    {
        using var response = await hub.PostAsync(
            "/fhir/$process-message",
            Encoding.UTF8.GetBytes(Answer(to, code, task)),
            headers: await CallerHeaders.ProviderAsync(hub, "RH3")
        );
        return (int)response.StatusCode;
    }

    public static async Task<List<WorkItem>> RefusalsAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        return await db.Set<WorkItem>().Where(w => w.Kind == Flags.ProviderRefused).ToListAsync();
    }

    public static List<(string?, string?)> Told(StubProvider provider) =>
        [
            .. provider
                .Bodies.Select(b => JsonNode.Parse(b)!["entry"]!.AsArray())
                .Select(e => ((string?)e[0]!["resource"]!["reason"]!["coding"]![0]!["code"], (string?)e[1]!["resource"]!["status"])),
        ];

    public static async Task AwaitAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 300 && !await isSo(); i++)
            await Task.Delay(100);
        (await isSo()).ShouldBeTrue();
    }

    public static Task<TestHub> StartAsync(StubProvider provider) =>
        TestHub.StartAsync(writeDirectory: folder =>
        {
            TestDirectory.Write(folder);
            var file = Path.Combine(folder, "services.fhir.json");
            File.WriteAllText(file, File.ReadAllText(file).Replace("http://127.0.0.1:9/", provider.Url, StringComparison.Ordinal));
        });

    public static async Task<Guid> ChooseAsync(TestHub hub, TestReferral? referral = null)
    {
        var id = await hub.TakeAsync(referral ?? TestReferral.Routine());
        await hub.SettleAsync();
        (await hub.Get<ChooseService>().ChooseAsync(id, "joint-3", Actor.Patient, CancellationToken.None)).ShouldBe(ChooseOutcome.Chosen);
        return id;
    }
}
