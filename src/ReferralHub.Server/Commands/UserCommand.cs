using System.CommandLine;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Accounts;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>
/// People and their roles from the command line. It works on the database itself, so that whoever runs the machine can make the first
/// account, and let somebody in again when nobody can.
/// </summary>
static class UserCommand
{
    const string By = "command line";

    public static Command Create() =>
        new("user", "Looks after people: who they are, which roles they have, how they sign in.")
        {
            CreateAddAdministrator(),
            CreateList(),
            CreateGrant(),
            CreateRevoke(),
            CreateInvite(),
            CreateDisable("disable", "Shuts somebody out from their next request on.", true),
            CreateDisable("enable", "Lets somebody in again.", false),
        };

    static Command CreateAddAdministrator()
    {
        var (name, post, url, data) = (Name("Name with which they sign"), Post("Hub administrator"), CommonOptions.Url(), Data());
        var command = new Command(
            "add-administrator",
            $"Makes an account that may give roles, and prints the link that sets it up: once, within {Invitations.MinutesMax} minutes."
        )
        {
            name,
            post,
            url,
            data,
        };
        command.SetAction(
            (parse, token) =>
                WithPeopleAsync(
                    parse.GetValue(data),
                    async people =>
                    {
                        var (given, settings) = (parse.GetValue(name)!, people.Settings);
                        if (await people.Read.FindByNameAsync(given, token) is not null)
                            return Fail($"There is already somebody called {given}. For a new link: referralhub user invite \"{given}\"");
                        var id = await people.Invitations.AddPersonAsync(given, parse.GetValue(post)!, token);
                        var role = new GrantedRole(CallerRole.Administrator, settings.Organisation.OdsCode);
                        if (await people.Roles.GrantAsync(id, role, By, token) is { } fault)
                            return Fail(fault);
                        return await PrintLinkAsync(people, id, given, parse.GetValue(url), token);
                    }
                )
        );
        return command;
    }

    static Command CreateList()
    {
        var data = Data();
        var command = new Command("list", "Everybody, with the roles they have.") { data };
        command.SetAction(
            (parse, token) =>
                WithPeopleAsync(
                    parse.GetValue(data),
                    async people =>
                    {
                        foreach (var (person, roles) in await people.Read.ListAsync(token))
                        {
                            Console.WriteLine($"{person.SigningName}, {person.Post}{(person.Disabled ? " (shut out)" : "")}");
                            foreach (var role in roles)
                                Console.WriteLine($"    {role.Role} for {role.Organisation} {role.Specialties}".TrimEnd());
                        }

                        return ExitCodes.Ok;
                    }
                )
        );
        return command;
    }

    static Command CreateGrant()
    {
        var (name, role, organisation, data) = (Name(), Role(), Organisation(), Data());
        var specialties = new Option<string>("--specialties")
        {
            Description = "Treatment function codes parted by spaces (default all)",
            DefaultValueFactory = _ => "",
        };
        var command = new Command("grant", "Gives somebody a role.") { name, role, organisation, specialties, data };
        command.SetAction(
            (parse, token) =>
                WithPersonAsync(
                    parse.GetValue(data),
                    parse.GetValue(name)!,
                    async (people, person) =>
                    {
                        var ods = parse.GetValue(organisation) ?? people.Settings.Organisation.OdsCode;
                        var wanted = new GrantedRole(parse.GetValue(role), ods, parse.GetValue(specialties)!);
                        return await people.Roles.GrantAsync(person.Person.Id, wanted, By, token) is { } fault
                            ? Fail(fault)
                            : Say($"{person.Person.SigningName} is {wanted.Role} for {wanted.Organisation}.");
                    },
                    token
                )
        );
        return command;
    }

    static Command CreateRevoke()
    {
        var (name, role, organisation, data) = (Name(), Role(), Organisation(), Data());
        var command = new Command("revoke", "Takes a role back.") { name, role, organisation, data };
        command.SetAction(
            (parse, token) =>
                WithPersonAsync(
                    parse.GetValue(data),
                    parse.GetValue(name)!,
                    async (people, person) =>
                    {
                        var ods = parse.GetValue(organisation);
                        var found = person
                            .Roles.Where(r => r.Role == parse.GetValue(role) && (ods is null || r.Organisation == ods))
                            .ToList();
                        foreach (var grant in found)
                            await people.Roles.RevokeAsync(grant.Id, By, token);
                        return found.Count == 0
                            ? Fail($"{person.Person.SigningName} does not have that role.")
                            : Say($"Taken back from {person.Person.SigningName}: {found.Count} of {parse.GetValue(role)}.");
                    },
                    token
                )
        );
        return command;
    }

