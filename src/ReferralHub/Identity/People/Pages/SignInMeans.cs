using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.People.Accounts;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People.Pages;

/// <summary>By which means people of the hub's own sign in, for the pages on which they do.</summary>
sealed class SignInMeans(HubDatabase database, Passphrases passphrases, Passkeys passkeys)
{
    /// <summary>Whether the hub has people of its own, so that its pages ask for passkey and passphrase.</summary>
    public async Task<bool> HasLocalPeopleAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenPeople();
        return await db.People.AnyAsync(p => p.Issuer == Issuers.Local, cancellationToken);
    }

    /// <summary>Whose passphrase it is, or what to tell whoever typed it.</summary>
    public async Task<(Guid? Person, string? Fault)> TryPassphraseAsync(HttpContext http, string? name, string? passphrase)
    {
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrEmpty(passphrase))
            return (null, "Enter your name and your passphrase.");
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var answer = await passphrases.TryAsync(PersonLimits.Cut(name, 200), passphrase, address, http.RequestAborted);
        return answer switch
        {
            { Person: { } person } => (person, null),
            { LockedUntil: { } until } => (
                null,
                $"Too many wrong passphrases came for this name from where you are. From here it is locked until "
                    + $"{WorkingDays.LocalTime(until):HH:mm}; elsewhere, and with a passkey, its owner can sign in."
            ),
            _ => (null, "The name or the passphrase is wrong."),
        };
    }

    public Task<string> AskForPasskeyAsync(HttpContext http, Person? person) => passkeys.AskToUseAsync(http, person);

    /// <summary>Whose passkey it is, or what to tell whoever used it.</summary>
    public async Task<(Guid? Person, string? Fault)> TryPasskeyAsync(HttpContext http, string? credential) =>
        await passkeys.ReadUsedAsync(http, credential) is { } person
            ? (person.Id, null)
            : (null, "That passkey is not known here, or it took too long. Try again.");
}
