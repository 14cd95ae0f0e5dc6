using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Identity.People.Accounts;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.People.Pages;

/// <summary>Where somebody who was sent a link sets up how they sign in.</summary>
[AllowAnybody("Whoever holds the link has not signed in yet.")]
public sealed class JoinModel(Invitations invitations, SignInPerson signIn, TimeProvider time) : PageModel
{
    const string NotThere = "This link works no more: links work once, and for 30 minutes. Ask whoever sent it for another.";

    /// <summary>Whom the link is for; null when it works no more.</summary>
    public Person? Invited { get; private set; }

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    Passkeys Passkeys => HttpContext.RequestServices.GetRequiredService<Passkeys>();

    PersonStore Store => HttpContext.RequestServices.GetRequiredService<PersonStore>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Invited = await invitations.FindAsync(Code, cancellationToken);
        return Invited is null ? Refuse("", NotThere, 404) : Page();
    }

    /// <summary>What a script needs to make a passkey.</summary>
    public async Task<IActionResult> OnPostAskAsync(CancellationToken cancellationToken) =>
        await invitations.FindAsync(Code, cancellationToken) is { } person
            ? Content(await Passkeys.AskToMakeAsync(HttpContext, person), "application/json")
            : NotFound();

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, CancellationToken cancellationToken)
    {
        Invited = await invitations.FindAsync(Code, cancellationToken);
        if (Invited is null)
            return Refuse("", NotThere, 404);
        return await Passkeys.ReadMadeAsync(HttpContext, credential, Invited) is { } passkey
            ? await JoinAsync(Store.Create(Invited.Id, passkey), cancellationToken)
            : Refuse("", "The passkey could not be used. Try again, or choose a passphrase.", 422);
    }

    public async Task<IActionResult> OnPostPassphraseAsync(string? passphrase, string? again, CancellationToken cancellationToken)
    {
        Invited = await invitations.FindAsync(Code, cancellationToken);
        if (Invited is null)
            return Refuse("", NotThere, 404);
        if (Passphrases.FindFault(passphrase, Invited.SigningName) is { } fault)
            return Refuse("passphrase", fault, 422);
        if (passphrase != again)
            return Refuse("again", "Enter the same passphrase twice.", 422);
        var now = time.UtcNow();
        return await JoinAsync(
            new()
            {
                Id = EntityId.New(now),
                Person = Invited.Id,
                Kind = CredentialKind.Passphrase,
                Hash = Passphrases.Hash(Invited, passphrase!),
                Made = now,
            },
            cancellationToken
        );
    }

    async Task<IActionResult> JoinAsync(LocalCredential credential, CancellationToken cancellationToken)
    {
        if (!await invitations.UseAsync(Code!, credential, cancellationToken))
        {
            Invited = null;
            return Refuse("", NotThere, 404);
        }

        var result = await signIn.BeginAsync(HttpContext, credential.Person, provider: null, cancellationToken);
        return Redirect(result.Role is { } role ? UserPages.FindLanding(role.Role) : "/user");
    }

    PageResult Refuse(string field, string words, int status)
    {
        ModelState.AddModelError(field, words);
        Response.StatusCode = status;
        return Page();
    }
}
