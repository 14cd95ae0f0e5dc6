using System.CommandLine;
using ReferralHub.Server.SignIn;
using ReferralHub.Triage.Reading;

namespace ReferralHub.Server.Commands;

/// <summary>
/// Proposing, approving and withdrawing packs from the command line, by way of a running hub: it dates the acts, and knows what its
/// folder has.
/// </summary>
static class PackActCommands
{
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    public static IEnumerable<Command> CreateAll()
    {
        yield return CreateForFile(
            "propose",
            "Puts a pack forward as its file is now. It decides once somebody else has approved it.",
            "is proposed"
        );
        yield return CreateForFile("approve", "Agrees to a pack that somebody else proposed. It decides from then on.", "is approved");
        yield return CreateWithdraw();
    }

    static Command CreateForFile(string word, string description, string done)
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "The pack; the hub must have the same file, to the byte",
        }.AcceptExistingOnly();
        var (by, role, url) = (By(), Role(), CommonOptions.Url());
        var command = new Command(word, description) { file, by, role, url, new ClientOption() };
        command.SetAction(
            (parse, token) =>
            {
                var path = parse.GetValue(file)!.FullName;
                var pack = RulePackReader.Read(path, File.ReadAllBytes(path));
                return SendAsync(
                    parse.GetValue(url),
                    pack.Id,
                    word,
                    new
                    {
                        hash = pack.Hash,
                        by = parse.GetValue(by),
                        role = parse.GetValue(role),
                    },
                    $"{pack.Name} {done}.",
                    token
                );
            }
        );
        return command;
    }

    static Command CreateWithdraw()
    {
        var pack = new Argument<string>("PACK") { Description = "Id of the pack; what is in force of it is meant" };
        var (by, role, url) = (By(), Role(), CommonOptions.Url());
        var command = new Command("withdraw", "Has a pack decide no longer. For one that only raises attention it takes two people.")
        {
            pack,
            by,
            role,
            url,
            new ClientOption(),
        };
        command.SetAction(
            (parse, token) =>
                SendAsync(
                    parse.GetValue(url),
                    parse.GetValue(pack)!,
                    "withdraw",
                    new { by = parse.GetValue(by), role = parse.GetValue(role) },
                    $"The withdrawal of {parse.GetValue(pack)} is recorded.",
                    token
                )
        );
        return command;
    }

    static async Task<int> SendAsync(string? url, string pack, string word, object body, string done, CancellationToken token)
    {
        var address = RunningHub.FindAddress(url, $"/rules/{Uri.EscapeDataString(pack)}/{word}");
        if (await RunningHub.SendAsync(HttpMethod.Post, address, body, AnswerMax, token) is not { } answer)
            return ExitCodes.Failed;
        if (!answer.IsGood)
        {
            await Console.Error.WriteLineAsync(answer.ReadRefusal());
            return answer.RefusalExit;
        }

        return await RunningHub.PrintAsync(
            answer,
            "text",
            standing => Console.WriteLine($"{done} It stands: {standing.GetProperty("words").GetString()}.")
        )
            ? ExitCodes.Ok
            : ExitCodes.Failed;
    }

    static Option<string> By() =>
        new("--as")
        {
            Description = "Who does it, by name; kept with the act",
            HelpName = "NAME",
            Required = true,
        };

    static Option<string> Role() =>
        new("--role")
        {
            Description = "Post or profession; kept with the act",
            HelpName = "ROLE",
            Required = true,
        };
}
