using System.Text.RegularExpressions;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Deploy.DeployFiles;

namespace ReferralHub.Tests.Deploy;

/// <summary>What can be known of <c>docker-compose.yml</c> by reading it.</summary>
public sealed partial class ComposeTests
{
    static readonly string Root = ModuleBoundaryTests.Root();

    [Fact]
    public void Compose_HasAllParts_AndOneDatabaseWhicheverIsNamed()
    {
        var services = ReadServices("docker-compose.yml");

        services.Keys.ShouldBe(["migrate", "web", "worker-1", "worker-2", "scheduler", "database", "rabbitmq"], ignoreOrder: true);
        foreach (var service in new[] { "migrate", "web", "worker-1", "worker-2", "scheduler", "database" })
            Text(services, service, "extends", "file").ShouldBe("deploy/compose/${REFERRALHUB_DATABASE:-postgresql}.yml", service);
    }

    [Theory]
    [InlineData("postgresql", "PostgreSql")]
    [InlineData("sqlserver", "SqlServer")]
    public void DatabaseFile_HasTheServerItsHealthAndTheHubsWayToIt(string name, string provider)
    {
        var services = ReadServices("deploy", "compose", $"{name}.yml");

        services.Keys.ShouldBe(["hub", "database"], ignoreOrder: true);
        Text(services, "hub", "environment", "ReferralHub__Database__Provider").ShouldBe(provider);
        At(services, "database", "healthcheck", "test").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("deploy", "compose", "postgresql.yml")]
    [InlineData("deploy", "compose", "sqlserver.yml")]
    public void NoPort_IsReachableFromAnotherMachine(params string[] file)
    {
        var ports = ReadServices(file).Values.SelectMany(s => At(s, "ports") as List<object> ?? []).Cast<string>();

        ports.ShouldAllBe(p => p.StartsWith("127.0.0.1:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("worker-1")]
    [InlineData("worker-2")]
    [InlineData("scheduler")]
    public void Hub_RunsWithoutRights_AfterTheMigration_AndHasTimeToStop(string name)
    {
        var service = ReadServices("docker-compose.yml")[name];

        (Text(service, "read_only"), Text(service, "cap_drop"), Text(service, "security_opt")).ShouldBe(
            ("true", "ALL", "no-new-privileges:true")
        );
        Text(service, "init").ShouldBe("true");
        Text(service, "depends_on", "migrate", "condition").ShouldBe("service_completed_successfully");
        Text(service, "depends_on", "rabbitmq", "condition").ShouldBe("service_healthy");
        Text(service, "stop_grace_period").ShouldBe("40s");
    }

    /// <summary>Compose makes a folder that is not there, as root and empty, and the hub would have nothing to offer.</summary>
    [Fact]
    public void DirectoryThatIsServedWithoutAWord_IsThere()
    {
        var mounted = (List<object>)At(ReadServices("docker-compose.yml"), "web", "volumes")!;

        mounted.ShouldContain("${REFERRALHUB_DIRECTORY:-./deploy/directory}:/directory:ro");
        Directory.EnumerateFiles(Path.Combine(Root, "deploy", "directory")).Select(Path.GetFileName).ShouldContain("services.fhir.json");
    }

    /// <summary>What stands in the environment is told to whoever may ask the engine, and to each process that is started.</summary>
    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("deploy", "compose", "postgresql.yml")]
    [InlineData("deploy", "compose", "public.yml")]
    public void Secrets_AreFiles_AndNoneStandsInTheEnvironment(params string[] file)
    {
        var services = ReadServices(file);

        foreach (var (name, service) in services)
        foreach (var (key, value) in At(service, "environment") as Dictionary<object, object> ?? [])
        {
            var isSecret = Secret().IsMatch((string)key) || Secret().IsMatch((string)value);
            ((string)key)
                .EndsWith("File", StringComparison.OrdinalIgnoreCase)
                .ShouldBe(isSecret || ((string)value).StartsWith("/run/secrets/", StringComparison.Ordinal), $"{name}: {key}");
        }
    }

    [Fact]
    public void EverySecretThatAServiceUses_IsNamed()
    {
        var compose = Parse(File.ReadAllText(Path.Combine(Root, "docker-compose.yml")))[0];
        var named = ((Dictionary<object, object>)compose["secrets"]).Keys;

        var used = ((Dictionary<object, object>)compose["services"]).Values.SelectMany(s => At(s, "secrets") as List<object> ?? []);

        used.Distinct().ShouldBe(named, ignoreOrder: true);
    }

    static Dictionary<object, object> ReadServices(params string[] file) =>
        (Dictionary<object, object>)Parse(File.ReadAllText(Path.Combine([Root, .. file])))[0]["services"];

    [GeneratedRegex("password|secret|connection ?string|amqp:|_?key_?file$|certificate_?file$|uri_?file$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
