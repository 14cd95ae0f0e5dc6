using System.CommandLine;
using ReferralHub.Identity.Machines;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Server.Commands;

/// <summary>Gives a client other keys.</summary>
static class ClientRotateCommand
{
    public static Command Create()
    {
        var (id, keys, keyOut) = (ClientCommand.Id(), ClientKeysOptions.Jwks(), ClientKeysOptions.KeyOut());
        var keepOld = new Option<bool>("--keep-old")
        {
            Description = "Keeps the old keys beside the new ones, until the next rotation (default: they count no more at once)",
        };
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var url = CommonOptions.Url("Address of the hub, for the client file (default: PublicUrl or ListenOn of the settings)");
        var command = new Command("rotate", "Gives a client other keys. Without --jwks a key pair is made, as by `client add`.")
        {
            id,
            keys,
            keyOut,
            keepOld,
            data,
            url,
        };
        command.SetAction(
            (parse, token) =>
            {
                var settings = ClientCommand.ReadSettings(parse.GetValue(data));
                return ClientCommand.WithRegistryAsync(
                    settings,
                    mustExist: true,
                    registry =>
                        RotateAsync(
                            registry,
                            ClientKeysOptions.FindHub(settings, parse.GetValue(url)),
                            parse.GetValue(id)!,
                            parse.GetValue(keys),
                            parse.GetValue(keyOut),
                            parse.GetValue(keepOld),
                            token
                        ),
                    token
                );
            }
        );
        return command;
    }

    static async Task<int> RotateAsync(
        ClientRegistry registry,
        string hub,
        string id,
        string? jwks,
        FileInfo? keyOut,
        bool keepOld,
        CancellationToken token
    )
    {
        if (jwks is not null)
        {
            var (keys, address) = await ClientKeysOptions.ReadAsync(jwks, token);
            await registry.RotateAsync(
                id,
                keys ?? throw new SettingsException($"Keys at {address} are changed there, and the hub follows; rotate takes a file."),
                keepOld,
                token
            );
            Console.WriteLine($"The client {id} has its new keys.");
            return ExitCodes.Ok;
        }

        var pair = ClientKeyPair.Create();
        var path = (keyOut ?? new($"{id}.json")).FullName;
        var file = ClientFile.Create(hub, id, pair);
        file.Write(path);
        try
        {
            await registry.RotateAsync(id, pair.PublicKeys(), keepOld, token);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        Console.WriteLine($"The client {id} has a new key. Its client file is {path}; whoever can read it is this client.");
        return ExitCodes.Ok;
    }
}
