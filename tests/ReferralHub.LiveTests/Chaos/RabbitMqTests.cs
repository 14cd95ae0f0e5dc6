using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ReferralHub.Journey;
using ReferralHub.LiveTests.Services;
using ReferralHub.Server.Transports.RabbitMq;
using ReferralHub.Tests;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>The hub and a real broker, one property at a time.</summary>
public sealed class RabbitMqTests : IAsyncLifetime
{
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(20);
    PostgreSqlServer database = null!;
    RabbitMqServer broker = null!;
    TestProvider provider = null!;

    public async Task InitializeAsync()
    {
        if (!await PostgreSqlServer.IsThereAsync() || !await RabbitMqServer.IsThereAsync())
            return;
        database = await PostgreSqlServer.StartNewAsync();
        broker = await RabbitMqServer.StartNewAsync();
        provider = await TestProvider.StartAsync();
        await database.CreateDatabaseAsync("hub");
    }

    public async Task DisposeAsync()
    {
        if (database is null)
            return;
        await provider.DisposeAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
    }

    [SkippableFact]
    public async Task Broker_CarriesReferralsIn_EventsOut_AndKeepsItsQueuesAsDeclared()
    {
        Skip.If(database is null, $"{PostgreSqlServer.Missing} {RabbitMqServer.Missing}");
        await using (
            var cluster = await HubCluster.StartAsync(
                database.ConnectionString("hub"),
                database.ConnectionString("hub"),
                broker.Uri,
                provider.Url
            )
        )
        {
            await using var connection = await broker.ConnectAsync();
            await using var channel = await connection.CreateChannelAsync();
            var events = await ListenAsync(channel, await BoundQueueAsync(channel));
            await ReferralOverAmqp_IsStored_AndAnswered(cluster, channel);
            await RepeatAndBadMessages_AreAnsweredLikeOverHttp(channel);
            await MessageNobodyCanAnswer_IsParked_AndAPersonIsTold(cluster, channel);
            await MessageWithoutAMappedUser_IsParked_AndNotAnswered_Sentence15(cluster, channel);
            await EventsLeave_InOrder_WithoutPatientData(cluster, events);
            await DeletedQueue_IsDeclaredAgain(cluster, channel);
            (await broker.ControlAsync("list_queues", "name", "type", "arguments")).ShouldContain("x-delivery-limit");
        }

        await QueueWithOtherArguments_StopsTheStart();
    }

    async Task ReferralOverAmqp_IsStored_AndAnswered(HubCluster cluster, IChannel channel)
    {
        var referral = TestReferral.Routine();
        var (status, body) = await AskAsync(channel, referral.Bytes());
        status.ShouldBe("200");
        var id = Guid.Parse(((string)body["entry"]![1]!["fullUrl"]!)["urn:uuid:".Length..]);
        await EventuallyAsync(async () =>
        {
            await using var db = cluster.Database.OpenRead();
            return (await db.Journeys.FirstAsync(j => j.Id == id)).Stage == Stage.AwaitingChoice;
        });
        (await AskAsync(channel, referral.Bytes())).Status.ShouldBe("409");
    }

    async Task RepeatAndBadMessages_AreAnsweredLikeOverHttp(IChannel channel)
    {
        var (status, body) = await AskAsync(channel, "{\"resourceType\":\"Patient\"}"u8.ToArray());
        status.ShouldBe("422");
        ((string)body["resourceType"]!).ShouldBe("OperationOutcome");
        (await AskAsync(channel, "not json"u8.ToArray())).Status.ShouldBe("400");
        (await AskAsync(channel, [0xff, 0xfe])).Status.ShouldBe("400");
    }

    async Task MessageNobodyCanAnswer_IsParked_AndAPersonIsTold(HubCluster cluster, IChannel channel)
    {
        var properties = new BasicProperties { UserId = RabbitMqServer.User };
        await channel.BasicPublishAsync("", RabbitMqTopology.Intake, true, properties, "not json"u8.ToArray());
        await EventuallyAsync(async () =>
        {
            await using var db = cluster.Database.OpenRead();
            return await db.Set<WorkItem>().AnyAsync(w => w.Kind == "amqp-refused");
        });
        await EventuallyAsync(async () => await channel.MessageCountAsync(RabbitMqTopology.IntakeParked) == 1);
    }

