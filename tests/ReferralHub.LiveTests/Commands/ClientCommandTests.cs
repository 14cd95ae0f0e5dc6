using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>Systems from the command line: registered, listed, disabled, with other keys; and the tokens that they get.</summary>
[Collection(CommandHub.Collection)]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ClientCommandTests(CommandHub hub) : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-clients-");

    string Data => Path.Combine(folder.FullName, "d");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Covers("client add")]
    [Covers("client list")]
    [Covers("client disable")]
    [Covers("client enable")]
    [Covers("client rotate")]
    public async Task Client_IsAddedListedDisabledAndRotated()
    {
        var file = Path.Combine(folder.FullName, "gp.json");

        var added = await RunAsync("client", "add", "Alder Lane GP", "--kind", "Gp", "--organisation", "A81001", "--key-out", file);
        var again = await RunAsync("client", "add", "Alder Lane GP", "--kind", "Gp", "--organisation", "A81001", "--key-out", file + "2");
        var rotated = await RunAsync("client", "rotate", "alder-lane-gp", "--key-out", file + "3");
        var disabled = await RunAsync("client", "disable", "alder-lane-gp");
        var list = await RunAsync("client", "list", "--report", "json");
        var enabled = await RunAsync("client", "enable", "alder-lane-gp");
        var unknown = await RunAsync("client", "disable", "nobody");

        (added.Exit, rotated.Exit, disabled.Exit, enabled.Exit).ShouldBe((0, 0, 0, 0), added.Error + rotated.Error + disabled.Error);
        (again.Exit, unknown.Exit).ShouldBe((1, 1));
        again.Error.ShouldContain("There is a client alder-lane-gp already");
        File.Exists(file + "2").ShouldBeFalse("a file of a client that is none");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        JsonNode.Parse(File.ReadAllText(file))!["clientId"]!.GetValue<string>().ShouldBe("alder-lane-gp");
        var client = JsonNode.Parse(list.Output)!["clients"]!.AsArray().ShouldHaveSingleItem()!;
        client["standing"]!.GetValue<string>().ShouldBe("Disabled");
        client["organisations"]!.GetValue<string>().ShouldBe("A81001");
        list.Output.ShouldNotContain("\"d\"");
    }

    [Fact]
    [Covers("token")]
    public async Task Token_OpensTheHub()
    {
        var (exit, output, error) = await HubProcess.RunAsync("token", "--client", hub.Client);
        exit.ShouldBe(0, error);
        using var http = new HttpClient { BaseAddress = new(hub.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", output.Trim());

        using var answer = await http.GetAsync("/fhir/Task?_count=1");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ClientAdd_WhileAHubHasTheDatabase_IsToldWhatToDo()
    {
        var (exit, output, error) = await HubProcess.RunAsync("client", "list", "--data", hub.Data);

        (exit, output).ShouldBe((1, ""));
        error.ShouldContain("A hub has the embedded database open");
        error.ShouldContain("clients.json");
    }

    [Fact]
    public async Task Work_WithoutAClient_IsToldHowToSignIn()
    {
        var (exit, output, error) = await HubProcess.RunAsync("work", "list", "--url", hub.Url);

        (exit, output).ShouldBe((2, ""));
        error.ShouldContain("--client");
    }

    Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) =>
        HubProcess.RunAsync([.. arguments, "--data", Data]);
}
