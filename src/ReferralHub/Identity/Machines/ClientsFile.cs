using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReferralHub.Platform;

namespace ReferralHub.Identity.Machines;

/// <summary>
/// Loads the clients file, <c>clients.json</c> of the directory folder or the one that is set: <c>{"clients": [{"id", "name", "kind",
/// "organisations", "jwks" or "jwksUri", "algorithms", "scopes", "enabled"}]}</c>. It takes effect whole or not at all, and a client that
/// is no longer in it is disabled.
/// </summary>
sealed class ClientsFile(HubSettings settings, ClientRegistry registry) : IReferenceDataLoader
{
    const string FileName = "clients.json";
    const int BytesMax = 16 * 1024 * 1024;
    const int ClientsMax = 5_000;

    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = settings.ClientsFile ?? Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return settings.ClientsFile is null ? 0 : throw new ReferenceDataException(path, null, "there is no such file (ClientsFile)");
        var clients = Read(path);
        await registry.FollowFileAsync(clients, cancellationToken);
        return clients.Count;
    }

    static List<ClientRegistration> Read(string path)
    {
        if (new FileInfo(path).Length > BytesMax)
            throw new ReferenceDataException(path, null, $"the file has more than {BytesMax:N0} bytes");
        Content? content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Options);
        }
        catch (JsonException e)
        {
            var line = e.LineNumber is { } at ? (int?)at + 1 : null;
            throw new ReferenceDataException(
                path,
                line,
                $"it is not JSON of the form that a clients file has{(e.Path is { Length: > 1 } p ? $", at {p}" : "")}"
            );
        }

        if (content?.Clients is not { } entries)
            throw new ReferenceDataException(path, null, "it names no clients; give {\"clients\": [ … ]}");
        if (entries.Count > ClientsMax)
            throw new ReferenceDataException(path, null, $"it has more than {ClientsMax:N0} clients");
        var clients = entries.ConvertAll(e => ReadEntry(path, e));
        return clients.GroupBy(c => c.Id).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new ReferenceDataException(path, null, $"the client {twice.Key} stands there twice")
            : clients;
    }

    static ClientRegistration ReadEntry(string path, Entry entry)
    {
        try
        {
            if (!Enum.TryParse<ClientKind>(entry.Kind, ignoreCase: true, out var kind) || int.TryParse(entry.Kind, out _))
                throw new ClientRefusedException(
                    $"The client {entry.Id} has no kind that is known; use {string.Join(", ", Enum.GetNames<ClientKind>())}."
                );
            KeySet? keys = null;
            if (entry.Jwks is { } jwks)
            {
                (keys, var fault) = KeySet.Read(Encoding.UTF8.GetBytes(jwks.GetRawText()));
                if (fault is not null)
                    throw new ClientRefusedException($"The client {entry.Id} cannot be registered: {fault}");
            }

            var registration = new ClientRegistration(entry.Id ?? "", entry.Name ?? entry.Id ?? "", kind, entry.Organisations ?? [])
            {
                Keys = keys,
                KeysUrl = entry.JwksUri,
                Scopes = entry.Scopes ?? [],
                Enabled = entry.Enabled ?? true,
            };
            return (entry.Algorithms is { } algorithms ? registration with { Algorithms = algorithms } : registration).Check();
        }
        catch (ClientRefusedException e)
        {
            throw new ReferenceDataException(path, null, e.Message);
        }
    }

    sealed record Content(List<Entry>? Clients);

    sealed record Entry(
        string? Id,
        string? Name,
        string? Kind,
        List<string>? Organisations,
        JsonElement? Jwks,
        string? JwksUri,
        List<string>? Algorithms,
        List<string>? Scopes,
        bool? Enabled
    );
}
