using System.Text.Json;
using System.Text.RegularExpressions;
using ReferralHub.Server.Transports.RabbitMq;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Deploy.DeployFiles;

namespace ReferralHub.Tests.Deploy;

/// <summary>What can be known of the files in <c>deploy/</c> by reading them; the live tests run them.</summary>
public sealed partial class DeployTests
{
    static readonly string Deploy = Path.Combine(ModuleBoundaryTests.Root(), "deploy");
    static readonly string[] Roles = ["web", "worker", "scheduler"];

    public static TheoryData<string> Manifests =>
        [.. Directory.EnumerateFiles(Path.Combine(Deploy, "kubernetes"), "*.yaml").Select(f => Path.GetFileName(f)!)];

    [Fact]
    public async Task EveryMetricInAlertsAndDashboards_IsInAScrape()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var page = await hub.Http.GetStringAsync("/metrics");
        var known = MetricType().Matches(page).Select(m => m.Groups[1].Value).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Deploy, "grafana")))
        {
            var named = MetricName().Matches(File.ReadAllText(file)).Select(m => Histogram().Replace(m.Value, "")).Distinct().ToList();
            named.ShouldNotBeEmpty(file);
            // By queue, by cause: these have no line while there is no queue and no failure.
            named
                .Where(m => !known.Contains(m) && m is not ("referralhub_queue_messages" or "referralhub_messages_failed"))
                .ShouldBeEmpty(Path.GetFileName(file));
        }
    }

    [Fact]
    public void EveryAlert_HasItsSectionInTheRunbook()
    {
        var runbook = File.ReadAllText(Path.Combine(Deploy, "runbook.md"));
        var alerts = Regex.Matches(File.ReadAllText(Path.Combine(Deploy, "grafana", "alerts.yaml")), @"runbook: deploy/runbook\.md#(\w+)");
        alerts.Count.ShouldBeGreaterThan(15);
        foreach (Match alert in alerts)
            runbook.ShouldContain($"\n### {alert.Groups[1].Value}\n");
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Manifest_RunsWithoutRights_AndSaysWhatItNeeds(string file)
    {
        foreach (var pod in Documents(file).Select(FindPodSpec).OfType<Dictionary<object, object>>())
        {
            Text(pod, "securityContext", "runAsNonRoot").ShouldBe("true");
            Text(pod, "automountServiceAccountToken").ShouldBe("false");
            var container = (Dictionary<object, object>)((List<object>)pod["containers"])[0];
            Text(container, "securityContext", "readOnlyRootFilesystem").ShouldBe("true");
            Text(container, "securityContext", "allowPrivilegeEscalation").ShouldBe("false");
            ((Dictionary<object, object>)container["resources"]).Keys.ShouldBe(["requests", "limits"], ignoreOrder: true);
            var mounts = ((List<object>)container["volumeMounts"]).Select(m => Text((Dictionary<object, object>)m, "name"));
            var volumes = ((List<object>)pod["volumes"]).Select(v => Text((Dictionary<object, object>)v, "name"));
            mounts.ShouldBe(volumes, ignoreOrder: true);
            ReadSecretsAsFiles(pod, container);
        }
    }

    /// <summary>No secret stands in the environment, and its file is for the hub's user alone.</summary>
    static void ReadSecretsAsFiles(Dictionary<object, object> pod, Dictionary<object, object> container)
    {
        foreach (var one in (container.GetValueOrDefault("env") as List<object> ?? []).Cast<Dictionary<object, object>>())
            At(one, "valueFrom", "secretKeyRef").ShouldBeNull(Text(one, "name"));
        var secret = ((List<object>)pod["volumes"]).Cast<Dictionary<object, object>>().Single(v => At(v, "secret") is not null);
        Text(secret, "secret", "defaultMode").ShouldBe("0400");
    }

    [Fact]
    public void EveryRole_HasProbes_ADisruptionBudget_AndTimeToDrain()
    {
        foreach (var role in Roles)
        {
            var documents = Documents($"{role}.yaml");
            var deployment = documents.Single(d => Text(d, "kind") == "Deployment");
            var pod = FindPodSpec(deployment)!;
            int.Parse(Text(pod, "terminationGracePeriodSeconds")!, null).ShouldBeGreaterThan(20 + 5);
            var container = (Dictionary<object, object>)((List<object>)pod["containers"])[0];
            foreach (
                var (probe, path) in new[]
                {
                    ("startupProbe", "/health/startup"),
                    ("livenessProbe", "/health/live"),
                    ("readinessProbe", "/health/ready"),
                }
            )
                Text(container, probe, "httpGet", "path").ShouldBe(path);
            ((List<object>)container["args"]).ShouldBe(["serve", "--roles", role]);
            var labels = Text(deployment, "spec", "selector", "matchLabels", "role");
            (Text(deployment, "spec", "template", "metadata", "labels", "role"), labels).ShouldBe((role, role));
            Text(documents.Single(d => Text(d, "kind") == "PodDisruptionBudget"), "spec", "selector", "matchLabels", "role").ShouldBe(role);
        }

        var scaled = Documents("worker.yaml").Single(d => Text(d, "kind") == "ScaledObject");
        Text(scaled, "spec", "scaleTargetRef", "name").ShouldBe("referralhub-worker");
    }

    [Fact]
    public void Dockerfile_NamesVersions_AUserAndAHealthCommand()
    {
        var dockerfile = File.ReadAllText(Path.Combine(Deploy, "Dockerfile"));

        dockerfile.ShouldContain("USER $APP_UID");
        dockerfile.ShouldContain("HEALTHCHECK");
        dockerfile.ShouldNotContain(":latest");
    }

    [Fact]
    public void Dashboards_AreWhatGrafanaReads()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Deploy, "grafana"), "*.json"))
        {
            using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
            var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
            panels.Select(p => p.GetProperty("id").GetInt32()).ShouldBeUnique();
            foreach (var panel in panels)
                panel.GetProperty("targets").GetArrayLength().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task AsyncApi_NamesEveryEvent_AndTheQueuesThatAreDeclared()
    {
        await using var hub = await TestHub.StartAsync("web");
        var text = await hub.Http.GetStringAsync("/feeds/asyncapi.yaml");
        var document = Parse(text)[0];
        Text(document, "asyncapi").ShouldBe("3.0.0");
        Text(document, "channels", "intake", "address").ShouldBe(RabbitMqTopology.Intake);
        Text(document, "channels", "events", "bindings", "amqp", "exchange", "name").ShouldBe(RabbitMqTopology.Events);
        EventsNamed("events")
            .ShouldBe(typeof(ReferralHub.Journey.EventTypes).GetFields().Select(f => (string)f.GetValue(null)!), ignoreOrder: true);
        EventsNamed("bookEvents").Select(e => $"book.{e}").ShouldBe(ReferralHub.Commissioning.BookEventTypes.All, ignoreOrder: true);

        IEnumerable<string> EventsNamed(string channel)
        {
            object found = document;
            foreach (var key in new[] { "channels", channel, "parameters", "event", "enum" })
                found = ((Dictionary<object, object>)found)[key];
            return ((List<object>)found).Cast<string>();
        }
    }

    [Fact]
    public async Task AsyncApi_NamesEveryMemberOfTheBooksData()
    {
        await using var hub = await TestHub.StartAsync("web");
        object found = Parse(await hub.Http.GetStringAsync("/feeds/asyncapi.yaml"))[0];
        foreach (var key in new[] { "components", "schemas", "bookEvent", "properties", "data", "properties" })
            found = ((Dictionary<object, object>)found)[key];
        ((Dictionary<object, object>)found)
            .Keys.Cast<string>()
            .ShouldBe(
                typeof(ReferralHub.Commissioning.BookEventData).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)),
                ignoreOrder: true
            );
    }

    static List<Dictionary<object, object>> Documents(string file) => Parse(File.ReadAllText(Path.Combine(Deploy, "kubernetes", file)));

    [GeneratedRegex(@"# TYPE (referralhub_\w+) ")]
    private static partial Regex MetricType();

    [GeneratedRegex(@"referralhub_\w+")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Histogram();
}
