using System.CommandLine;
using ReferralHub.Identity.Machines;
using ReferralHub.Platform;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>Registers systems in the hub's database and looks after them. It needs no running hub.</summary>
static class ClientCommand
{
    public static Command Create() =>
        new("client", "Registers the systems that may call the hub: GP systems, providers, the centre's own, readers of feeds.")
        {
            ClientAddCommand.Create(),
            CreateList(),
            CreateStanding("disable", "Has a client get no more tokens; those it has are refused within 30 seconds.", enable: false),
            CreateStanding("enable", "Lets a client that was disabled get tokens again.", enable: true),
            ClientRotateCommand.Create(),
        };

    public static Argument<string> Id() => new("ID") { Description = "Id of the client, as `client list` shows it" };

    /// <summary>Runs the work on the registry of the hub that the settings name.</summary>
    /// <param name="mustExist">Refuses when there is no embedded database yet.</param>
    /// <exception cref="SettingsException">The registry cannot be reached; the message says why.</exception>
    public static async Task<int> WithRegistryAsync(
        HubSettings settings,
        bool mustExist,
        Func<ClientRegistry, Task<int>> work,
        CancellationToken token
    )
    {
        try
        {
            var database = DatabaseOpener.Open(settings, mustExist);
            await using var closing = (IAsyncDisposable)database;
            if (!database.IsShared)
                await database.MigrateAsync(token);
            else if (await database.PendingMigrationsAsync(token) is { Count: > 0 })
                throw new SettingsException("The database has an older schema; run `referralhub db migrate` first.");
            using var log = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.None));
            return await work(new(database, TimeProvider.System, log.CreateLogger<ClientRegistry>()));
        }
        catch (DatabaseInUseException)
        {
            throw new SettingsException(
                "A hub has the embedded database open, and it serves one process. Stop the hub, run this again, and start it; or write the "
                    + "client into clients.json in its directory folder, which it reads when it starts."
            );
        }
    }

    /// <summary>The settings, with the data folder that was named.</summary>
    public static HubSettings ReadSettings(DirectoryInfo? data)
    {
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        return settings;
    }

    static Command CreateList()
    {
        var (data, report) = (CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)"), CommonOptions.Report());
        var command = new Command("list", "Shows all clients, disabled ones too.") { data, report };
        command.SetAction(
            (parse, token) =>
                WithRegistryAsync(
                    ReadSettings(parse.GetValue(data)),
                    mustExist: true,
                    async registry =>
                    {
                        Print(await registry.ListAsync(token), parse.GetValue(report)!);
                        return ExitCodes.Ok;
                    },
                    token
                )
        );
        return command;
    }

    static void Print(IReadOnlyList<MachineClient> clients, string report)
    {
        if (report == "json")
        {
            JsonReport.Print(w =>
            {
                w.WriteStartArray("clients");
                foreach (var c in clients)
                {
                    w.WriteStartObject();
                    w.WriteString("id", c.Id);
                    w.WriteString("name", c.Name);
                    w.WriteString("kind", c.Kind.ToString());
                    w.WriteString("organisations", c.Organisations);
                    w.WriteString("scopes", c.Scopes);
                    w.WriteString("jwksUri", c.KeysUrl);
                    w.WriteString("standing", c.Standing.ToString());
                    w.WriteString("changed", c.Changed);
                    w.WriteEndObject();
                }

                w.WriteEndArray();
            });
            return;
        }

        if (clients.Count == 0)
            Console.WriteLine("No system is registered; `referralhub client add` registers one.");
        foreach (var c in clients)
            Console.WriteLine(
                $"{c.Id, -24} {c.Kind, -8} {Words(c.Standing), -9} {c.Organisations}  {c.Name}"
                    + (c.KeysUrl is { } url ? $"  (keys at {url})" : "")
            );
    }

    static string Words(ClientStanding standing) =>
        standing switch
        {
            ClientStanding.Enabled => "enabled",
            ClientStanding.Disabled => "disabled",
            _ => "left file",
        };

    static Command CreateStanding(string word, string description, bool enable)
    {
        var (id, data) = (Id(), CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)"));
        var command = new Command(word, description) { id, data };
        command.SetAction(
            (parse, token) =>
                WithRegistryAsync(
                    ReadSettings(parse.GetValue(data)),
                    mustExist: true,
                    async registry =>
                    {
                        var name = parse.GetValue(id)!;
                        if (!await (enable ? registry.EnableAsync(name, token) : registry.DisableAsync(name, token)))
                            throw new SettingsException($"There is no client {name}; `referralhub client list` shows them.");
                        Console.WriteLine($"The client {name} is {word}d.");
                        return ExitCodes.Ok;
                    },
                    token
                )
        );
        return command;
    }
}
