using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>People from the command line, on a database that no hub has open.</summary>
public sealed class UserCommandTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-user-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Covers("user add-administrator")]
    [Covers("user list")]
    [Covers("user grant")]
    [Covers("user revoke")]
    [Covers("user invite")]
    [Covers("user disable")]
    [Covers("user enable")]
    public async Task User_FromFirstAccountToShutOut()
    {
        (await HubProcess.RunAsync("db", "migrate", "--data", folder.FullName)).Exit.ShouldBe(0);

        var added = await RunAsync("add-administrator", "Ada Min", "--url", "https://hub.example");
        var twice = await RunAsync("add-administrator", "ada min");
        var granted = await RunAsync("grant", "Ada Min", "Reviewer", "--specialties", "110 330");
        var wrong = await RunAsync("grant", "Ada Min", "Practice", "--organisation", "no such code");
        var system = await RunAsync("grant", "Ada Min", "GpSystem");
        var listed = await RunAsync("list");
        var revoked = await RunAsync("revoke", "Ada Min", "Reviewer");
        var gone = await RunAsync("revoke", "Ada Min", "Reviewer");
        var invited = await RunAsync("invite", "Ada Min", "--url", "https://hub.example");
        var unknown = await RunAsync("invite", "Nobody");
        var disabled = await RunAsync("disable", "Ada Min");
        var after = await RunAsync("list");
        var enabled = await RunAsync("enable", "Ada Min");

        added.Output.ShouldStartWith("https://hub.example/user/join?code=");
        (twice.Exit, granted.Exit, wrong.Exit, system.Exit, unknown.Exit).ShouldBe((1, 0, 1, 1, 1));
        twice.Error.ShouldContain("There is already somebody called");
        wrong.Error.ShouldContain("ODS code");
        listed.Output.ShouldContain("Ada Min, Hub administrator");
        listed.Output.ShouldContain("    Reviewer for XRH01 110 330");
        (revoked.Exit, gone.Exit, disabled.Exit, enabled.Exit).ShouldBe((0, 1, 0, 0));
        invited.Output.ShouldStartWith("https://hub.example/user/join?code=");
        invited.Output.ShouldNotBe(added.Output);
        after.Output.ShouldContain("(shut out)");
        after.Output.ShouldNotContain("Reviewer");
    }

    Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) =>
        HubProcess.RunAsync(["user", .. arguments, "--data", folder.FullName]);
}