    static async Task MessageWithoutAMappedUser_IsParked_AndNotAnswered_Sentence15(HubCluster cluster, IChannel channel)
    {
        var before = await CountReferralsAsync(cluster);
        var replyTo = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        var properties = new BasicProperties { ReplyTo = replyTo, CorrelationId = "c-2" };
        for (var i = 0; i < 2; i++)
            await channel.BasicPublishAsync("", RabbitMqTopology.Intake, true, properties, TestReferral.Routine().Bytes());
        await EventuallyAsync(async () => await channel.MessageCountAsync(RabbitMqTopology.IntakeParked) == 3);
        (await channel.MessageCountAsync(replyTo)).ShouldBe(0u);
        (await CountReferralsAsync(cluster)).ShouldBe(before);
        await using var db = cluster.Database.OpenRead();
        (await db.Set<WorkItem>().CountAsync(w => w.Kind == "amqp-sender-unknown")).ShouldBe(1);
    }

    static async Task<int> CountReferralsAsync(HubCluster cluster)
    {
        await using var db = cluster.Database.OpenRead();
        return await db.Journeys.CountAsync();
    }

    static async Task EventsLeave_InOrder_WithoutPatientData(HubCluster cluster, List<string> events)
    {
        (await cluster.SettleAsync(AnswerMax)).ShouldBeTrue();
        await EventuallyAsync(() =>
        {
            lock (events)
                return Task.FromResult(events.Count >= 3);
        });
        lock (events)
        {
            var sequence = events.ConvertAll(e => long.Parse((string)JsonNode.Parse(e)!["sequence"]!, null));
            sequence.Distinct().ShouldBe(sequence.Distinct().Order());
            foreach (var e in events)
            {
                e.ShouldNotContain("Canary");
                ((string)JsonNode.Parse(e)!["specversion"]!).ShouldBe("1.0");
            }
        }
    }

    async Task DeletedQueue_IsDeclaredAgain(HubCluster cluster, IChannel channel)
    {
        await channel.QueueDeleteAsync("triage-referral");
        await Task.Delay(500);
        using var http = LiveClient.CreateHttp();
        using var content = new ByteArrayContent(TestReferral.Routine().Bytes())
        {
            Headers = { { "Content-Type", "application/fhir+json" } },
        };
        using var response = await http.PostAsync($"{cluster.Url}/fhir/$process-message", content);
        ((int)response.StatusCode).ShouldBe(200);
        (await cluster.SettleAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
    }

    async Task QueueWithOtherArguments_StopsTheStart()
    {
        await using (var connection = await broker.ConnectAsync())
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueDeleteAsync("offer-choice");
            await channel.QueueDeclareAsync("offer-choice", durable: true, exclusive: false, autoDelete: false);
        }

        var (exit, _, error) = await HubProcess.RunAsync(
            [
                ("ReferralHub__Database__Provider", "PostgreSql"),
                ("ReferralHub__Database__ConnectionString", database.ConnectionString("hub")),
                ("ReferralHub__Transport__Kind", "RabbitMq"),
                ("ReferralHub__Transport__Uri", broker.Uri),
                ("ReferralHub__DataDirectory", Path.Combine(Path.GetTempPath(), $"rh-refused-{Guid.CreateVersion7():N}")),
                ("ReferralHub__ListenOn", $"http://127.0.0.1:{HubProcess.FreePort()}"),
            ],
            "serve"
        );
        exit.ShouldBe(1);
        error.ShouldContain("RabbitMQ has offer-choice with other settings");
    }

    static async Task<(string Status, JsonNode Body)> AskAsync(IChannel channel, byte[] message)
    {
        var replyTo = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        var answered = new TaskCompletionSource<BasicDeliverEventArgs>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        var body = Array.Empty<byte>();
        consumer.ReceivedAsync += (_, answer) =>
        {
            body = answer.Body.ToArray();
            answered.TrySetResult(answer);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(replyTo, autoAck: true, consumer);
        await channel.BasicPublishAsync(
            "",
            RabbitMqTopology.Intake,
            true,
            new BasicProperties
            {
                ReplyTo = replyTo,
                UserId = RabbitMqServer.User,
                CorrelationId = "c-1",
                ContentType = "application/fhir+json",
            },
            message
        );
        var got = await answered.Task.WaitAsync(AnswerMax);
        got.BasicProperties.CorrelationId.ShouldBe("c-1");
        return (Encoding.UTF8.GetString((byte[])got.BasicProperties.Headers!["status"]!), JsonNode.Parse(body)!);
    }

    static async Task<string> BoundQueueAsync(IChannel channel)
    {
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        await channel.QueueBindAsync(queue, RabbitMqTopology.Events, "referralhub.referral.#");
        return queue;
    }

    static async Task<List<string>> ListenAsync(IChannel channel, string queue)
    {
        var heard = new List<string>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            lock (heard)
                heard.Add(Encoding.UTF8.GetString(message.Body.Span));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return heard;
    }

    static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 100; i++)
        {
            if (await condition())
                return;
            await Task.Delay(200);
        }

        throw new TimeoutException("It did not come about.");
    }
}
