using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>Commands that need neither a hub nor a database.</summary>
public sealed class FileCommandTests : IDisposable
{
    static readonly string Message = Path.Combine(HubProcess.Root, "fhir-profiles", "examples", "referral-message.json");
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-cli-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Covers("rules check")]
    public async Task RulesCheck_OfThePacksInUse_AndOfADraft_Passes()
    {
        var all = await HubProcess.RunAsync("rules", "check", "--verbose");
        var one = await HubProcess.RunAsync("rules", "check", HubProcess.DraftPack);

        all.Exit.ShouldBe(0, all.Error);
        all.Output.ShouldContain("examples pass");
        one.Exit.ShouldBe(0, one.Error);
        one.Output.ShouldStartWith("local-demonstration");
    }

    [Fact]
    [Covers("rules list")]
    [Covers("rules show")]
    public async Task RulesListAndShow_SayWhatAPackHolds()
    {
        var list = await HubProcess.RunAsync("rules", "list");
        var pack = list.Output.Split('\t')[0];
        var show = await HubProcess.RunAsync("rules", "show", pack);
        var newest = await HubProcess.RunAsync("rules", "show", pack.Split('@')[0]);

        (list.Exit, show.Exit, newest.Exit).ShouldBe((0, 0, 0), show.Error);
        show.Output.ShouldStartWith("# ");
        newest.Output.ShouldBe(show.Output);
    }

    [Fact]
    [Covers("fhir validate")]
    public async Task FhirValidate_TellsGoodFromBad()
    {
        var bad = Path.Combine(folder.FullName, "bad.json");
        File.WriteAllText(bad, """{"resourceType":"Patient","gender":"nonsense"}""");

        var good = await HubProcess.RunAsync("fhir", "validate", Message);
        var wrong = await HubProcess.RunAsync("fhir", "validate", bad, "--report", "json");

        good.Exit.ShouldBe(0, good.Output + good.Error);
        wrong.Exit.ShouldBe(1);
        ((string)JsonNode.Parse(wrong.Output)!["files"]![0]!["issues"]![0]!["severity"]!).ShouldBe("error");
    }

    [Fact]
    [Covers("fhir path")]
    public async Task FhirPath_AnswersOneExpression_AndLines()
    {
        var one = await HubProcess.RunAsync("fhir", "path", "Bundle.type", Message);
        var lines = await HubProcess.RunWithInputAsync(
            """
            {"id":1,"expression":"1 + 1"}
            {"id":2,"expression":"gender","resource":{"resourceType":"Patient","gender":"female"}}
            nonsense
            """,
            "fhir",
            "path",
            "--batch"
        );

        one.Exit.ShouldBe(0, one.Error);
        JsonNode.Parse(one.Output)![0]!.ToJsonString().ShouldContain("message");
        lines.Exit.ShouldBe(0, lines.Error);
        var answers = lines.Output.Trim().Split('\n').Select(l => JsonNode.Parse(l)!).ToList();
        answers.Count.ShouldBe(3);
        (answers[0]["result"]!.ToJsonString(), (string?)answers[2]["error"]).ShouldSatisfyAllConditions(
            a => a.Item1.ShouldContain("2"),
            a => a.Item2.ShouldNotBeNull().ShouldContain("not JSON")
        );
    }

    [Fact]
    [Covers("db script")]
    public async Task DbScript_IsTheSchema()
    {
        var (exit, output, error) = await HubProcess.RunAsync("db", "script");

        exit.ShouldBe(0, error);
        output.ShouldContain("CREATE TABLE \"journey\"");
    }

    [Fact]
    public async Task Help_ListsTheCommands()
    {
        var (exit, output, _) = await HubProcess.RunAsync("--help");

        exit.ShouldBe(0);
        foreach (var command in new[] { "serve", "demo", "import", "journey", "rules", "work", "db", "health", "fhir", "bench" })
            output.ShouldContain(command);
    }

    [Fact]
    public async Task Version_IsANumber()
    {
        var (exit, output, _) = await HubProcess.RunAsync("--version");

        exit.ShouldBe(0);
        Version.TryParse(output.Trim().Split('+', '-')[0], out _).ShouldBeTrue(output);
    }
}
