using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Machines;

/// <summary>
/// Access tokens: 256 random bits that mean nothing outside the hub, kept as their hash, for five minutes. Who comes with one is
/// remembered for half a minute, so that a disabled client is refused within that time in every process.
/// </summary>
public sealed class AccessTokens
{
    /// <summary>How long a token is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(300);

    const int TokenBytes = 32;
    const int TokenCharacters = 43;
    const int RememberedMax = 10_000;
    const int RemovedAtOnceMax = 500;
    static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    static readonly TimeSpan BetweenCleanings = TimeSpan.FromMinutes(1);
    readonly HubDatabase database;
    readonly TimeProvider time;
    readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);
    long cleanedTicks;

    public AccessTokens(HubDatabase database, TimeProvider time, ClientRegistry registry)
    {
        (this.database, this.time) = (database, time);
        registry.Changed += known.Clear;
    }

    /// <summary>A token for a client that is known already: for the hub's own commands and for tests.</summary>
    /// <param name="scopes">What of its registered scopes it gets; all of them when null.</param>
    /// <exception cref="ClientRefusedException">There is no such client, it is disabled, or has none of these scopes.</exception>
    public async Task<string> IssueAsync(string clientId, IReadOnlyList<string>? scopes, CancellationToken cancellationToken)
    {
        MachineClient? client;
        await using (var db = database.OpenRead(AccessScope.System("who somebody is hangs on no referral")))
            client = await db.Set<MachineClient>().FirstOrDefaultAsync(c => c.Id == clientId, cancellationToken);
        if (client is not { IsEnabled: true })
            throw new ClientRefusedException($"There is no client {clientId} that is enabled.");
        var granted = SmartScopes.Grant(scopes ?? [], client.ListScopes());
        return granted.Count == 0
            ? throw new ClientRefusedException($"The client {clientId} has none of these scopes.")
            : await WriteAsync(client.Id, granted, assertion: null, cancellationToken)
                ?? throw new InvalidOperationException("Without an assertion there is nothing to be used twice.");
    }

    /// <summary>A token for an assertion; null when the assertion got one before, in whichever process.</summary>
    /// <param name="assertionUntil">Until when the assertion could be used, after which nobody need know it.</param>
    internal Task<string?> ExchangeAsync(
        MachineClient client,
        string jti,
        DateTime assertionUntil,
        IReadOnlyList<string> scopes,
        CancellationToken cancellationToken
    ) => WriteAsync(client.Id, scopes, (Hash(jti), assertionUntil), cancellationToken);

    /// <summary>Who comes with this token; null when it is none, is over, or its client is disabled.</summary>
    internal async Task<Caller?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length != TokenCharacters)
            return null;
        var (hash, now) = (Hash(token), time.UtcNow());
        if (known.TryGetValue(hash, out var remembered) && now < remembered.Until)
            return remembered.Caller;
        await using var db = database.OpenRead(AccessScope.System("who somebody is hangs on no referral"));
        var found = await (
            from t in db.Set<MachineToken>()
            join c in db.Set<MachineClient>() on t.Client equals c.Id
            where t.Hash == hash && t.Expires > now && c.Standing == ClientStanding.Enabled
            select new { Token = t, Client = c }
        ).FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            known.TryRemove(hash, out _);
            return null;
        }

        var caller = CreateCaller(found.Client, found.Token);
        if (known.Count >= RememberedMax)
            known.Clear();
        known[hash] = new(caller, found.Token.Expires < now + Remembered ? found.Token.Expires : now + Remembered);
        return caller;
    }

    static Caller CreateCaller(MachineClient client, MachineToken token) =>
        ClientRegistry.CreateCaller(client) with
        {
            Session = token.Id.ToString("N"),
            Scopes = token.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };

    async Task<string?> WriteAsync(
        string client,
        IReadOnlyList<string> scopes,
        (string Jti, DateTime Until)? assertion,
        CancellationToken cancellationToken
    )
    {
        var now = time.UtcNow();
        await CleanAsync(now, cancellationToken);
        var token = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        try
        {
            return await database.WriteAsync(
                async (db, stop) =>
                {
                    if (assertion is var (jti, until))
                    {
                        // Asked first, because a violated key would have the database try again; the key decides between two at once.
                        if (await db.Set<UsedAssertion>().AnyAsync(a => a.Client == client && a.Jti == jti, stop))
                            return null;
                        db.Add(
                            new UsedAssertion
                            {
                                Id = EntityId.New(now),
                                Client = client,
                                Jti = jti,
                                Expires = until,
                            }
                        );
                    }

                    db.Add(
                        new MachineToken
                        {
                            Id = EntityId.New(now),
                            Hash = Hash(token),
                            Client = client,
                            Scopes = string.Join(' ', scopes),
                            Issued = now,
                            Expires = now + Lifetime,
                        }
                    );
                    return token;
                },
                cancellationToken
            );
        }
        catch (Exception e) when (assertion is not null && database.IsUniqueViolation(e))
        {
            return null;
        }
    }

    /// <summary>Removes what is over, a bounded number at a time; who asks for a token does it, once a minute.</summary>
    async Task CleanAsync(DateTime now, CancellationToken cancellationToken)
    {
        var last = Interlocked.Read(ref cleanedTicks);
        if (now.Ticks - last < BetweenCleanings.Ticks || Interlocked.CompareExchange(ref cleanedTicks, now.Ticks, last) != last)
            return;
        await database.WriteAsync(
            async (db, stop) =>
            {
                var tokens = await db.Set<MachineToken>()
                    .Where(t => t.Expires < now)
                    .OrderBy(t => t.Expires)
                    .Select(t => t.Id)
                    .Take(RemovedAtOnceMax)
                    .ToListAsync(stop);
                if (tokens.Count > 0)
                    await db.Set<MachineToken>().Where(t => tokens.Contains(t.Id)).ExecuteDeleteAsync(stop);
                var assertions = await db.Set<UsedAssertion>()
                    .Where(a => a.Expires < now)
                    .OrderBy(a => a.Expires)
                    .Select(a => a.Id)
                    .Take(RemovedAtOnceMax)
                    .ToListAsync(stop);
                if (assertions.Count > 0)
                    await db.Set<UsedAssertion>().Where(a => assertions.Contains(a.Id)).ExecuteDeleteAsync(stop);
            },
            cancellationToken
        );
    }

    static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    sealed record Known(Caller Caller, DateTime Until);
}
