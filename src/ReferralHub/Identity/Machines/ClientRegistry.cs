using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Machines;

/// <summary>Which systems may get tokens. Clients are added, changed and disabled, never removed.</summary>
public sealed partial class ClientRegistry(HubDatabase database, TimeProvider time, ILogger<ClientRegistry> log) : IRegisteredClients
{
    /// <summary>Raised when a client of this process's database was changed by this process.</summary>
    internal event Action? Changed;

    /// <summary>Registers a client that is new.</summary>
    /// <exception cref="ClientRefusedException">It cannot be used as it is, or its id is given.</exception>
    public async Task<MachineClient> RegisterAsync(ClientRegistration registration, CancellationToken cancellationToken)
    {
        var client = CreateClient(registration.Check(), inFile: false);
        await database.WriteAsync(
            async (db, token) =>
            {
                if (await FindAsync(db, client.Id, token) is not null)
                    throw new ClientRefusedException(
                        $"There is a client {client.Id} already. Ids are never given twice; choose another, or rotate its keys."
                    );
                db.Add(client);
            },
            cancellationToken
        );
        Registered(log, client.Id, client.Kind);
        return client;
    }

    /// <summary>All clients by id, disabled ones too.</summary>
    public async Task<IReadOnlyList<MachineClient>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("who somebody is hangs on no referral"));
        // As many as there are registered; an administrator wrote each of them.
        return await db.Set<MachineClient>().OrderBy(c => c.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Has a client get no more tokens, and those it has are refused within seconds. False when there is none.</summary>
    public Task<bool> DisableAsync(string id, CancellationToken cancellationToken) =>
        SetStandingAsync(id, ClientStanding.Disabled, cancellationToken);

    /// <summary>Lets a client that was disabled get tokens again. False when there is none with this id.</summary>
    public Task<bool> EnableAsync(string id, CancellationToken cancellationToken) =>
        SetStandingAsync(id, ClientStanding.Enabled, cancellationToken);

    /// <summary>
    /// Gives a client other keys. Unless the old ones are kept beside them for a while, what was signed with them is worth nothing from
    /// now on, and tokens that are out are revoked.
    /// </summary>
    /// <exception cref="ClientRefusedException">There is no such client, or its keys are fetched from its own address.</exception>
    public async Task RotateAsync(string id, KeySet keys, bool keepOld, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        await database.WriteAsync(
            async (db, token) =>
            {
                var client =
                    await FindAsync(db, id, token)
                    ?? throw new ClientRefusedException($"There is no client {id}; `client list` shows them.");
                if (client.Keys is null)
                    throw new ClientRefusedException(
                        $"The client {id} publishes its keys at {client.KeysUrl}; it changes them there, and the hub follows."
                    );
                if (keepOld && KeySet.Read(Encoding.UTF8.GetBytes(client.Keys)).Set is { } old)
                    keys = keys.With(old);
                if (keys.Keys.Count > KeySet.KeysMax)
                    throw new ClientRefusedException(
                        $"The client {id} would have more than {KeySet.KeysMax} keys; rotate without the old ones."
                    );
                if (!keys.Keys.Any(k => client.ListAlgorithms().Contains(k.Algorithm)))
                    throw new ClientRefusedException($"None of the keys is for {client.Algorithms}, with which the client {id} signs.");
                (client.Keys, client.Changed) = (Encoding.UTF8.GetString(keys.Json), now);
                if (!keepOld)
                    await db.Set<MachineToken>().Where(t => t.Client == client.Id).ExecuteDeleteAsync(token);
            },
            cancellationToken
        );
        Changed?.Invoke();
        Rotated(log, id);
    }

    /// <summary>
    /// Brings the registry to what the clients file says: what is new is added, what differs is changed, what is gone is disabled. Who
    /// was disabled by hand stays so.
    /// </summary>
    internal async Task FollowFileAsync(IReadOnlyList<ClientRegistration> file, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var left = await database.WriteAsync(
            async (db, token) =>
            {
                var there = await db.Set<MachineClient>().AsTracking().ToDictionaryAsync(c => c.Id, StringComparer.Ordinal, token);
                foreach (var registration in file)
                {
                    if (there.TryGetValue(registration.Id, out var client))
                        Follow(client, registration, now);
                    else
                        db.Add(CreateClient(registration, inFile: true));
                }

                var names = file.Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
                var gone = there.Values.Where(c => c.InFile && c.IsEnabled && !names.Contains(c.Id)).ToList();
                foreach (var client in gone)
                    (client.Standing, client.Changed) = (ClientStanding.LeftFile, now);
                return gone.ConvertAll(c => c.Id);
            },
            cancellationToken
        );
        Changed?.Invoke();
        foreach (var id in left)
            LeftFile(log, id);
    }

    async Task<Caller?> IRegisteredClients.FindAsync(string clientId, CancellationToken cancellationToken) =>
        await FindAsync(clientId, cancellationToken) is { IsEnabled: true } client ? CreateCaller(client) : null;

    /// <summary>The client as a caller, with all scopes that are registered.</summary>
    internal static Caller CreateCaller(MachineClient client) =>
        new(client.Kind.Role(), client.Id, client.Name, client.Kind.Words(), client.ListOrganisations()) { Scopes = client.ListScopes() };

    internal async Task<MachineClient?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("who somebody is hangs on no referral"));
        return await FindAsync(db, id, cancellationToken);
    }

    /// <summary>The client with exactly this id, whatever the database holds for equal.</summary>
    static async Task<MachineClient?> FindAsync(HubDbContext db, string id, CancellationToken token) =>
        await db.Set<MachineClient>().AsTracking().FirstOrDefaultAsync(c => c.Id == id, token) is { } found && found.Id == id
            ? found
            : null;

    async Task<bool> SetStandingAsync(string id, ClientStanding standing, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var found = await database.WriteAsync(
            async (db, token) =>
            {
                if (await FindAsync(db, id, token) is not { } client)
                    return false;
                (client.Standing, client.Changed) = (standing, now);
                return true;
            },
            cancellationToken
        );
        Changed?.Invoke();
        if (found)
            StandingSet(log, id, standing);
        return found;
    }

    MachineClient CreateClient(ClientRegistration registration, bool inFile)
    {
        var client = new MachineClient
        {
            Id = registration.Id,
            Name = "",
            Organisations = "",
            Algorithms = "",
            Scopes = "",
            InFile = inFile,
        };
        Fill(client, registration);
        client.Standing = registration.Enabled ? ClientStanding.Enabled : ClientStanding.Disabled;
        client.Changed = time.UtcNow();
        return client;
    }

    static void Follow(MachineClient client, ClientRegistration registration, DateTime now)
    {
        var before = Describe(client);
        Fill(client, registration);
        client.InFile = true;
        if (!registration.Enabled)
            client.Standing = ClientStanding.Disabled;
        else if (client.Standing == ClientStanding.LeftFile)
            client.Standing = ClientStanding.Enabled;
        if (Describe(client) != before)
            client.Changed = now;
    }

    static void Fill(MachineClient client, ClientRegistration registration)
    {
        (client.Name, client.Kind) = (registration.Name, registration.Kind);
        client.Organisations = string.Join(' ', registration.Organisations);
        client.Keys = registration.Keys is { } keys ? Encoding.UTF8.GetString(keys.Json) : null;
        client.KeysUrl = registration.KeysUrl;
        client.Algorithms = string.Join(' ', registration.Algorithms.Distinct(StringComparer.Ordinal));
        client.Scopes = string.Join(' ', registration.Scopes);
    }

    static (string, ClientKind, string, string?, string?, string, string, ClientStanding, bool) Describe(MachineClient c) =>
        (c.Name, c.Kind, c.Organisations, c.Keys, c.KeysUrl, c.Algorithms, c.Scopes, c.Standing, c.InFile);

    [LoggerMessage(1800, LogLevel.Information, "Client {Client} of kind {Kind} was registered")]
    static partial void Registered(ILogger log, string client, ClientKind kind);

    [LoggerMessage(1801, LogLevel.Information, "Client {Client} is now {Standing}")]
    static partial void StandingSet(ILogger log, string client, ClientStanding standing);

    [LoggerMessage(1802, LogLevel.Information, "Client {Client} was given other keys")]
    static partial void Rotated(ILogger log, string client);

    [LoggerMessage(1803, LogLevel.Warning, "Client {Client} is no longer in the clients file and was disabled")]
    static partial void LeftFile(ILogger log, string client);
}
