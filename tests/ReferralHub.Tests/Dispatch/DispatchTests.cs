using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Dispatch;
using ReferralHub.Journey;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Dispatch;

public sealed class DispatchTests
{
    static readonly Guid MessageId = Guid.Parse("0199c0de-1234-7abc-9def-0123456789ab");

    static string Answer(object id, string code, string? task = null, string? reason = null) =>
        $$"""
            { "resourceType": "Bundle", "type": "message", "entry": [
                { "resource": { "resourceType": "MessageHeader", "eventCoding": { "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "servicerequest-response" }, "source": { "endpoint": "urn:p" }, "response": { "identifier": "{{id}}", "code": "{{code}}" } } }
                {{(
                task is null
                    ? ""
                    : $$""", { "resource": { "resourceType": "Task", "status": "{{task}}"{{(reason is null ? "" : $$""", "statusReason": { "coding": [ { "code": "{{reason}}" } ] }""")}} } }"""
            )}} ] }
            """;

    public static TheoryData<int, string, ProviderAnswerKind> Answers =>
        new()
        {
            { 200, Answer(MessageId, "ok", "accepted"), ProviderAnswerKind.Accepted },
            { 200, Answer(MessageId, "ok"), ProviderAnswerKind.Accepted },
            { 200, Answer(MessageId, "ok", "received"), ProviderAnswerKind.Sent },
            { 200, Answer(MessageId, "ok", "rejected", "22"), ProviderAnswerKind.Declined },
            { 200, Answer(MessageId, "fatal-error"), ProviderAnswerKind.Declined },
            { 200, Answer(MessageId, "transient-error"), ProviderAnswerKind.Failed },
            { 200, Answer(Guid.Empty, "ok", "accepted"), ProviderAnswerKind.Sent },
            { 200, "", ProviderAnswerKind.Sent },
            { 200, "<html>", ProviderAnswerKind.Sent },
            { 202, "", ProviderAnswerKind.Sent },
            { 409, "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"duplicate\"}]}", ProviderAnswerKind.Sent },
            { 409, "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"conflict\"}]}", ProviderAnswerKind.Failed },
            { 400, "", ProviderAnswerKind.Failed },
            { 408, "", ProviderAnswerKind.Failed },
            { 503, "", ProviderAnswerKind.Failed },
        };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_IsAcceptanceOnlyWhenItNamesOurMessage(int status, string body, ProviderAnswerKind expected) =>
        ProviderAnswer.ReadResponse((HttpStatusCode)status, Encoding.UTF8.GetBytes(body), MessageId).Kind.ShouldBe(expected);

    [Fact]
    public async Task Accepted_IsHandedOver_WithTheOriginalContentAndOurReference()
    {
        await using var provider = new StubProvider(id => (200, Answer(id, "ok", "accepted")));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        (await hub.EventsAsync(id))
            .Select(e => e.Type)
            .TakeLast(3)
            .ShouldBe([EventTypes.Sending, EventTypes.Dispatched, EventTypes.HandedOver]);
        var sent = JsonNode.Parse(provider.Bodies.Single())!;
        var request = sent["entry"]!.AsArray().Select(e => e!["resource"]!).First(r => (string?)r["resourceType"] == "ServiceRequest");
        ((string?)request["identifier"]![0]!["value"]).ShouldBe((await hub.JourneyAsync(id)).Reference);
        ((string?)request["reasonCode"]![0]!["text"]).ShouldBe("Knee pain for eight months");
        sent["entry"]!
            .AsArray()
            .Select(e => (string?)e!["resource"]!["resourceType"])
            .ShouldBe(["MessageHeader", "ServiceRequest", "Patient", "PractitionerRole", "Organization"]);
    }

