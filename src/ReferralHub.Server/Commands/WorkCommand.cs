using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>Failed work from the command line, by way of a running hub: it knows who holds what at this moment.</summary>
static class WorkCommand
{
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var url = new Option<string?>("--url") { Description = "Address of a hub with the role web (default: the setting ListenOn)" };
        var report = CommonOptions.Report();
        var reference = new Argument<string>("REFERENCE") { Description = "Reference of the referral, as the list shows it" };
        var by = new Option<string>("--by")
        {
            Description = "Who does it; kept with the act",
            HelpName = "NAME",
            Required = true,
        };
        var reason = new Option<string>("--reason")
        {
            Description = "Why; kept with the act",
            HelpName = "TEXT",
            Required = true,
        };
        var all = new Option<bool>("--all") { Description = "All that are stuck or parked" };
        var cause = new Option<string?>("--cause") { Description = "Only those with this cause", HelpName = "CAUSE" };
        var one = new Argument<string?>("REFERENCE")
        {
            Description = "Reference of the referral, as the list shows it",
            Arity = ArgumentArity.ZeroOrOne,
        };

        var list = new Command("list", "Referrals that no worker gets done, by cause. Exit code 2 when there are any.") { url, report };
        list.SetAction((parse, token) => ListAsync(parse.GetValue(url), parse.GetValue(report)!, token));
        var show = new Command("show", "One of them: what happened to it, without patient data.") { reference, url };
        show.SetAction(
            (parse, token) =>
                CallAsync(parse.GetValue(url), HttpMethod.Get, $"/{Uri.EscapeDataString(parse.GetValue(reference)!)}", null, true, token)
        );
        var retry = new Command("retry", "Has one tried again, or all of them.") { one, all, cause, by, url };
        retry.Validators.Add(result =>
        {
            if (result.GetValue(one) is null != (result.GetValue(all) || result.GetValue(cause) is not null))
                result.AddError("Name one referral, or give --all or --cause.");
        });
        retry.SetAction(
            (parse, token) =>
                parse.GetValue(one) is { } single
                    ? CallAsync(
                        parse.GetValue(url),
                        HttpMethod.Post,
                        $"/{Uri.EscapeDataString(single)}/retry",
                        new { by = parse.GetValue(by) },
                        false,
                        token
                    )
                    : CallAsync(
                        parse.GetValue(url),
                        HttpMethod.Post,
                        "/retry",
                        new { by = parse.GetValue(by), cause = parse.GetValue(cause) },
                        true,
                        token
                    )
        );
        var park = new Command("park", "Takes one out of the workers' hands until it is retried. Its owner and deadline stay.")
        {
            reference,
            by,
            reason,
            url,
        };
        park.SetAction(
            (parse, token) =>
                CallAsync(
                    parse.GetValue(url),
                    HttpMethod.Post,
                    $"/{Uri.EscapeDataString(parse.GetValue(reference)!)}/park",
                    new { by = parse.GetValue(by), reason = parse.GetValue(reason) },
                    false,
                    token
                )
        );
        return new Command("work", "Looks after referrals that no worker gets done.") { list, show, retry, park };
    }

    static async Task<int> ListAsync(string? url, string report, CancellationToken token)
    {
        var (status, body) = await SendAsync(url, HttpMethod.Get, "", null, token);
        if (status is null)
            return ExitCodes.Failed;
        using var groups = JsonDocument.Parse(body);
        var any = groups.RootElement.GetArrayLength() > 0;
        if (report == "json")
            Console.WriteLine(body);
        else if (!any)
            Console.WriteLine("Nothing is stuck.");
        else
            foreach (var group in groups.RootElement.EnumerateArray())
                Print(group);
        return any ? ExitCodes.Findings : ExitCodes.Ok;
    }

    static void Print(JsonElement group)
    {
        Console.WriteLine(
            $"{group.GetProperty("count").GetInt32(), 6:N0}  {group.GetProperty("words").GetString()} ({group.GetProperty("cause").GetString()}), {group.GetProperty("parked").GetInt32()} parked"
        );
        foreach (var one in group.GetProperty("first").EnumerateArray())
            Console.WriteLine(
                $"        {one.GetProperty("reference").GetString()}  {one.GetProperty("priority").GetString()}, {one.GetProperty("tries").GetInt32()} tries, since {one.GetProperty("since").GetDateTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}"
            );
    }

    static async Task<int> CallAsync(string? url, HttpMethod method, string path, object? body, bool print, CancellationToken token)
    {
        var (status, answer) = await SendAsync(url, method, path, body, token);
        if (status is null)
            return ExitCodes.Failed;
        if (status is >= 200 and < 300)
        {
            Console.WriteLine(print ? answer : "Done.");
            return ExitCodes.Ok;
        }

        using var outcome = JsonDocument.Parse(answer);
        await Console.Error.WriteLineAsync(
            outcome.RootElement.GetProperty("issue")[0].GetProperty("details").GetProperty("text").GetString()
        );
        return ExitCodes.Findings;
    }

    static async Task<(int? Status, string Body)> SendAsync(
        string? url,
        HttpMethod method,
        string path,
        object? body,
        CancellationToken token
    )
    {
        var address = $"{(url ?? SettingsReader.Read().ListenOn).TrimEnd('/')}/operations/api/work{path}";
        using var client = new HttpClient { Timeout = AnswerMax };
        try
        {
            using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
            using var response = await client.SendAsync(request, token);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(token));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidOperationException or UriFormatException)
        {
            await Console.Error.WriteLineAsync($"No hub with the role web answers at {address}.");
            return (null, "");
        }
    }
}
