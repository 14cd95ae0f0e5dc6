using Microsoft.Extensions.Configuration;
using ReferralHub.Platform;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Server;
using ReferralHub.Server.Commands;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Hosting;
using ReferralHub.Server.Transports.RabbitMq;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server;

public sealed class ServerTests
{
    [Theory]
    [InlineData("ConnectionsMax", "0", "ReferralHub:ConnectionsMax is 0; it must be from 10 to 1000000.")]
    [InlineData("ConnectionsMax", "many", "ReferralHub:ConnectionsMax")]
    [InlineData("Clocks:ReviewRoutineWorkingDays", "-2", "ReferralHub:Clocks:ReviewRoutineWorkingDays is -2; it must be from 0 to 60.")]
    [InlineData("Review:UndoMinutes", "61.5", "ReferralHub:Review:UndoMinutes is 61.5; it must be from 0 to 60.")]
    [InlineData("Colour", "blue", "Colour")]
    [InlineData("Users:0:Kind", "Chef", "ReferralHub:Users:0:Kind")]
    public void Setting_ThatCannotBeUsed_IsNamed(string key, string value, string said) =>
        Should
            .Throw<SettingsException>(() =>
                SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection([new($"ReferralHub:{key}", value)]).Build())
            )
            .Message.ShouldContain(said);

    [Fact]
    public void Settings_AsTheyCome_AreInRange() => SettingsCheck.Faults(new HubSettings(), HubSettings.Section).ShouldBeEmpty();

    [Theory]
    [InlineData("all", null, "ReferralHub listens on http://127.0.0.1:5080 (from this machine only).")]
    [InlineData(
        "web",
        "http://0.0.0.0:9090",
        "ReferralHub listens on http://127.0.0.1:5080 (from this machine only) "
            + "and on http://0.0.0.0:9090 (health and metrics, nothing about patients)."
    )]
    [InlineData(
        "worker",
        "http://0.0.0.0:9090",
        "ReferralHub listens on http://0.0.0.0:9090 (health and metrics, nothing about patients)."
    )]
    public void PlacesListenedOn_AreSaidWithWhoReachesThem(string roles, string? metricsOn, string said)
    {
        var settings = new HubSettings { Roles = roles, MetricsOn = metricsOn };

        var line = ServeCommand.DescribePlaces(WebPipeline.ListAddresses(settings), settings);

        line.ShouldBe(said);
    }

    /// <summary>
    /// What comes before it is time in which a process 1 loses the signal. The process that reads PDFs is another, ended by the first one.
    /// </summary>
    [Fact]
    public void Program_ListensForSignalsBeforeAllElse()
    {
        var program = File.ReadAllLines(Path.Combine(ModuleBoundaryTests.Root(), "src", "ReferralHub.Server", "Program.cs"));

        var first = program.First(line =>
            line.Length > 0
            && !line.StartsWith("using ReferralHub", StringComparison.Ordinal)
            && !line.StartsWith("//", StringComparison.Ordinal)
            && !line.Contains("PdfChild.", StringComparison.Ordinal)
            && line != "using System.CommandLine;"
        );

        first.ShouldBe("using var stop = StopSignals.Listen();");
    }

    [Theory]
    [InlineData("PostgreSql", null, "Database:ConnectionString")]
    [InlineData("PostgreSql", "Hoost=x", "cannot be used")]
    [InlineData("SqlServer", null, "Database:ConnectionString")]
    [InlineData("SqlServer", "Sever=x", "cannot be used")]
    [InlineData("Sqlite", "Data Source=x;Mode=Memory", "Data Source=PATH and nothing else")]
    [InlineData("Oracle", null, "use Sqlite, PostgreSql or SqlServer")]
    public void DatabaseThatCannotBeUsed_IsSaidPlainly(string provider, string? connection, string said) =>
        Should
            .Throw<SettingsException>(() =>
                DatabaseOpener.Open(new() { Database = { Provider = provider, ConnectionString = connection } })
            )
            .Message.ShouldContain(said);

    [Theory]
    [InlineData("web", "Sqlite", "InMemory", "InMemory")]
    [InlineData("web", "Sqlite", "RabbitMq", "Sqlite serves one process")]
    [InlineData("worker,clerk", "PostgreSql", "RabbitMq", "no role clerk")]
    public void RolesThatCannotBeApart_AreRefused(string roles, string provider, string transport, string said) =>
        Should
            .Throw<SettingsException>(() =>
                SettingsReader.CheckRoles(
                    new()
                    {
                        Roles = roles,
                        Database = { Provider = provider },
                        Transport = { Kind = transport },
                    }
                )
            )
            .Message.ShouldContain(said);

    [Theory]
    [InlineData(null, "needs Transport:Uri")]
    [InlineData("http://broker", "needs Transport:Uri")]
    [InlineData("amqp://guest:guest@broker.example:5672", "default user guest")]
    public void BrokerThatCannotBeUsed_IsSaidPlainly(string? uri, string said) =>
        Should
            .Throw<SettingsException>(() => RabbitMqTransport.BuildAddress(new() { Transport = { Kind = "RabbitMq", Uri = uri } }))
            .Message.ShouldContain(said);

    [SkippableFact]
    public async Task SecondProcessOnOneDatabase_IsRefused()
    {
        Skip.IfNot(TestDatabase.IsSqlite, "Server databases serve many processes.");
        await using var hub = await TestHub.StartAsync("web");
        Should
            .Throw<DatabaseInUseException>(() => SqliteHubDatabase.Open(Path.Combine(hub.Folder, "referralhub.db")))
            .Message.ShouldContain("in use");
    }

    [Fact]
    public async Task Durability_IsOn()
    {
        await using var hub = await TestHub.StartAsync("web");
        (await hub.Database.DurabilityFaultAsync(CancellationToken.None)).ShouldBeNull();
        (await hub.Database.PendingMigrationsAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryAnswer_CarriesTheSecurityHeaders()
    {
        await using var hub = await TestHub.StartAsync("web");
        foreach (
            var path in new[]
            {
                "/",
                "/review",
                "/commissioning",
                "/operations",
                "/choose/x",
                "/fhir/metadata",
                "/fhir/nothing",
                "/health/live",
                "/assets/hub.css",
            }
        )
        {
            using var response = await hub.Http.GetAsync(path);
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'", customMessage: path);
            response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            response.Headers.Contains("Server").ShouldBeFalse();
            response.Headers.Contains("X-Request-Id").ShouldBeTrue();
            if (path.StartsWith("/fhir", StringComparison.Ordinal))
                response.Content.Headers.ContentType!.MediaType.ShouldBe("application/fhir+json");
        }
    }

    [Theory]
    [InlineData("evil.example", null, 421)]
    [InlineData("localhost", "cross-site", 403)]
    [InlineData("localhost", "same-origin", 400)]
    public async Task RequestsFromElsewhere_AreRefused(string host, string? site, int status)
    {
        await using var hub = await TestHub.StartAsync("web");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fhir/$process-message")
        {
            Content = new StringContent("{}", null, "application/fhir+json"),
        };
        request.Headers.Host = host;
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        using var response = await hub.Http.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Pages_ShowHostileTextHarmlessly()
    {
        await using var hub = await TestHub.StartAsync();
        const string hostile = "<script>alert(1)</script>\u202Eabc";
        var id = await hub.TakeAsync(
            TestReferral
                .Routine()
                .With(r =>
                {
                    r.Patient["name"]![0]!["family"] = hostile;
                    r.Patient["identifier"]![0]!["value"] = "3478526985";
                    r.Request["reasonCode"]![0]!["text"] = hostile;
                })
        );
        await hub.SettleAsync();
        var reference = (await hub.JourneyAsync(id)).Reference;
        foreach (var path in new[] { "/review", $"/review/{reference}" })
            (await hub.Http.GetStringAsync(path)).ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task Metrics_AreWellFormed_AndNameNoPerson()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var page = await hub.Http.GetStringAsync("/metrics");
        page.ShouldContain("referralhub_referrals_received_total{source=\"http\",outcome=\"Received\"}");
        page.ShouldContain("referralhub_worklist_items{stage=\"AwaitingChoice\"} 1");
        page.ShouldNotContain("Canary");
        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'))
            line.Split(' ').Length.ShouldBeGreaterThanOrEqualTo(2, line);
        HubMeters.Meter.Name.ShouldBe("ReferralHub");
    }
}
