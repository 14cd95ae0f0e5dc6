using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People.Accounts;

/// <summary>How trying a passphrase came out.</summary>
/// <param name="Person">Whose it is; null when it was wrong, or was not looked at.</param>
/// <param name="LockedUntil">Until when none is looked at for this account from this address.</param>
public sealed record PassphraseAnswer(Guid? Person, DateTime? LockedUntil);

/// <summary>
/// Passphrases of people without an identity provider. Wrong ones count for the account and the address together, so that nobody can
/// shut somebody else out.
/// </summary>
public sealed class Passphrases(HubDatabase database, TimeProvider time, ILogger<Passphrases> log)
{
    public const int CharactersMin = 15;
    public const int CharactersMax = 256;

    const int DifferentCharactersMin = 6;
    const int WrongMax = 10;
    const int PbkdfRounds = 210_000;
    static readonly TimeSpan Locked = TimeSpan.FromMinutes(15);
    static readonly PasswordHasher<Person> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = PbkdfRounds }));

    /// <summary>Stands for the account that there is not, so that looking takes as long.</summary>
    static readonly Lazy<string> Nobody = new(() => Hasher.HashPassword(null!, Secrets.Create()));

    /// <summary>What is wrong with a passphrase somebody wants to have; null when nothing is.</summary>
    public static string? FindFault(string? passphrase, string signingName) =>
        passphrase is null || passphrase.Length < CharactersMin ? $"Enter a passphrase of at least {CharactersMin} characters."
        : passphrase.Length > CharactersMax ? $"Enter a passphrase of at most {CharactersMax} characters."
        : passphrase.Distinct().Count() < DifferentCharactersMin
            ? $"Enter a passphrase with at least {DifferentCharactersMin} different characters."
        : passphrase.Contains(signingName, StringComparison.OrdinalIgnoreCase) ? "Enter a passphrase that does not hold your name."
        : null;

    internal static string Hash(Person person, string passphrase) => Hasher.HashPassword(person, passphrase);

    /// <param name="name">As typed: the name with which somebody signs.</param>
    public async Task<PassphraseAnswer> TryAsync(string name, string passphrase, string address, CancellationToken cancellationToken)
    {
        var (key, tryKey) = (SigningNames.Normalise(name), Secrets.Hash($"{SigningNames.Normalise(name)}|{address}"));
        var (wrong, until) = await TakeTryAsync(tryKey, cancellationToken);
        if (until is not null)
            return new(null, until);
        if (await FindAsync(key, passphrase, cancellationToken) is not { } person)
        {
            PeopleLog.LocalRefused(log, wrong);
            return new(null, wrong >= WrongMax ? time.UtcNow() + Locked : null);
        }

        await database.WriteAsync((db, token) => db.SignInTries.Where(t => t.Id == tryKey).ExecuteDeleteAsync(token), cancellationToken);
        return new(person, null);
    }

    async Task<Guid?> FindAsync(string key, string passphrase, CancellationToken cancellationToken)
    {
        await using var db = database.OpenPeople();
        var person = await db.People.FirstOrDefaultAsync(p => p.NameKey == key && p.Issuer == Issuers.Local, cancellationToken);
        var credential = person is null
            ? null
            : await db.LocalCredentials.FirstOrDefaultAsync(
                c => c.Person == person.Id && c.Kind == CredentialKind.Passphrase,
                cancellationToken
            );
        var isRight =
            passphrase.Length <= CharactersMax
            && Hasher.VerifyHashedPassword(person!, credential?.Hash ?? Nobody.Value, passphrase) != PasswordVerificationResult.Failed;
        return isRight && credential is not null && !person!.Disabled ? person.Id : null;
    }

    /// <summary>
    /// Counts the try before it is looked at, in one statement, so that many at once are as many; a right one is taken off again.
    /// </summary>
    async Task<(int Wrong, DateTime? LockedUntil)> TakeTryAsync(string key, CancellationToken cancellationToken) =>
        await database.WriteAsync<(int, DateTime?)>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var tries = db.SignInTries;
                await tries.Where(t => t.Last < now - Locked).ExecuteDeleteAsync(token);
                var taken = await tries
                    .Where(t => t.Id == key && t.Wrong < WrongMax)
                    .ExecuteUpdateAsync(t => t.SetProperty(x => x.Wrong, x => x.Wrong + 1).SetProperty(x => x.Last, now), token);
                var row = await tries.FirstOrDefaultAsync(t => t.Id == key, token);
                if (row is not null)
                    return taken == 1 ? (row.Wrong, null) : (row.Wrong, row.Last + Locked);
                tries.Add(
                    new()
                    {
                        Id = key,
                        Wrong = 1,
                        Last = now,
                    }
                );
                return (1, null);
            },
            cancellationToken
        );
}