    static Command CreateInvite()
    {
        var (name, url, data) = (Name(), CommonOptions.Url(), Data());
        var command = new Command("invite", "Prints a new link for somebody who lost how they sign in; the old means stop working.")
        {
            name,
            url,
            data,
        };
        command.SetAction(
            (parse, token) =>
                WithPersonAsync(
                    parse.GetValue(data),
                    parse.GetValue(name)!,
                    (people, person) =>
                        person.Person.Issuer == Issuers.Local
                            ? PrintLinkAsync(people, person.Person.Id, person.Person.SigningName, parse.GetValue(url), token)
                            : Task.FromResult(
                                Fail($"{person.Person.SigningName} signs in at {person.Person.Issuer}, not at the hub itself.")
                            ),
                    token
                )
        );
        return command;
    }

    static Command CreateDisable(string word, string description, bool disabled)
    {
        var (name, data) = (Name(), Data());
        var command = new Command(word, description) { name, data };
        command.SetAction(
            (parse, token) =>
                WithPersonAsync(
                    parse.GetValue(data),
                    parse.GetValue(name)!,
                    async (people, person) =>
                    {
                        await people.Roles.DisableAsync(person.Person.Id, disabled, By, token);
                        return Say($"{person.Person.SigningName} is {(disabled ? "shut out" : "let in again")}.");
                    },
                    token
                )
        );
        return command;
    }

    static async Task<int> PrintLinkAsync(PeopleTools people, Guid person, string name, string? url, CancellationToken token)
    {
        var secret = await people.Invitations.CreateAsync(person, By, token);
        Console.WriteLine($"{RunningHub.FindAddress(url, Invitations.Page)}?code={secret}");
        await Console.Error.WriteLineAsync(
            $"Open it as {name} to set up how you sign in. It works once, and for {Invitations.MinutesMax} minutes."
        );
        return ExitCodes.Ok;
    }

    static Task<int> WithPersonAsync(
        DirectoryInfo? data,
        string name,
        Func<PeopleTools, PersonWithRoles, Task<int>> work,
        CancellationToken token
    ) =>
        WithPeopleAsync(
            data,
            async people =>
                await people.Read.FindByNameAsync(name, token) is { } person
                    ? await work(people, person)
                    : Fail($"Nobody signs as {name}; see `referralhub user list`.")
        );

    static async Task<int> WithPeopleAsync(DirectoryInfo? data, Func<PeopleTools, Task<int>> work)
    {
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        HubDatabase database;
        try
        {
            database = DatabaseOpener.Open(settings, mustExist: true);
        }
        catch (DatabaseInUseException)
        {
            return Fail(
                "A running hub has the embedded database. Do it on its page /people as an administrator, or stop the hub, run this "
                    + "command again, and start the hub within the half hour that a link works."
            );
        }

        await using var closing = (IAsyncDisposable)database;
        using var logs = LoggerFactory.Create(_ => { });
        var time = TimeProvider.System;
        return await work(
            new(
                settings,
                new(database, time),
                new(database, time, logs.CreateLogger<Invitations>()),
                new(database, time, logs.CreateLogger<ChangeRoles>())
            )
        );
    }

    static int Say(string words)
    {
        Console.WriteLine(words);
        return ExitCodes.Ok;
    }

    static int Fail(string words)
    {
        Console.Error.WriteLine(words);
        return ExitCodes.Usage;
    }

    static Argument<string> Name(string description = "Name with which they sign, as the list shows it") =>
        new("NAME") { Description = description };

    static Argument<CallerRole> Role() =>
        new("ROLE") { Description = "Reviewer, Lead, Practice, Booking, Commissioner, Provider, Privacy, Operator or Administrator" };

    static Option<string?> Organisation() =>
        new("--organisation") { Description = "ODS code of what they act for (default: the centre)", HelpName = "ODS" };

    static Option<string> Post(string whenAbsent) =>
        new("--post")
        {
            Description = "Profession or post, as a practice reads it",
            HelpName = "TEXT",
            DefaultValueFactory = _ => whenAbsent,
        };

    static Option<DirectoryInfo?> Data() => CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");

    sealed record PeopleTools(HubSettings Settings, ReadPeople Read, Invitations Invitations, ChangeRoles Roles);
}
