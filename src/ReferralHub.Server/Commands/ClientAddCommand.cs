using System.CommandLine;
using ReferralHub.Identity.Machines;
using ReferralHub.Platform;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Server.Commands;

/// <summary>Registers a system: with the keys that it publishes, or with a key pair made here for the command line itself.</summary>
static class ClientAddCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "What people call the system, e.g. \"Alder Lane GP system\"" };
        var kind = new Option<string>("--kind")
        {
            Description = "What it is: Gp, Provider, Centre (the centre's own, such as this command line) or Reader (of feeds)",
            Required = true,
        }.AcceptOnlyFromAmong(Enum.GetNames<ClientKind>());
        var organisations = new Option<string[]>("--organisation")
        {
            Description = "ODS code of an organisation for which it acts; may be given several times (default for Centre: the hub's own)",
            HelpName = "ODS",
        };
        var id = new Option<string?>("--id") { Description = "Its client id (default: made of the name)", HelpName = "ID" };
        var scopes = new Option<string[]>("--scopes")
        {
            Description = "What it may ask for, e.g. system/ServiceRequest.cru (default: what its kind needs)",
            HelpName = "SCOPE",
            AllowMultipleArgumentsPerToken = true,
        };
        var (keys, keyOut) = (ClientKeysOptions.Jwks(), ClientKeysOptions.KeyOut());
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var url = CommonOptions.Url("Address of the hub, for the client file (default: PublicUrl or ListenOn of the settings)");
        var command = new Command(
            "add",
            "Registers a system. Without --jwks a key pair is made, and a client file written with which this command line signs in."
        )
        {
            name,
            kind,
            organisations,
            id,
            scopes,
            keys,
            keyOut,
            data,
            url,
        };
        command.SetAction(
            (parse, token) =>
                AddAsync(
                    ClientCommand.ReadSettings(parse.GetValue(data)),
                    new(
                        parse.GetValue(id) ?? MakeId(parse.GetValue(name)!),
                        parse.GetValue(name)!,
                        Enum.Parse<ClientKind>(parse.GetValue(kind)!),
                        parse.GetValue(organisations) ?? []
                    )
                    {
                        Scopes = parse.GetValue(scopes) ?? [],
                    },
                    parse.GetValue(keys),
                    parse.GetValue(keyOut),
                    parse.GetValue(url),
                    token
                )
        );
        return command;
    }

    static async Task<int> AddAsync(
        HubSettings settings,
        ClientRegistration registration,
        string? jwks,
        FileInfo? keyOut,
        string? url,
        CancellationToken token
    )
    {
        if (registration is { Kind: ClientKind.Centre, Organisations.Count: 0 })
            registration = registration with { Organisations = [settings.Organisation.OdsCode] };
        var pair = jwks is null ? ClientKeyPair.Create() : null;
        var (keys, address) = jwks is null ? (pair!.PublicKeys(), null) : await ClientKeysOptions.ReadAsync(jwks, token);
        // Before a database is made for it.
        registration = (registration with { Keys = keys, KeysUrl = address }).Check();
        return await ClientCommand.WithRegistryAsync(
            settings,
            mustExist: false,
            registry => RegisterAsync(registry, settings, registration, pair, keyOut, url, token),
            token
        );
    }

    static async Task<int> RegisterAsync(
        ClientRegistry registry,
        HubSettings settings,
        ClientRegistration registration,
        ClientKeyPair? pair,
        FileInfo? keyOut,
        string? url,
        CancellationToken token
    )
    {
        var hub = ClientKeysOptions.FindHub(settings, url);
        if (pair is null)
        {
            await registry.RegisterAsync(registration, token);
            Console.WriteLine($"Registered {registration.Id}. It asks for tokens at {hub}/oauth/token.");
            return ExitCodes.Ok;
        }

        var path = (keyOut ?? new($"{registration.Id}.json")).FullName;
        // First the file: a client whose key nobody has would be of no use, and its id gone.
        ClientFile.Create(hub, registration.Id, pair).Write(path);
        try
        {
            await registry.RegisterAsync(registration, token);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        Console.WriteLine($"Registered {registration.Id}. Its client file is {path}; whoever can read it is this client.");
        return ExitCodes.Ok;
    }

    /// <summary>Small letters and digits of the name, with hyphens between.</summary>
    static string MakeId(string name) =>
        string.Join(
            '-',
            string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' '))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
