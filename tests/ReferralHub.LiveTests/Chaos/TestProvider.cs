using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Tests.History;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>How a provider behaves.</summary>
enum ProviderMood
{
    Accepts,
    Hangs,
    ServerError,
    TooManyRequests,
    SaysNothing,
    OtherBody,
    ErrorWith200,
    ClosesEarly,
    Refuses,
}

/// <summary>
/// A provider's system that keeps what reached it and can be put into any mood. A repeated message gets the first answer
/// again and takes effect once, as the standard asks of a receiver. One amendment or withdrawal in ten is refused.
/// </summary>
sealed class TestProvider : IAsyncDisposable
{
    const int RefusedOneIn = 10;
    readonly WebApplication app;
    readonly ConcurrentDictionary<Guid, (string Reference, int Times)> taken = new();
    readonly ConcurrentDictionary<(string Reference, string Provider), bool> active = new();
    readonly ConcurrentDictionary<string, bool> unheard = new();
    readonly CancellationTokenSource stopping = new();
    int calls;
    int refusals;

    TestProvider(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <summary>The mood of the n-th call; null for always accepting.</summary>
    public Func<int, ProviderMood>? Mood { get; set; }

    public int Calls => calls;

    /// <summary>Times that an amendment or withdrawal was refused.</summary>
    public int Refusals => refusals;

    /// <summary>What took effect here; a reference leads to its journey only by going through all of them.</summary>
    public IReadOnlyList<Delivery> Deliveries(IEnumerable<Guid> journeys)
    {
        var byReference = ByReference(journeys);
        return [.. taken.Select(t => new Delivery(byReference.GetValueOrDefault(t.Value.Reference), t.Key, t.Value.Times))];
    }

    /// <summary>What is to be acted on here, by all that came. Which version of its document that is, only the hub can tell.</summary>
    public IReadOnlyList<HeldReferral> Held(IEnumerable<Guid> journeys)
    {
        var byReference = ByReference(journeys);
        return
        [
            .. active
                .Where(a => a.Value)
                .Select(a => new HeldReferral(byReference.GetValueOrDefault(a.Key.Reference), a.Key.Provider, null)),
        ];
    }

    /// <summary>Of which referrals the newest that came was refused.</summary>
    public IReadOnlyList<Guid> Refused(IEnumerable<Guid> journeys)
    {
        var byReference = ByReference(journeys);
        return [.. unheard.Where(u => u.Value).Select(u => byReference.GetValueOrDefault(u.Key))];
    }

    static Dictionary<string, Guid> ByReference(IEnumerable<Guid> journeys) =>
        journeys.ToDictionary(id => ReferralReference.FromReferralId(id).Value);

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var provider = new TestProvider(app);
        app.UseRouting();
        app.MapPost("/{ods}/$process-message", provider.TakeAsync);
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.DisposeAsync();
        stopping.Dispose();
    }

    async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var mood = Mood?.Invoke(Interlocked.Increment(ref calls)) ?? ProviderMood.Accepts;
        switch (mood)
        {
            case ProviderMood.Hangs:
                await Task.Delay(
                        Timeout.Infinite,
                        CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping.Token).Token
                    )
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            case ProviderMood.ServerError:
                http.Response.StatusCode = 503;
                return;
            case ProviderMood.TooManyRequests:
                http.Response.StatusCode = 429;
                return;
            case ProviderMood.ClosesEarly:
                http.Abort();
                return;
        }

        var (document, _) = FhirJson.Read(body.ToArray());
        using (document)
        {
            var messageId = Guid.Parse(document!.Root["id"].Text!);
            // The hub puts its own reference first.
            var reference = document.FirstOfType("ServiceRequest")["identifier"]["value"].Text!;
            var isRepeat = taken.AddOrUpdate(messageId, _ => (reference, 1), (_, old) => (reference, old.Times + 1)).Times > 1;
            var isNew = document.FirstOfType("MessageHeader")["reason"]["coding"]["code"].Is("new");
            var key = (reference, (string)http.Request.RouteValues["ods"]!);
            // By its id, so that a repeat is refused as well.
            var refuses = !isNew && messageId.ToByteArray()[0] % RefusedOneIn == 0;
            if (!isRepeat && !isNew)
                unheard[reference] = refuses;
            if (refuses)
            {
                Interlocked.Increment(ref refusals);
                mood = ProviderMood.Refuses;
            }
            else if (!isRepeat && isNew)
                active[key] = true;
            else if (!isRepeat && !document.FirstOfType("ServiceRequest")["status"].Is("active"))
                active.TryUpdate(key, false, true);
            await AnswerAsync(http, messageId, mood);
        }
    }

    static Task AnswerAsync(HttpContext http, Guid messageId, ProviderMood mood)
    {
        http.Response.ContentType = "application/fhir+json";
        var answer = mood switch
        {
            ProviderMood.SaysNothing => "",
            ProviderMood.OtherBody => """
                {"resourceType":"Bundle","type":"message","entry":[{"resource":{"resourceType":"MessageHeader",
                "response":{"identifier":"11111111-1111-1111-1111-111111111111","code":"ok"}}}]}
                """,
            ProviderMood.ErrorWith200 => """{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"transient"}]}""",
            _ => """
                {"resourceType":"Bundle","type":"message","entry":[{"resource":{"resourceType":"MessageHeader",
                "eventCoding":{"system":"https://fhir.nhs.uk/CodeSystem/message-events-bars","code":"servicerequest-response"},
                "response":{"identifier":"MESSAGE_ID","code":"ok"}}},{"resource":{"resourceType":"Task","status":"TASK_STATUS"}}]}
                """.Replace("MESSAGE_ID", messageId.ToString(), StringComparison.Ordinal).Replace(
                "TASK_STATUS",
                mood == ProviderMood.Refuses ? "rejected" : "accepted",
                StringComparison.Ordinal
            ),
        };
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer)).AsTask();
    }
}
