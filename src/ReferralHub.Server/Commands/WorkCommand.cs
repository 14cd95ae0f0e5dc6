using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Server.Commands;

/// <summary>Failed work from the command line, by way of a running hub: it knows who holds what at this moment.</summary>
static class WorkCommand
{
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var url = CommonOptions.Url();
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

        var list = new Command("list", "Referrals that no worker gets done, by cause. Exit code 2 when there are any.")
        {
            url,
            report,
            new ClientOption(),
        };
        list.SetAction((parse, token) => ListAsync(parse.GetValue(url), parse.GetValue(report)!, token));
        var show = new Command("show", "One of them: what happened to it, without patient data.") { reference, url, new ClientOption() };
        show.SetAction(
            (parse, token) =>
                CallAsync(parse.GetValue(url), HttpMethod.Get, $"/{Uri.EscapeDataString(parse.GetValue(reference)!)}", null, true, token)
        );
        var retry = new Command("retry", "Has one tried again, or all of them.") { one, all, cause, by, url, new ClientOption() };
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
            new ClientOption(),
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
        if (await SendAsync(url, HttpMethod.Get, "", null, token) is not { } answer)
            return ExitCodes.Failed;
        if (!answer.IsGood)
            return await RefuseAsync(answer);
        var any = false;
        var isHub = await RunningHub.PrintAsync(answer, "text", groups => any = PrintGroups(groups, answer.Body, report));
        return !isHub ? ExitCodes.Failed
            : any ? ExitCodes.Findings
            : ExitCodes.Ok;
    }

    /// <summary>True when there are any.</summary>
    static bool PrintGroups(JsonElement groups, string body, string report)
    {
        var any = groups.GetArrayLength() > 0;
        if (report == "json")
            Console.WriteLine(body);
        else if (!any)
            Console.WriteLine("Nothing is stuck.");
        else
            foreach (var group in groups.EnumerateArray())
                PrintGroup(group);
        return any;
    }

    static void PrintGroup(JsonElement group)
    {
        Console.WriteLine(
            $"{group.GetProperty("count").GetInt32(), 6:N0}  {group.GetProperty("words").GetString()} "
                + $"({group.GetProperty("cause").GetString()}), {group.GetProperty("parked").GetInt32()} parked"
        );
        foreach (var one in group.GetProperty("first").EnumerateArray())
        {
            var since = one.GetProperty("since").GetDateTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            Console.WriteLine(
                $"        {one.GetProperty("reference").GetString()}  {one.GetProperty("priority").GetString()}, "
                    + $"{one.GetProperty("tries").GetInt32()} tries, since {since}"
            );
        }
    }

    static async Task<int> CallAsync(string? url, HttpMethod method, string path, object? body, bool print, CancellationToken token)
    {
        if (await SendAsync(url, method, path, body, token) is not { } answer)
            return ExitCodes.Failed;
        if (!answer.IsGood)
            return await RefuseAsync(answer);
        Console.WriteLine(print ? answer.Body : "Done.");
        return ExitCodes.Ok;
    }

    static async Task<int> RefuseAsync(HubAnswer answer)
    {
        await Console.Error.WriteLineAsync(answer.ReadRefusal());
        return answer.RefusalExit;
    }

    static Task<HubAnswer?> SendAsync(string? url, HttpMethod method, string path, object? body, CancellationToken token) =>
        RunningHub.SendAsync(method, RunningHub.FindAddress(url, $"/operations/api/work{path}"), body, AnswerMax, token);
}
