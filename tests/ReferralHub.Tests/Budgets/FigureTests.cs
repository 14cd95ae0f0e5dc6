using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Budgets.Commissioners;
using ReferralHub.Identity.Machines;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets;

/// <summary>Who reads whose figures, and how exactly.</summary>
public sealed class FigureTests
{
    const string Header = "body,name,practice,from,until\n";

    [Fact]
    public async Task S41_SmallNumbers_AreWithheldFromAllButThePracticeAndTheCentre()
    {
        await using var hub = await StartAsync();
        await hub.Database.WriteAsync(
            (db, _) =>
            {
                db.Add(
                    new ActivityMonth
                    {
                        Practice = "L81008",
                        Specialty = "110",
                        Provider = "RH1",
                        Month = new(2026, 11, 1),
                        Received = 3,
                        Chosen = 12,
                        CommittedPence = 123_400,
                    }
                );
                return Task.CompletedTask;
            },
            CancellationToken.None
        );
        foreach (var exact in new[] { await TokenAsync(hub, ClientKind.Gp, "L81008"), await TokenAsync(hub, ClientKind.Centre, "XRH01") })
            Month(await GetAsync(hub, exact, "L81008"))["received"]!.GetValue<int>().ShouldBe(3);
        var read = await GetAsync(hub, await TokenAsync(hub, ClientKind.Reader, "L81008"), "L81008");
        var month = Month(read);
        month["received"].ShouldBeNull();
        month["chosen"]!.GetValue<int>().ShouldBe(10);
        month["committedPence"]!.GetValue<int>().ShouldBe(100_000);
        read.ShouldNotContain("123400");
        var csv = await GetAsync(hub, await TokenAsync(hub, ClientKind.Reader, "L81008"), "L81008", "?format=csv");
        csv.ShouldContain("RH1,*,0,");
        var page = await PageAsync(hub, "ZC01", "/commissioning/practices/L81008");
        page.ShouldContain(">*</td>");
        page.ShouldNotContain(">3</td>");
    }

    [Fact]
    public async Task CountThatIsWithheld_IsNotWhatTheOthersLeaveOfTheMonth()
    {
        await using var hub = await StartAsync();
        await hub.Database.WriteAsync(
            (db, _) =>
            {
                foreach (var (provider, chosen) in new[] { ("RH1", 3), ("RH2", 12), ("RH3", 40) })
                    db.Add(
                        new ActivityMonth
                        {
                            Practice = "L81008",
                            Specialty = "110",
                            Provider = provider,
                            Month = new(2026, 11, 1),
                            Chosen = chosen,
                            CommittedPence = chosen * 15_000,
                        }
                    );
                return Task.CompletedTask;
            },
            CancellationToken.None
        );

        var read = JsonNode.Parse(await GetAsync(hub, await TokenAsync(hub, ClientKind.Reader, "L81008"), "L81008"))!["months"]!.AsArray();
        var page = await PageAsync(hub, "ZC01", "/commissioning/practices/L81008");

        read.Select(m => m!["chosen"]?.GetValue<int>()).ShouldBe([null, null, 40]);
        read.Select(m => m!["committedPence"]?.GetValue<int>()).ShouldBe([null, null, 600_000]);
        // The month of 55 is told, and the provider of 12 is not: less 40 and 12 it would be 3.
        page.ShouldContain("<td data-label=\"Chosen\" class=\"figure\">55</td>");
        page.ShouldContain("<td data-label=\"Chosen\" class=\"figure\">40</td>");
        page.ShouldNotContain("<td data-label=\"Chosen\" class=\"figure\">10</td>");
    }

    [Fact]
    public async Task Commissioner_ReadsItsPractices_AndNoOther()
    {
        await using var hub = await StartAsync();
        var own = await PageAsync(hub, "ZC01", "/commissioning");
        own.ShouldContain("L81008");
        own.ShouldNotContain("B81001");
        (await StatusAsync(hub, "ZC01", "/commissioning/practices/L81008")).ShouldBe(200);
        foreach (var ods in new[] { "B81001", "B81999" })
            (await StatusAsync(hub, "ZC01", $"/commissioning/practices/{ods}")).ShouldBe(404);
        // Its time was over before today.
        (await StatusAsync(hub, "ZC02", "/commissioning/practices/L81008")).ShouldBe(404);
    }

