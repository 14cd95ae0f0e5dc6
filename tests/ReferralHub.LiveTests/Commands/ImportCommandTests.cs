using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    static readonly string Samples =
        Environment.GetEnvironmentVariable("REFERRALHUB_TEST_SAMPLES")
        ?? Path.Combine(Directory.GetParent(HubProcess.Root)!.FullName, "shared", "samples");
    static readonly string Message = Path.Combine(HubProcess.Root, "fhir-profiles", "examples", "referral-message.json");
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-cli-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task DryRun_ChecksAndStoresNothing()
    {
        var (exit, output, error) = await HubProcess.RunAsync("import", Message, "--dry-run", "--data", folder.FullName);

        exit.ShouldBe(0, error);
        output.ShouldContain("Received");
        output.ShouldContain("nothing was stored");
        folder.EnumerateFileSystemInfos().ShouldBeEmpty();
    }

    [Fact]
    [Covers("import")]
    public async Task Import_WaitsAndReports_AndAgainLeavesOutWhatIsKnown()
    {
        string[] call = ["import", Message, "--data", folder.FullName, "--wait", "--report", "json"];

        var (exit, output, error) = await HubProcess.RunAsync(call);
        var again = await HubProcess.RunAsync([.. call, "--resume"]);

        exit.ShouldBe(0, error);
        var first = JsonNode.Parse(output)!;
        ((int)first["received"]!).ShouldBe(1);
        ((string?)first["files"]![0]!["stage"]).ShouldNotBeNull();
        again.Exit.ShouldBe(0, again.Error);
        var second = JsonNode.Parse(again.Output)!;
        ((int)second["received"]!).ShouldBe(0);
        second["files"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task DryRun_SaysWhatTheImportWouldDo_AndLeavesTheDatabaseAsItIs()
    {
        var (message, data) = (Path.Combine(folder.FullName, "m.json"), Path.Combine(folder.FullName, "data"));
        File.Copy(Message, message);
        var before = await HubProcess.RunAsync("import", message, message, "--dry-run", "--data", data, "--report", "json");
        await HubProcess.RunAsync("import", message, "--data", data);
        File.WriteAllText(message, File.ReadAllText(message).Replace("routine", "urgent", StringComparison.Ordinal));

        var changed = await HubProcess.RunAsync("import", message, Message, "--dry-run", "--data", data, "--report", "json");

        Outcomes(before.Output).ShouldBe(["received", "duplicate"], before.Error);
        Outcomes(changed.Output).ShouldBe(["received", "duplicate"], changed.Error);
        // A file has no live sender to ask, so that other content under a known id is taken and flagged: the import says the same.
        var real = await HubProcess.RunAsync("import", message, Message, "--data", data, "--report", "json");
        Outcomes(real.Output).ShouldBe(Outcomes(changed.Output), real.Error);

        static IEnumerable<string> Outcomes(string output) =>
            JsonNode.Parse(output)!["files"]!.AsArray().Select(f => (string)f!["outcome"]!);
    }

    [Fact]
    public async Task FolderWithFilesOfSeveralKinds_ReadsCompressedOnes_AndNamesWhatIsLeftOut()
    {
        var files = Directory.CreateDirectory(Path.Combine(folder.FullName, "in")).FullName;
        var line = JsonNode.Parse(File.ReadAllText(Message))!.ToJsonString();
        await using (var gz = new GZipStream(File.Create(Path.Combine(files, "a.json.gz")), CompressionLevel.Fastest))
            await gz.WriteAsync(Encoding.UTF8.GetBytes(line));
        await using (var gz = new GZipStream(File.Create(Path.Combine(files, "b.ndjson.gz")), CompressionLevel.Fastest))
            await gz.WriteAsync(Encoding.UTF8.GetBytes($"{line}\r\n\nno json\n"));
        File.WriteAllText(Path.Combine(files, "c.json.gz"), "no gzip");
        File.WriteAllText(Path.Combine(files, "letter.txt"), "x");
        File.WriteAllBytes(Path.Combine(files, "d.json"), []);

        var (exit, output, error) = await HubProcess.RunAsync("import", files, "--data", Path.Combine(folder.FullName, "data"));

        exit.ShouldBe(2);
        error.ShouldContain("Left out, because an import reads *.json, *.ndjson, *.json.gz, *.ndjson.gz: ");
        error.ShouldContain("letter.txt");
        output.ShouldContain("Received   " + Path.Combine(files, "a.json.gz"));
        output.ShouldContain("Duplicate  " + Path.Combine(files, "b.ndjson.gz:1"));
        output.ShouldContain("Refused    " + Path.Combine(files, "b.ndjson.gz:3"));
        output.ShouldContain("The compressed file is damaged or is no gzip; what follows in it was not read.");
        output.ShouldContain("The body is empty");
    }

    [SkippableFact]
    public async Task Import_OfTheNationalExamples_SaysWhatBecameOfEach()
    {
        Skip.IfNot(
            Directory.Exists(Samples),
            $"The national examples are not at {Samples}; name their folder in REFERRALHUB_TEST_SAMPLES."
        );
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(Samples, "bars"), "*.json").Order(StringComparer.Ordinal),
            Path.Combine(Samples, "ukcore", "UKCore-ServiceRequest-HipReplacement-Example.json"),
        ];
        string[] call = ["import", .. files, "--data", folder.FullName, "--wait", "--report", "json"];

        var (exit, output, error) = await HubProcess.RunAsync(call);

        exit.ShouldBe(2, error);
        var byName = JsonNode.Parse(output)!["files"]!.AsArray().ToDictionary(f => Path.GetFileName((string)f!["file"]!), f => f!);
        foreach (var name in new[] { "refreq03-gp-to-pharmacy.json", "refreq06-gp-to-bp-check.json", "refreq07-gp-to-contraception.json" })
            ((string?)byName[name]["outcome"], (string?)byName[name]["stage"]).ShouldBe(("received", "InReview"), name);
        ((string?)byName["refreq8b-amendment.json"]["problems"]![0]!["text"])!.ShouldContain("does not say which referral");
        ((string?)byName["servreq01-revoked.json"]["problems"]![0]!["text"])!.ShouldContain("fits 3 referrals");
        ((string?)byName["booking-request.json"]["problems"]![0]!["code"]).ShouldBe("event-not-taken");
        ((string?)byName["UKCore-ServiceRequest-HipReplacement-Example.json"]["problems"]![0]!["code"]).ShouldBe("patient-not-found");

        var again = JsonNode.Parse((await HubProcess.RunAsync(call)).Output)!;
        ((int)again["received"]!, (int)again["duplicate"]!).ShouldBe((0, 3));
    }

    [Fact]
    public async Task DotnetRun_KeepsTheCallersFolder_SoThatRelativePathsHold()
    {
        File.Copy(
            Path.Combine(HubProcess.Root, "fhir-profiles", "examples", "referral-message.json"),
            Path.Combine(folder.FullName, "message.json")
        );
        var start = new System.Diagnostics.ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        foreach (
            var argument in new[]
            {
                "run",
                "--no-build",
                "--configuration",
                HubProcess.Configuration,
                "--project",
                Path.Combine(HubProcess.Root, "src", "ReferralHub.Server"),
                "--",
                "import",
                "message.json",
                "--data",
                "here",
            }
        )
            start.ArgumentList.Add(argument);
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.ShouldContain("1 received");
        File.Exists(Path.Combine(folder.FullName, "here", "referralhub.db")).ShouldBeTrue();
    }
}
