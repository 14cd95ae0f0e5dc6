using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Identity.Machines;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals;
using ReferralHub.Tests.Dispatch;
using Shouldly;
using static ReferralHub.Tests.Dispatch.DispatchSetting;

namespace ReferralHub.Tests.Identity.Access;

/// <summary>
/// A hub with two practices and two providers, each with one referral that is theirs alone. All that is written about a referral holds a
/// word that occurs nowhere else.
/// </summary>
sealed class AccessWorld : IAsyncDisposable
{
    const string Body = "ZC01";
    readonly StubProvider provider;

    AccessWorld(StubProvider provider, TestHub hub, Owned a, Owned b) => (this.provider, Hub, A, B) = (provider, hub, a, b);

    public TestHub Hub { get; }

    public Owned A { get; }

    public Owned B { get; }

    /// <summary>Somebody of each role who has to do with <see cref="A"/> alone, bodies above those, and nobody.</summary>
    public IReadOnlyList<AccessCaller> Callers =>
        [
            new("GP system", CallerRole.GpSystem, A.Practice),
            new("practice", CallerRole.Practice, A.Practice),
            new("provider system", CallerRole.ProviderSystem, A.Provider),
            new("provider", CallerRole.Provider, A.Provider),
            new("commissioner", CallerRole.Commissioner, Body),
            new("reader", CallerRole.ReaderSystem, A.Practice),
            new("parent of the practice", CallerRole.GpSystem, A.Practice[..3]),
            new("parent of the practice's staff", CallerRole.Practice, A.Practice[..3]),
            new("parent of the provider", CallerRole.ProviderSystem, "RH3X0"),
            new("other body", CallerRole.Commissioner, "ZC09"),
            new("nobody", null, ""),
        ];

    public static async Task<AccessWorld> StartAsync()
    {
        var provider = new StubProvider(id => (200, Answer(id, "ok", "accepted")));
        var hub = await TestHub.StartAsync(writeDirectory: folder =>
        {
            TestDirectory.Write(folder);
            File.AppendAllText(Path.Combine(folder, "practices.csv"), "A81001,First,8000,51.4,-2.5\nB81001,Second,8000,51.4,-2.5\n");
            File.WriteAllText(
                Path.Combine(folder, "commissioners.csv"),
                $"body,name,practice,from,until\n{Body},Test Board,A81001,2020-01-01,\n"
            );
            var file = Path.Combine(folder, "services.fhir.json");
            File.WriteAllText(file, File.ReadAllText(file).Replace("http://127.0.0.1:9/", provider.Url, StringComparison.Ordinal));
        });
        var a = await ReferAsync(hub, "A81001", "joint-3", "Alphacanary");
        var b = await ReferAsync(hub, "B81001", "joint-4", "Betacanary");
        await hub.SettleAsync();
        await hub.ProjectedAsync();
        return new(provider, hub, await DescribeAsync(hub, a), await DescribeAsync(hub, b));
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await provider.DisposeAsync();
    }

    /// <summary>Asks as this caller, through the hub's own tokens and sessions.</summary>
    public async Task<HttpResponseMessage> AskAsync(
        AccessCaller caller,
        HttpMethod method,
        string path,
        byte[]? body = null,
        string? condition = null
    )
    {
        var request = new HttpRequestMessage(method, path);
        if (caller.Role is not { } role)
            request.Headers.Add("Cookie", "nothing=1");
        else if (role >= CallerRole.GpSystem)
            request.Headers.Authorization = new("Bearer", await Hub.SignIn.TokenAsync(Kind(role), caller.Organisation));
        else
        {
            request.Headers.Add(
                "Cookie",
                (await Hub.SignIn.SessionAsync("Test " + caller.Name, role, organisation: caller.Organisation)).ToString()
            );
            request.Headers.Add("Accept", "text/html");
        }

        if (condition is not null)
            request.Headers.TryAddWithoutValidation("If-None-Exist", condition);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/fhir+json");
        }

        return await Hub.Http.SendAsync(request);
    }

    static ClientKind Kind(CallerRole role) =>
        role switch
        {
            CallerRole.GpSystem => ClientKind.Gp,
            CallerRole.ProviderSystem => ClientKind.Provider,
            CallerRole.ReaderSystem => ClientKind.Reader,
            _ => ClientKind.Centre,
        };

    public async Task<string> ReadAsync(AccessCaller caller, string path)
    {
        using var response = await AskAsync(caller, HttpMethod.Get, path);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>A referral of the practice, with the word in all that people write.</summary>
    public static TestReferral Write(string practice, string word) =>
        TestReferral
            .Routine()
            .With(r =>
            {
                r.Patient["name"]![0]!["family"] = word;
                r.Patient["name"]![0]!["given"] = new JsonArray(word + "given");
                r.Patient["address"]![0]!["line"] = new JsonArray(word + " Street");
                r.Request["identifier"]![0]!["value"] = $"{word}-{Guid.CreateVersion7()}";
                r.Resource("PractitionerRole")["practitioner"]!["display"] = $"Dr {word}";
                r.Resource("Organization")["identifier"]![0]!["value"] = practice;
            });

    static async Task<(Guid Id, TestReferral Sent, string Practice, string Word)> ReferAsync(
        TestHub hub,
        string practice,
        string service,
        string word
    )
    {
        var sent = Write(practice, word);
        var id = await hub.TakeAsync(sent);
        await hub.SettleAsync();
        var stage = (await hub.JourneyAsync(id)).Stage;
        (await hub.Get<ChooseService>().ChooseAsync(id, service, Actor.Patient, CancellationToken.None)).ShouldBe(
            ChooseOutcome.Chosen,
            $"It stands at {stage}: {string.Join(' ', (await hub.EventsAsync(id)).Select(e => e.Type + e.Data))}"
        );
        return (id, sent, practice, word);
    }

    static async Task<Owned> DescribeAsync(TestHub hub, (Guid Id, TestReferral Sent, string Practice, string Word) one)
    {
        await using var db = hub.Database.OpenRead();
        var journey = await db.Set<ReferralJourney>().FirstAsync(j => j.Id == one.Id);
        var record = await db.Set<ReferralRecord>().FirstAsync(r => r.Referral == one.Id);
        var dispatch = await db.Set<ReferralHub.Dispatch.DispatchedMessage>().FirstAsync(d => d.Referral == one.Id);
        var task = await hub.Http.GetStringAsync($"/fhir/Task?patient={record.NhsNumber}");
        return new(
            one.Id,
            journey.Reference,
            one.Practice,
            dispatch.Provider,
            record.NhsNumber!,
            journey.PatientKey,
            dispatch.MessageId,
            (string)one.Sent.Request["identifier"]![0]!["value"]!,
            (string)JsonNode.Parse(task)!["entry"]![0]!["resource"]!["id"]!,
            one.Word,
            one.Sent
        );
    }
}

/// <summary>One referral, and by what it can be named.</summary>
sealed record Owned(
    Guid Id,
    string Reference,
    string Practice,
    string Provider,
    string NhsNumber,
    string Patient,
    Guid Message,
    string Identifier,
    string Task,
    string Word,
    TestReferral Sent
);

/// <summary>Somebody who calls; nobody when there is no role.</summary>
sealed record AccessCaller(string Name, CallerRole? Role, string Organisation);
