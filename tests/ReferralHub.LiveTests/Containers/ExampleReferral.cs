using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace ReferralHub.LiveTests.Containers;

/// <summary>The referral that the documentation sends, and what becomes of it with the directory that the repository brings.</summary>
static class ExampleReferral
{
    static readonly TimeSpan OptionsMax = TimeSpan.FromSeconds(120);

    /// <summary>That directory, and these tests among its systems.</summary>
    public static string DirectoryFolder { get; } = CopyDirectory();

    /// <summary>Sends it and waits until options are offered to the patient, or the soonest is chosen as for suspected cancer.</summary>
    /// <exception cref="TimeoutException">They are not.</exception>
    public static async Task ReachOptionsAsync(string url)
    {
        using var client = LiveClient.CreateHttp();
        var example = Path.Combine(HubProcess.Root, "fhir-profiles", "examples", "referral-message.json");
        var message = JsonNode.Parse(await File.ReadAllBytesAsync(example))!;
        // Suspected cancer passes on at once. What is routine waits for a clinician where no pathway has been approved.
        message["entry"]!.AsArray().Select(e => e!["resource"]!).Single(r => (string?)r["resourceType"] == "ServiceRequest")["priority"] =
            "asap";
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.ToJsonString()))
        {
            Headers = { { "Content-Type", "application/fhir+json" } },
        };
        using var response = await client.PostAsync($"{url}/fhir/$process-message", content);
        response.EnsureSuccessStatusCode();
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var id = ((string)answer["entry"]![0]!["resource"]!["focus"]![0]!["reference"]!)["urn:uuid:".Length..];

        var clock = Stopwatch.GetTimestamp();
        var stage = "";
        while (stage is not ("awaiting-choice" or "chosen" or "dispatched"))
        {
            if (Stopwatch.GetElapsedTime(clock) > OptionsMax)
                throw new TimeoutException($"The referral is {stage} and has no options.");
            await Task.Delay(200);
            var task = JsonNode.Parse(await client.GetStringAsync($"{url}/fhir/Task/{id}"))!;
            stage = (string)task["businessStatus"]!["coding"]![0]!["code"]!;
        }
    }

    static string CopyDirectory()
    {
        var folder = Directory.CreateTempSubdirectory("rh-example-");
        foreach (var file in Directory.GetFiles(Path.Combine(HubProcess.Root, "deploy", "directory")))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        File.Copy(LiveClient.ClientsFile, Path.Combine(folder.FullName, "clients.json"));
        // In its container the hub is another user.
        const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode enterable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Containers of these tests need Linux.");
        foreach (var file in folder.EnumerateFiles())
            file.UnixFileMode = readable;
        folder.UnixFileMode = readable | enterable | UnixFileMode.UserWrite;
        return folder.FullName;
    }

    /// <summary>Waits until a hub is ready.</summary>
    public static async Task ReadyAsync(string url)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var clock = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var ready = await client.GetAsync($"{url}/health/ready");
                if (ready.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Nobody listens yet.
            }

            if (Stopwatch.GetElapsedTime(clock) > OptionsMax)
                throw new TimeoutException($"No hub is ready at {url}.");
            await Task.Delay(200);
        }
    }
}
