using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>
/// What each command says to a call that is wrong: an exit code, a sentence on standard error, and nothing on standard output,
/// which may be the input of something else.
/// </summary>
public sealed class RefusalTests : IDisposable
{
    const int Wrong = 1;
    const int Refused = 2;
    const int NotFinished = 3;

    /// <summary>Nobody listens there.</summary>
    const string Nobody = "http://127.0.0.1:9";

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-refuse-");

    /// <summary>Command, exit code, a part of the sentence, and the arguments after the command.</summary>
    internal static readonly (string Command, int Exit, string Says, string[] Arguments)[] Refusals =
    [
        ("", Wrong, "There is no command or option nonsense here", ["nonsense"]),
        ("", Wrong, "There is no command or option --colour", ["--colour"]),
        ("serve", Wrong, "There is no role cook", ["--roles", "cook"]),
        ("serve", Wrong, "There is no command or option --colour", ["--colour", "blue"]),
        ("demo", Wrong, "--referrals must be a whole number from 1", ["--referrals", "0"]),
        ("demo", Wrong, "--port must be a whole number from 1 to 65535", ["--port", "70000"]),
        ("demo", Wrong, "--port must be a whole number, not abc", ["--port", "abc"]),
        ("demo", Wrong, "--seed must be a whole number, not x", ["--seed", "x"]),
        ("demo", Wrong, "--port needs a value behind it", ["--port"]),
        ("demo", Wrong, "`referralhub demo --help` says how it is called", ["--nonsense"]),
        ("demo", Wrong, "not a demonstration's folder", ["--once", "--data", "FOLDER"]),
        ("import", Wrong, "There is no file or folder nowhere.json", ["nowhere.json"]),
        ("import", Wrong, "PATH is missing", []),
        ("journey verify", Wrong, "There is no database", ["--data", "NOWHERE"]),
        ("rules", Wrong, "Say which: check, ", []),
        ("rules check", Wrong, "nowhere.yaml", ["nowhere.yaml"]),
        ("rules check", Wrong, "precious.txt", ["FILE"]),
        ("rules list", Wrong, "does not exist", ["--packs", "NOWHERE"]),
        ("rules show", Wrong, "There is no pack nonsense", ["nonsense"]),
        ("rules explain", NotFinished, "No hub answers at", ["AAAA", "--url", Nobody]),
        ("rules explain", Wrong, "is not an address such as", ["AAAA", "--url", "nonsense"]),
        ("rules report", Wrong, "--from is after --to", ["--from", "2026-02-01", "--to", "2026-01-01"]),
        ("rules report", NotFinished, "No hub answers at", ["--url", Nobody]),
        ("rules simulate", Wrong, "--pack is missing", []),
        ("rules simulate", Wrong, "--from must be a date such as 2026-11-25, not yesterday", ["--pack", "DRAFT", "--from", "yesterday"]),
        ("rules simulate", Wrong, "There is no file", ["--pack", "nowhere.yaml"]),
        ("rules simulate", Wrong, "There is no database", ["--pack", "DRAFT", "--data", "NOWHERE"]),
        ("rules simulate", Wrong, "--to lies before --from", ["--pack", "DRAFT", "--from", "2026-02-01", "--to", "2026-01-01"]),
        ("rules simulate", NotFinished, "No hub answers at", ["--pack", "DRAFT", "--url", Nobody]),
        ("rules simulate", Wrong, "--minutes-per-review must be", ["--pack", "DRAFT", "--minutes-per-review", "0"]),
        ("rules propose", Wrong, "nowhere.yaml", ["nowhere.yaml", "--as", "A", "--role", "R"]),
        ("rules propose", Wrong, "precious.txt", ["FILE", "--as", "A", "--role", "R"]),
        ("rules propose", NotFinished, "No hub answers at", ["DRAFT", "--as", "A", "--role", "R", "--url", Nobody]),
        ("rules approve", Wrong, "--as is missing", ["DRAFT", "--role", "R"]),
        ("rules approve", NotFinished, "No hub answers at", ["DRAFT", "--as", "A", "--role", "R", "--url", Nobody]),
        ("rules withdraw", Wrong, "--role is missing", ["safety", "--as", "A"]),
        ("rules withdraw", NotFinished, "No hub answers at", ["safety", "--as", "A", "--role", "R", "--url", Nobody]),
        ("commissioning", Wrong, "Say which: check, ", []),
        ("commissioning check", Wrong, "Directory does not exist", ["nowhere"]),
        ("commissioning check", Wrong, "--on must be a date such as 2026-11-25, not today", [".", "--on", "today"]),
        ("books", Wrong, "Say which: verify, ", []),
        ("books verify", Wrong, "There is no database at", ["--data", "NOWHERE"]),
        ("books rebuild", Wrong, "--check is missing", []),
        ("books rebuild", Wrong, "There is no database at", ["--check", "--data", "NOWHERE"]),
        ("books trial-balance", Wrong, "--month 2026-13 is not a month", ["--month", "2026-13"]),
        ("books trial-balance", Wrong, "--year 26 is not a year such as 2026", ["--year", "26"]),
        ("books trial-balance", Wrong, "--as-closed needs --month", ["--as-closed"]),
        ("books close", Wrong, "is not a month such as 2026-05", ["may"]),
        ("books close", NotFinished, "No hub answers at", ["2026-05", "--url", Nobody]),
        ("budgets", Wrong, "Say which: explain, ", []),
        ("budgets explain", Wrong, "is no line; write the id of the plan set", ["loc-n-2026"]),
        ("budgets explain", NotFinished, "No hub answers at", ["a/b", "--url", Nobody]),
        ("budgets propose", Wrong, "--for is missing", ["a/b", "--as", "A", "--role", "R"]),
        ("budgets agree", NotFinished, "No hub answers at", ["a/b", "--for", "QXX", "--as", "A", "--role", "R", "--url", Nobody]),
        ("work list", NotFinished, "No hub answers at", ["--url", Nobody]),
        ("work show", NotFinished, "No hub answers at", ["AAAA", "--url", Nobody]),
        ("work retry", Wrong, "Name one referral, or give --all or --cause", ["--by", "Op"]),
        ("work park", Wrong, "--reason is missing", ["AAAA", "--by", "Op"]),
        ("user add-administrator", Wrong, "There is no database at", ["Ada", "--data", "NOWHERE"]),
        ("user list", Wrong, "There is no database at", ["--data", "NOWHERE"]),
        ("user grant", Wrong, "There is no database at", ["Ada", "Reviewer", "--data", "NOWHERE"]),
        ("user revoke", Wrong, "There is no database at", ["Ada", "Reviewer", "--data", "NOWHERE"]),
        ("user invite", Wrong, "There is no database at", ["Ada", "--data", "NOWHERE"]),
        ("user disable", Wrong, "There is no database at", ["Ada", "--data", "NOWHERE"]),
        ("user enable", Wrong, "There is no database at", ["Ada", "--data", "NOWHERE"]),
        ("db migrate", Wrong, "There is no command or option --colour", ["--colour"]),
        ("db status", Wrong, "There is no database", ["--data", "NOWHERE"]),
        ("db script", Wrong, "--from nonsense cannot be used", ["--from", "nonsense"]),
        ("db backup", Wrong, "There is no database", ["copy.db", "--data", "NOWHERE"]),
        ("db restore", Wrong, "There is no file", ["nowhere.db", "--data", "NOWHERE"]),
        ("db restore", Refused, "is not restored", ["FILE", "--data", "NOWHERE"]),
        ("client add", Wrong, "--kind must be", ["A system", "--kind", "Robot"]),
        ("client add", Wrong, "needs the ODS code of at least one organisation", ["A system", "--kind", "Gp"]),
        ("client add", Wrong, "are not JSON", ["A system", "--kind", "Gp", "--organisation", "A81001", "--jwks", "FILE"]),
        ("client add", Wrong, "an https address only", ["A", "--kind", "Gp", "--organisation", "A81001", "--jwks", "http://keys.example"]),
        ("client list", Wrong, "There is no database", ["--data", "NOWHERE"]),
        ("client disable", Wrong, "ID is missing", []),
        ("client enable", Wrong, "There is no database", ["gp", "--data", "NOWHERE"]),
        ("client rotate", Wrong, "There is no database", ["gp", "--data", "NOWHERE"]),
        ("token", Wrong, "Name a client file with --client", []),
        ("token", Wrong, "is no client file", ["--client", "FILE"]),
        ("work list", Wrong, "There is no client file nowhere.json", ["--client", "nowhere.json", "--url", Nobody]),
        ("health", NotFinished, "No hub answers at", ["--url", Nobody]),
        ("health", Wrong, "is not an address such as", ["--url", "127.0.0.1"]),
        ("fhir validate", NotFinished, "nowhere.json cannot be read", ["nowhere.json"]),
        ("fhir validate", NotFinished, "is in none of the packages", ["FILE", "--profile", "http://example.org/none"]),
        ("fhir path", Wrong, "^", ["1 +"]),
        ("fhir path", Wrong, "Give an EXPRESSION, or --batch", []),
        ("commissioning explain", Wrong, "ID is missing", []),
        ("commissioning explain", Wrong, "--on must be a date such as 2026-11-25, not May", ["Z81001", "--on", "May"]),
        ("commissioning explain", Refused, "the folder cannot be read", ["Z81001", "--folder", "NOWHERE"]),
        ("bench", Wrong, "--report must be text or json, not xml", ["--report", "xml"]),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Refusals.Length)];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task WrongCall_IsToldOnStandardErrorAlone(int row)
    {
        var (command, exit, says, arguments) = Refusals[row];
        var file = Path.Combine(folder.FullName, "precious.txt");
        File.WriteAllText(file, "x");
        string[] call =
        [
            .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            .. arguments.Select(a =>
                a switch
                {
                    "FOLDER" => folder.FullName,
                    "FILE" => file,
                    "NOWHERE" => Path.Combine(folder.FullName, "nowhere"),
                    "DRAFT" => HubProcess.DraftPack,
                    _ => a,
                }
            ),
        ];

        var (code, output, error) = await HubProcess.RunAsync([("ReferralHub__DataDirectory", folder.FullName)], call);

        error.ShouldContain(says, Case.Sensitive, string.Join(' ', call));
        error.ShouldNotContain("   at ", Case.Sensitive, "a stack is no sentence");
        code.ShouldBe(exit, error);
        output.ShouldBeEmpty();
        folder.EnumerateFileSystemInfos().Select(f => f.Name).ShouldBe(["precious.txt"], "nothing is made by a call that is refused");
    }
}
