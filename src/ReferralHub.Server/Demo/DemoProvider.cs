using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using ReferralHub.Fhir;
using ReferralHub.FhirApi;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Server.Demo;

/// <summary>
/// A provider's system for the demonstration: a web server of its own on a port of its own that takes referral
/// messages, accepts most, declines some, answers some later, and is down now and then. A repeated message id gets the
/// first answer again and is taken once.
/// </summary>
sealed class DemoProvider : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentDictionary<string, byte[]> taken = new();
    readonly ConcurrentDictionary<string, int> tries = new();
    readonly ConcurrentDictionary<string, HttpClient> hubs = new(StringComparer.OrdinalIgnoreCase);
    readonly ConcurrentBag<Task> laterAnswers = [];
    readonly CancellationTokenSource stopping = new();

    DemoProvider(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <summary>How the system of a provider, by its ODS code, calls the hub to answer later; set when the hub has started.</summary>
    public Func<string, HttpClient>? SignIn { get; set; }

    /// <summary>Messages taken, each counted once.</summary>
    public int Taken => taken.Count;

    public static async Task<DemoProvider> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var provider = new DemoProvider(app);
        app.UseRouting();
        app.MapPost("/{ods}/$process-message", provider.TakeAsync);
        await app.StartAsync(cancellationToken);
        return provider;
    }

    /// <summary>Waits until every answer that was to come later has been given.</summary>
    public async Task AnsweredAsync()
    {
        for (var seen = -1; seen < laterAnswers.Count; )
        {
            seen = laterAnswers.Count;
            await Task.WhenAll(laterAnswers);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.DisposeAsync();
        foreach (var hub in hubs.Values)
            hub.Dispose();
        stopping.Dispose();
    }

    async Task TakeAsync(HttpContext http, string ods)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var (document, _) = FhirJson.Read(body.ToArray());
        if (document?.Root["id"].Text is not { } messageId)
        {
            http.Response.StatusCode = 400;
            return;
        }

        using (document)
        {
            var mood = Mood(messageId);
            // Down for the first two tries of one message in twenty.
            if (mood < 5 && tries.AddOrUpdate(messageId, 1, (_, n) => n + 1) <= 2)
            {
                http.Response.StatusCode = 503;
                return;
            }

            var priority = document.FirstOfType("ServiceRequest")["priority"].Text;
            var withdrawn = !document.FirstOfType("ServiceRequest")["status"].Is("active");
            var declines = mood is >= 95 and < 98 && priority == "routine" && !withdrawn;
            var later = mood is >= 85 and < 95;
            var answer = taken.GetOrAdd(messageId, _ => Response(messageId, declines));
            if (later && SignIn is { } signIn)
                laterAnswers.Add(AnswerLaterAsync(answer, hubs.GetOrAdd(ods, signIn)));
            http.Response.ContentType = FhirAnswer.ContentType;
            if (!later)
                await http.Response.Body.WriteAsync(answer, http.RequestAborted);
            else
                http.Features.Get<IHttpResponseFeature>()!.StatusCode = 200;
        }
    }

    async Task AnswerLaterAsync(byte[] answer, HttpClient hub)
    {
        for (var attempt = 0; attempt < 20 && !stopping.IsCancellationRequested; attempt++)
        {
            try
            {
                // The hub records that the message was sent before it can take the answer to it, so early answers are tried again.
                await Task.Delay(TimeSpan.FromMilliseconds(300 * (attempt + 1)), stopping.Token);
                using var content = new ByteArrayContent(answer) { Headers = { { "Content-Type", "application/fhir+json" } } };
                using var response = await hub.PostAsync("/fhir/$process-message", content, stopping.Token);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or SignInException or OperationCanceledException)
            {
                // The hub may be restarting; the next attempt, or the deadline of the referral, takes care of it.
            }
        }
    }

    static byte[] Response(string messageId, bool declines) =>
        R4Json.Write(
            new R4.Bundle
            {
                Id = EntityId.FromName($"answer|{messageId}").ToString(),
                Type = R4.Bundle.BundleType.Message,
                Entry = [new() { Resource = CreateHeader(messageId) }, new() { Resource = CreateTask(declines) }],
            }
        );

    static R4.MessageHeader CreateHeader(string messageId) =>
        new()
        {
            Event = R4Values.Coding(FhirSystems.MessageEvents, "servicerequest-response"),
            Source = new() { Endpoint = "urn:demonstration-provider" },
            Response = new() { Identifier = messageId, Code = R4.MessageHeader.ResponseType.Ok },
        };

    static R4.Task CreateTask(bool declines) =>
        new()
        {
            Status = declines ? R4.Task.TaskStatus.Rejected : R4.Task.TaskStatus.Accepted,
            Intent = R4.Task.TaskIntent.Order,
            StatusReason = declines ? R4Values.Concept(FhirSystems.DosRejectedReasons, "22", "Rejected for capacity reasons") : null,
        };

    /// <summary>0 to 99, the same for the same message.</summary>
    static int Mood(string messageId) => System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(messageId))[0] * 100 / 256;
}