    [Fact]
    public async Task SentWithoutAnswer_IsNotAccepted_UntilTheAnswerComes()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Dispatched);
        var messageId = (string)JsonNode.Parse(provider.Bodies.Single())!["id"]!;
        for (var i = 0; i < 2; i++)
        {
            using var response = await hub.PostAsync("/fhir/$process-message", Encoding.UTF8.GetBytes(Answer(messageId, "ok", "accepted")));
            ((int)response.StatusCode).ShouldBe(200);
        }

        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        (await hub.EventsAsync(id)).Count(e => e.Type == EventTypes.HandedOver).ShouldBe(1);
    }

    [Fact]
    public async Task Declined_GoesToAClinician_AndIsNotOfferedAgain()
    {
        await using var provider = new StubProvider(id => (200, Answer(id, "ok", "rejected", "22")));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.Has(Flags.ProviderDeclined)).ShouldBe((Stage.InReview, true));
        var problems = await hub.Get<ReferralHub.Review.Decide.DecideReferral>()
            .DecideAsync(
                journey.Reference,
                new(ReferralHub.Review.ReviewOutcome.Accept, "R", "Nurse", journey.Version),
                CancellationToken.None
            );
        problems.ShouldBeEmpty();
        await hub.SettleAsync();
        await using var db = hub.Database.OpenRead();
        var again = await db.Offers.Where(o => o.Referral == id).OrderByDescending(o => o.Version).FirstAsync();
        again.ReadOptions().Select(o => o.Service).ShouldNotContain("joint-3");
        again.Available.ShouldBe(6);
    }

    [Fact]
    public async Task Down_ThenUp_SendsTheSameBytes_AndTheReferralStaysWhereItIsMeanwhile()
    {
        var calls = 0;
        await using var provider = new StubProvider(id =>
            Interlocked.Increment(ref calls) <= 4 ? (503, "") : (200, Answer(id, "ok", "accepted"))
        );
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        for (var i = 0; i < 300 && (await hub.JourneyAsync(id)).Stage != Stage.HandedOver; i++)
            await Task.Delay(100);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        // A receiver that keeps ids refuses the same id with other content.
        provider.Bodies.Distinct().Count().ShouldBe(1);
        (await hub.EventsAsync(id)).Count(e => e.Type == EventTypes.Dispatched).ShouldBe(1);
    }

    [Fact]
    public async Task AmendmentAndCancellationAfterDispatch_AreForwarded()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var referral = TestReferral.Routine();
        var id = await ChooseAsync(hub, referral);
        await hub.SettleAsync();
        foreach (var (reason, status) in new[] { ("update", "active"), ("update", "revoked") })
        {
            using var response = await hub.PostAsync(referral.Again(reason, status));
            ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
            await hub.SettleAsync();
        }

        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Cancelled);
        Told(provider).ShouldBe([("new", "active"), ("update", "active"), ("update", "revoked")]);
    }

    [Theory]
    [InlineData("active", Stage.HandedOver)]
    [InlineData("revoked", Stage.Cancelled)]
    public async Task ChangedWhileOnItsWay_StaysWithOneProvider_WhichIsToldAtOnce(string status, Stage expected)
    {
        var (calls, referral, asked) = (0, TestReferral.Routine(), (TestHub?)null);
        await using var provider = new StubProvider(id =>
        {
            // The practice changes its mind between the provider's taking the message and its answer.
            if (Interlocked.Increment(ref calls) == 1)
                asked!.PostAsync(referral.Again("update", status)).GetAwaiter().GetResult().Dispose();
            return (200, Answer(id, "ok", "accepted"));
        });
        await using var hub = asked = await StartAsync(provider);
        var id = await ChooseAsync(hub, referral);
        await AwaitAsync(async () => Told(provider).LastOrDefault() == ("update", status) && (await hub.JourneyAsync(id)).WakeAt is null);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(expected);
        // The practice's message woke a worker, which may have said the first again; then it was the same. A withdrawal that
        // overtook the answer to the referral is told twice.
        Told(provider).Distinct().ShouldBe([("new", "active"), ("update", status)]);
        provider
            .Bodies.Zip(Told(provider))
            .Where(said => said.Second.Item1 == "new")
            .Select(said => said.First)
            .Distinct()
            .Count()
            .ShouldBe(1);
        await using var db = hub.Database.OpenRead();
        (await db.Offers.CountAsync(o => o.Referral == id && o.ChosenService != null)).ShouldBe(1);
    }

    [Fact]
    public async Task WithdrawnWhileNobodyKnowsWhetherItArrived_TheProviderIsToldAllTheSame()
    {
        var isNew = true;
        await using var provider = new StubProvider(_ => Volatile.Read(ref isNew) ? (503, "") : (404, ""));
        await using var hub = await StartAsync(provider);
        var referral = TestReferral.Routine();
        var id = await ChooseAsync(hub, referral);
        await AwaitAsync(() => Task.FromResult(!provider.Bodies.IsEmpty));
        Volatile.Write(ref isNew, false);
        (await hub.PostAsync(referral.Again("update", "revoked"))).Dispose();
        await AwaitAsync(() => Task.FromResult(Told(provider).Contains(("update", "revoked"))));
        await Task.Delay(500);
        // It does not know of it yet; for as long as a call may be under way it will be told again, and that is no failure.
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.WakeAt is not null, journey.WakeCount).ShouldBe((Stage.Cancelled, true, 0));
    }

    [Fact]
    public async Task AcceptedWhileAnAmendmentIsOwed_TheAmendmentFollowsAllTheSame()
    {
        var calls = 0;
        await using var provider = new StubProvider(_ => (Interlocked.Increment(ref calls) == 2 ? 400 : 200, ""));
        await using var hub = await StartAsync(provider);
        var referral = TestReferral.Routine();
        var id = await ChooseAsync(hub, referral);
        await hub.SettleAsync();
        (await hub.PostAsync(referral.Again("update", "active"))).Dispose();
        // It could not be told of the amendment and will be in a second; now its answer to the referral comes.
        await AwaitAsync(async () => Told(provider).Count > 2 || (await hub.JourneyAsync(id)).WakeCount == 1);
        var first = (string)JsonNode.Parse(provider.Bodies.First())!["id"]!;
        (await hub.PostAsync("/fhir/$process-message", Encoding.UTF8.GetBytes(Answer(first, "ok", "accepted")))).Dispose();
        await AwaitAsync(async () => Told(provider).Count > 2 && (await hub.JourneyAsync(id)).WakeAt is null);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        Told(provider).Distinct().ShouldBe([("new", "active"), ("update", "active")]);
    }

    [Theory]
    [InlineData("active", false, "the amendment")]
    [InlineData("active", true, "the amendment")]
    [InlineData("revoked", false, "the withdrawal")]
    [InlineData("revoked", true, "the withdrawal")]
    public async Task ChangeThatTheProviderDoesNotTake_GoesToAPerson(string status, bool later, string what)
    {
        var referral = TestReferral.Routine();
        var first = "";
        await using var provider = new StubProvider(id =>
        {
            if (first.Length == 0)
                first = id;
            // What it has accepted cannot be withdrawn any more.
            if (id == first)
                return (200, status == "active" ? Answer(id, "ok", "accepted") : "");
            return (200, later ? "" : Answer(id, "ok", "rejected", "24"));
        });
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub, referral);
        await hub.SettleAsync();
        (await hub.PostAsync(referral.Again("update", status))).Dispose();
        await hub.SettleAsync();
        await AwaitAsync(async () => Told(provider).LastOrDefault() == ("update", status) && (await hub.JourneyAsync(id)).WakeAt is null);
        var notice = (string)JsonNode.Parse(provider.Bodies.Last())!["id"]!;
        if (later)
        {
            (await RefusalsAsync(hub)).ShouldBeEmpty();
            for (var i = 0; i < 2; i++)
            {
                using var response = await hub.PostAsync(
                    "/fhir/$process-message",
                    Encoding.UTF8.GetBytes(Answer(notice, "ok", "rejected", "24"))
                );
                ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
            }
        }

        var item = (await RefusalsAsync(hub)).ShouldHaveSingleItem();
        (item.Referral, item.Settled).ShouldBe((id, null));
        item.Text.ShouldContain($"did not take {what} of");
        item.Text.ShouldContain("(reason 24)");
        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.Has(Flags.ProviderRefused), journey.WakeAt).ShouldBe(
            (status == "active" ? Stage.HandedOver : Stage.Cancelled, true, null)
        );
        (await hub.EventsAsync(id)).Count(e => e.Type == EventTypes.Flagged).ShouldBe(1);
        provider.Bodies.Count.ShouldBe(2);
        await SeenAndSettledAsync(hub, journey, item);
    }

    /// <summary>The practice sees it for as long as nobody has said how it was settled.</summary>
    static async Task SeenAndSettledAsync(TestHub hub, ReferralJourney journey, WorkItem item)
    {
        using var practice = new PageClient(hub.Http.BaseAddress!);
        await practice.NameAsync("Practice Manager", "Practice manager", "Practice", journey.Practice!);
        (await practice.GetAsync($"/practice/{journey.Reference}")).ShouldContain("The provider did not take a message");
        using var operations = new PageClient(hub.Http.BaseAddress!);
        (await operations.GetAsync("/operations")).ShouldContain(
            $"/review/{ReferralHub.Kernel.ReferralReference.Display(journey.Reference)}\">Open the referral</a>"
        );
        (
            await operations.PostAsync(
                "/operations?handler=Settle",
                ("workItem", item.Id.ToString()),
                ("by", "Operator"),
                ("settlement", "Told by telephone")
            )
        ).ShouldContain("Settled.");
        (await practice.GetAsync($"/practice/{journey.Reference}")).ShouldNotContain("The provider did not take a message");
    }

    [Fact]
    public async Task LaterAnswers_AreTakenForWhateverWasSent_AndForNothingElse()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var referral = TestReferral.Routine();
        var id = await ChooseAsync(hub, referral);
        await hub.SettleAsync();
        (await hub.PostAsync(referral.Again("update", "active"))).Dispose();
        await AwaitAsync(async () => Told(provider).Count == 2 && (await hub.JourneyAsync(id)).WakeAt is null);
        var sent = provider.Bodies.Select(b => (string)JsonNode.Parse(b)!["id"]!).ToList();
        (await AnswerAsync(hub, sent[1], "ok", "accepted")).ShouldBe(200);
        // That it takes the amendment does not say that it takes the referral.
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Dispatched);
        (await AnswerAsync(hub, sent[0], "ok", "accepted")).ShouldBe(200);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
        (await AnswerAsync(hub, MessageId.ToString(), "ok", "accepted")).ShouldBe(404);
        (await RefusalsAsync(hub)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReferralThatTheProviderLaterCouldNotProcess_GoesToAPerson()
    {
        await using var provider = new StubProvider(_ => (200, ""));
        await using var hub = await StartAsync(provider);
        var id = await ChooseAsync(hub);
        await hub.SettleAsync();
        var sent = (string)JsonNode.Parse(provider.Bodies.Single())!["id"]!;
        for (var i = 0; i < 2; i++)
            (await AnswerAsync(hub, sent, "transient-error")).ShouldBe(200);
        (await RefusalsAsync(hub)).ShouldHaveSingleItem().Text.ShouldContain("did not take the referral of");
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Dispatched);
        (await AnswerAsync(hub, sent, "ok", "accepted")).ShouldBe(200);
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.HandedOver);
    }

    static async Task<int> AnswerAsync(TestHub hub, string to, string code, string? task = null)
    {
        using var response = await hub.PostAsync("/fhir/$process-message", Encoding.UTF8.GetBytes(Answer(to, code, task)));
        return (int)response.StatusCode;
    }

    static async Task<List<WorkItem>> RefusalsAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        return await db.Set<WorkItem>().Where(w => w.Kind == Flags.ProviderRefused).ToListAsync();
    }

    static List<(string?, string?)> Told(StubProvider provider) =>
        [
            .. provider
                .Bodies.Select(b => JsonNode.Parse(b)!["entry"]!.AsArray())
                .Select(e => ((string?)e[0]!["resource"]!["reason"]!["coding"]![0]!["code"], (string?)e[1]!["resource"]!["status"])),
        ];

    static async Task AwaitAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 300 && !await isSo(); i++)
            await Task.Delay(100);
        (await isSo()).ShouldBeTrue();
    }

    static Task<TestHub> StartAsync(StubProvider provider) =>
        TestHub.StartAsync(writeDirectory: folder =>
        {
            TestDirectory.Write(folder);
            var file = Path.Combine(folder, "services.fhir.json");
            File.WriteAllText(file, File.ReadAllText(file).Replace("http://127.0.0.1:9/", provider.Url, StringComparison.Ordinal));
        });

    static async Task<Guid> ChooseAsync(TestHub hub, TestReferral? referral = null)
    {
        var id = await hub.TakeAsync(referral ?? TestReferral.Routine());
        await hub.SettleAsync();
        (await hub.Get<ChooseService>().ChooseAsync(id, "joint-3", Actor.Patient, CancellationToken.None)).ShouldBe(ChooseOutcome.Chosen);
        return id;
    }

    /// <summary>A provider on a port of its own that answers as the test says.</summary>
    sealed class StubProvider : IAsyncDisposable
    {
        readonly HttpListener listener = new();
        readonly Task loop;

        public StubProvider(Func<string, (int Status, string Body)> answer)
        {
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            }

            listener.Prefixes.Add(Url);
            listener.Start();
            loop = RunAsync(answer);
        }

        public string Url { get; }

        public ConcurrentQueue<string> Bodies { get; } = new();

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await loop;
            listener.Close();
        }

        async Task RunAsync(Func<string, (int Status, string Body)> answer)
        {
            while (listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                using var reader = new StreamReader(context.Request.InputStream);
                var body = await reader.ReadToEndAsync();
                Bodies.Enqueue(body);
                var (status, text) = answer((string)JsonNode.Parse(body)!["id"]!);
                context.Response.StatusCode = status;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
                context.Response.Close();
            }
        }
    }
}