    [Fact]
    public async Task RowThatLeftTheFile_IsKept_AndEnds()
    {
        await using var hub = await StartAsync();
        await File.WriteAllTextAsync(
            Path.Combine(hub.Folder, "directory", "commissioners.csv"),
            Header + "ZC03,Third,L81008,2024-04-01,\n"
        );
        foreach (var loader in hub.Get<IEnumerable<IReferenceDataLoader>>())
            await loader.LoadAsync(Path.Combine(hub.Folder, "directory"), CancellationToken.None);
        var register = hub.Get<CommissionedPractices>();
        register.List("ZC03").ShouldBe(["L81008"]);
        register.List("ZC01").ShouldBeEmpty();
        await using var db = hub.Database.OpenRead();
        (await db.Set<CommissionedPractice>().SingleAsync(c => c.Body == "ZC01")).Until.ShouldNotBeNull();
    }

    [Fact]
    public async Task EventFeed_TellsAReaderOfItsPracticesAlone_AndNotWhatIsUrgent()
    {
        await using var hub = await StartAsync();
        await hub.TakeAsync(TestReferral.SuspectedCancer());
        await hub.TakeAsync(TestReferral.Routine().With(r => r.Resource("Organization")["identifier"]![0]!["value"] = "B81001"));
        await hub.SettleAsync();
        await hub.ProjectedAsync();
        var own = await GetAsync(hub, await TokenAsync(hub, ClientKind.Reader, "L81008"), "", path: "/feeds/events");
        own.ShouldContain("L81008");
        own.ShouldNotContain("B81001");
        own.ShouldNotContain("priority");
        own.ShouldNotContain("asap");
        var all = await GetAsync(hub, await TokenAsync(hub, ClientKind.Reader, "XRH01"), "", path: "/feeds/events");
        all.ShouldContain("B81001");
        all.ShouldNotContain("priority");
        (await GetAsync(hub, await TokenAsync(hub, ClientKind.Centre, "XRH01"), "", path: "/feeds/events")).ShouldContain("priority");
    }

    static Task<TestHub> StartAsync() =>
        TestHub.StartAsync(writeDirectory: folder =>
        {
            TestDirectory.Write(folder);
            File.AppendAllText(Path.Combine(folder, "practices.csv"), "B81001,Second,8000,51.4,-2.5\n");
            File.WriteAllText(
                Path.Combine(folder, "commissioners.csv"),
                Header + "ZC01,First,L81008,2024-04-01,\nZC02,Second,L81008,2020-04-01,2024-03-31\n"
            );
        });

    static Task<string> TokenAsync(TestHub hub, ClientKind kind, string organisation) => hub.SignIn.TokenAsync(kind, organisation);

    static JsonNode Month(string json) => JsonNode.Parse(json)!["months"]![0]!;

    static async Task<string> GetAsync(TestHub hub, string token, string ods, string query = "", string? path = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path ?? $"/feeds/practices/{ods}/activity{query}");
        request.Headers.Authorization = new("Bearer", token);
        using var response = await hub.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    static async Task<HttpResponseMessage> AskAsync(TestHub hub, string body, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(
            "Cookie",
            (await hub.SignIn.SessionAsync($"Commissioner {body}", CallerRole.Commissioner, organisation: body)).ToString()
        );
        request.Headers.Add("Accept", "text/html");
        return await hub.Http.SendAsync(request);
    }

    static async Task<string> PageAsync(TestHub hub, string body, string path)
    {
        using var response = await AskAsync(hub, body, path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    static async Task<int> StatusAsync(TestHub hub, string body, string path)
    {
        using var response = await AskAsync(hub, body, path);
        return (int)response.StatusCode;
    }
}
