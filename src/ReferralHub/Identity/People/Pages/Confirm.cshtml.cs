using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Identity.People.Providers;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.People.Pages;

/// <summary>Where somebody who is signed in proves again who they are, before something that matters more than most.</summary>
[ForAnyUser]
public sealed class ConfirmModel(SessionIssuer issuer, ProviderCatalogue providers) : PageModel
{
    internal SignedIn Here => SignedIn.Find(HttpContext)!;

    /// <summary>A demo account has nothing to prove.</summary>
    public bool IsDemonstration => Here.Person.Issuer == Issuers.Demonstration;

    public bool IsLocal => Here.Person.Issuer == Issuers.Local;

    /// <summary>With whom they signed in; null when that provider is not set up any more.</summary>
    public IdentityProviderSettings? Provider =>
        providers.All.FirstOrDefault(p => p.Authority.TrimEnd('/') == Here.Person.Issuer.TrimEnd('/'))
        ?? (providers.All is [var only] && !IsDemonstration && !IsLocal ? only : null);

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    /// <summary>Whether something was sent that has to be sent again.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sent { get; set; }

    SignInMeans Means => HttpContext.RequestServices.GetRequiredService<SignInMeans>();

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        IsDemonstration ? await ConfirmAsync(Here.Person.Id, null, cancellationToken) : BadRequest();

    public async Task<IActionResult> OnPostAskAsync() =>
        IsLocal ? Content(await Means.AskForPasskeyAsync(HttpContext, Here.Person), "application/json") : BadRequest();

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, CancellationToken cancellationToken)
    {
        var (person, fault) = await Means.TryPasskeyAsync(HttpContext, credential);
        return await ConfirmAsync(person, fault, cancellationToken);
    }

    public async Task<IActionResult> OnPostPassphraseAsync(string? passphrase, CancellationToken cancellationToken)
    {
        var (person, fault) = await Means.TryPassphraseAsync(HttpContext, Here.Person.SigningName, passphrase);
        return await ConfirmAsync(person, fault, cancellationToken);
    }

    async Task<IActionResult> ConfirmAsync(Guid? person, string? fault, CancellationToken cancellationToken)
    {
        if (person == Here.Person.Id && await issuer.StepUpAsync(HttpContext, Here.Session.Id, Here.Person.Id, cancellationToken))
            return Url.IsLocalUrl(Back) ? LocalRedirect(Back) : Redirect("/user");
        ModelState.AddModelError("passphrase", fault ?? "That proves who somebody else is.");
        Response.StatusCode = 422;
        return Page();
    }
}
