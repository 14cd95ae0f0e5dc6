using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ReferralHub.Server.Demo;
using ReferralHub.Server.SignIn;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>
/// The same on every machine, whatever language it speaks: German writes a comma in decimals, Turkish an İ for the capital of i,
/// Arabic counts other years. And on a machine that knows no languages at all.
/// </summary>
public sealed partial class LanguageTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-language-");

    public static TheoryData<string> Languages => ["de_DE.UTF-8", "tr_TR.UTF-8", "ar_SA.UTF-8"];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Commands_SayTheSame(string language)
    {
        string[][] commands =
        [
            ["fhir", "path", "(1.5 + 2.25).toString() & ' ' & @2026-11-27.toString() & ' ' & 'title'.upper()", Example],
            ["fhir", "validate", Example],
            ["rules", "list"],
            ["db", "script"],
            ["--help"],
        ];
        foreach (var command in commands)
        {
            var plain = await RunAsync("C", command);

            var spoken = await RunAsync(language, command);

            (spoken.Exit, spoken.Output).ShouldBe((plain.Exit, plain.Output), string.Join(' ', command));
            plain.Output.ShouldNotBeEmpty(string.Join(' ', command));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Demonstration_WritesAndCountsTheSame(string language)
    {
        var plain = await DemonstrateAsync("C");

        var spoken = await DemonstrateAsync(language);

        spoken.Report["received"]!.ToJsonString().ShouldBe("40");
        ((int)spoken.Report["lost"]!, (int)spoken.Report["stuck"]!, (bool)spoken.Report["chainVerified"]!).ShouldBe((0, 0, true));
        spoken.Directory.ShouldBe(plain.Directory);
        spoken.Report.AsObject().Select(p => p.Key).ShouldBe(plain.Report.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task Pages_WriteDatesAndNumbersAsInEngland()
    {
        var port = HubProcess.FreePort();
        await using var hub = await HubProcess.StartAsync(
            port,
            ["demo", "--referrals", "120", "--port", $"{port}", "--data", Path.Combine(folder.FullName, "pages")],
            ("LC_ALL", "ar_SA.UTF-8")
        );
        await hub.SaidAsync("Ctrl+C stops it.");
        using var client = SignedInHandler.CreateHttp(
            ClientFile.Read(Path.Combine(folder.FullName, "pages", DemoClients.CentreFile)),
            TimeSpan.FromSeconds(60)
        );

        var metrics = await client.GetStringAsync($"{hub.Url}/metrics");
        var events = await client.GetStringAsync($"{hub.Url}/feeds/events?after=0&limit=20");

        hub.Output.ShouldMatch(@"ready in \d+\.\d s");
        hub.Output.ShouldMatch(@"born \d{1,2} [A-Z][a-z]+ (19|20)\d\d");
        events.ShouldNotMatch(@"\b144[89]-", "a year after the Hijra");
        metrics.ShouldNotContain('٫');
        events.ShouldContain("\"20");
    }

    [SkippableFact]
    public async Task MachineWithoutLanguages_RunsTheHub_AndSaysWhatSqlServerNeeds()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "Hiding a library takes root on Linux.");

        var (exit, output, error) = await WithoutIcuAsync(
            "demo --once --referrals 20 --report json --data " + Path.Combine(folder.FullName, "no-icu")
        );
        var onSqlServer = await WithoutIcuAsync(
            "db status",
            "ReferralHub__Database__Provider=SqlServer",
            "ReferralHub__Database__ConnectionString=Server=127.0.0.1"
        );

        exit.ShouldBe(0, error);
        ((int)JsonNode.Parse(output)!["received"]!).ShouldBe(20);
        onSqlServer.Exit.ShouldBe(1);
        onSqlServer.Error.ShouldContain("SQL Server's client needs ICU");
        onSqlServer.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task SqlServerThatIsAway_IsSaidInOneSentence()
    {
        var (exit, _, error) = await HubProcess.RunAsync(
            [
                ("ReferralHub__Database__Provider", "SqlServer"),
                (
                    "ReferralHub__Database__ConnectionString",
                    $"Server=tcp:127.0.0.1,{HubProcess.FreePort()};Database=rh;User ID=u;Password=p"
                ),
            ],
            "db",
            "status"
        );

        exit.ShouldBe(3);
        error.ShouldStartWith("The database cannot be used: ");
        error.ShouldEndWith("Is it up, and does Database:ConnectionString name it?\n");
        error.ShouldNotContain("Globalization");
    }

    static string Example => Path.Combine(HubProcess.Root, "fhir-profiles", "examples", "referral-message.json");

    static Task<(int Exit, string Output, string Error)> RunAsync(string language, params string[] arguments) =>
        HubProcess.RunAsync([("LC_ALL", language), ("LANG", language)], arguments);

    async Task<(JsonNode Report, string Directory)> DemonstrateAsync(string language)
    {
        var data = Path.Combine(folder.FullName, language);
        var (exit, output, error) = await RunAsync(
            language,
            ["demo", "--once", "--referrals", "40", "--seed", "5", "--report", "json", "--data", data]
        );
        exit.ShouldBe(0, error);
        var files = Directory
            .EnumerateFiles(Path.Combine(data, "directory"), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != DemoClients.RegistryFile)
            .Order(StringComparer.Ordinal)
            .Select(f => $"{Path.GetFileName(f)}\n{File.ReadAllText(f)}");
        // The demonstration's provider listens on a port of its own each time, and its systems have new keys.
        return (JsonNode.Parse(output)!, Port().Replace(string.Join('\n', files), "127.0.0.1:0"));
    }

    /// <summary>Runs the hub where the machine's ICU cannot be seen: in a mount namespace of its own.</summary>
    static Task<(int Exit, string Output, string Error)> WithoutIcuAsync(string arguments, params string[] settings) =>
        HubProcess.RunProgramAsync(
            "unshare",
            "-m",
            "bash",
            "-c",
            "for f in $(ldconfig -p | grep -o '/[^ ]*libicu[^ ]*'); do mount --bind /dev/null \"$(readlink -f \"$f\")\"; done; "
                + $"exec env {string.Join(' ', settings.Select(s => $"'{s}'"))} dotnet '{HubProcess.Program}' {arguments}"
        );

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();
}
