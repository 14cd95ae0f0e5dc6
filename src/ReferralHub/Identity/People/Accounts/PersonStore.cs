using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People.Accounts;

/// <summary>Where the framework's passkey handler finds people and their passkeys. It writes nothing; the hub does.</summary>
sealed class PersonStore(HubDatabase database, TimeProvider time, ILogger<PersonStore> log) : IUserPasskeyStore<Person>
{
    public void Dispose() { }

    public async Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(userId, out var id))
            return null;
        await using var db = database.OpenPeople();
        return await db.People.FirstOrDefaultAsync(p => p.Id == id && !p.Disabled, cancellationToken);
    }

    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var key = HashKey(credentialId);
        await using var db = database.OpenPeople();
        return await db.LocalCredentials.FirstOrDefaultAsync(c => c.Key == key, cancellationToken) is { } credential
            ? await db.People.FirstOrDefaultAsync(p => p.Id == credential.Person && !p.Disabled, cancellationToken)
            : null;
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var key = HashKey(credentialId);
        await using var db = database.OpenPeople();
        return await db.LocalCredentials.FirstOrDefaultAsync(c => c.Key == key && c.Person == user.Id, cancellationToken) is { } found
            ? Describe(found)
            : null;
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken)
    {
        await using var db = database.OpenPeople();
        var all = await db
            .LocalCredentials.Where(c => c.Person == user.Id && c.Kind == CredentialKind.Passkey)
            .OrderBy(c => c.Id)
            .ToListAsync(cancellationToken);
        return [.. all.Select(Describe)];
    }

    /// <summary>A row for a passkey that the framework has checked.</summary>
    internal LocalCredential Create(Guid person, UserPasskeyInfo passkey)
    {
        var now = time.UtcNow();
        return new()
        {
            Id = EntityId.New(now),
            Person = person,
            Kind = CredentialKind.Passkey,
            Key = HashKey(passkey.CredentialId),
            CredentialId = Base64Url.EncodeToString(passkey.CredentialId),
            PublicKey = Base64Url.EncodeToString(passkey.PublicKey),
            SignCount = passkey.SignCount,
            IsBackupEligible = passkey.IsBackupEligible,
            IsBackedUp = passkey.IsBackedUp,
            Made = now,
        };
    }

    /// <summary>Adds a passkey to those that somebody has.</summary>
    internal async Task AddAsync(Guid person, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var credential = Create(person, passkey);
        await database.WriteAsync((db, _) => Task.FromResult(db.LocalCredentials.Add(credential)), cancellationToken);
        PeopleLog.CredentialAdded(log, person, nameof(CredentialKind.Passkey));
    }

    /// <summary>Keeps what a passkey's authenticator said of itself when it was used.</summary>
    internal Task UseAsync(UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var (key, count, isBackedUp, now) = (HashKey(passkey.CredentialId), (long)passkey.SignCount, passkey.IsBackedUp, time.UtcNow());
        return database.WriteAsync(
            (db, token) =>
                db
                    .LocalCredentials.Where(c => c.Key == key)
                    .ExecuteUpdateAsync(
                        c =>
                            c.SetProperty(x => x.SignCount, count).SetProperty(x => x.IsBackedUp, isBackedUp).SetProperty(x => x.Used, now),
                        token
                    ),
            cancellationToken
        );
    }

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SigningName);

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.NameKey);

    public async Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        await using var db = database.OpenPeople();
        return await db.People.FirstOrDefaultAsync(p => p.NameKey == normalizedUserName && !p.Disabled, cancellationToken);
    }

    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Refuse();

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) => throw Refuse();

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) => throw Refuse();

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) => throw Refuse();

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw Refuse();

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => throw Refuse();

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw Refuse();

    static NotSupportedException Refuse() => new("People are changed by the hub's own operations, not by the framework.");

    static string HashKey(byte[] credentialId) => Base64Url.EncodeToString(SHA256.HashData(credentialId));

    static UserPasskeyInfo Describe(LocalCredential credential) =>
        new(
            Base64Url.DecodeFromChars(credential.CredentialId),
            Base64Url.DecodeFromChars(credential.PublicKey),
            new(credential.Made, TimeSpan.Zero),
            (uint)credential.SignCount,
            transports: null,
            isUserVerified: true,
            credential.IsBackupEligible,
            credential.IsBackedUp,
            attestationObject: [],
            clientDataJson: []
        );
}
