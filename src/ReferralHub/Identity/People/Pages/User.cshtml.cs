using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Identity.People.Providers;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.People.Pages;

/// <summary>Where people sign in, choose their role, see who they are and what they may do, and sign out.</summary>
[AllowAnybody("Whoever is not signed in signs in here.")]
public sealed class UserModel(
    CurrentUser current,
    DemonstrationPeople demonstration,
    ReadPeople people,
    SignInPerson signIn,
    SessionIssuer issuer,
    ProviderCatalogue providers,
    HubSettings settings
) : PageModel
{
    const string ShutOut = "This account is closed. Ask an administrator of this hub.";

    /// <summary>The demo accounts.</summary>
    public IReadOnlyList<(int Number, VouchedPerson Person)> Accounts => demonstration.List();

    public IReadOnlyList<IdentityProviderSettings> Providers => providers.All;

    /// <summary>Whether people of the hub's own sign in here, with passkey or passphrase.</summary>
    public bool HasLocalPeople { get; private set; }

    [BindProperty]
    public string? Name { get; set; }

    SignInMeans Means => HttpContext.RequestServices.GetRequiredService<SignInMeans>();

    /// <summary>What this browser's cookie stands for; null when it has none.</summary>
    internal SignedIn? SignedIn => SignedIn.Find(HttpContext);

    /// <summary>Who is signed in, with or without a role.</summary>
    internal SignedIn? Here => SignedIn is { IsAlive: true } here ? here : null;

    /// <summary>The roles of whoever is signed in.</summary>
    public UsableRoles Roles { get; private set; } = new([], []);

    /// <summary>Whom somebody without a role can ask.</summary>
    public IReadOnlyList<string> Administrators { get; private set; } = [];

    public HubSettings Settings => settings;

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Why { get; set; }

    /// <summary>Whether what was being typed when the session ended has been kept.</summary>
    public bool IsWorkKept => current.IsIdle;

    /// <summary>Why the session that this browser had is over; null when it had none or it lives.</summary>
    public string? Ended =>
        SignedIn?.Ended switch
        {
            SessionEnd.Idle => $"Your session ended after {settings.Sessions.IdleMinutes} minutes without a sign of you.",
            SessionEnd.TooLong => $"Your session ended after {settings.Sessions.HoursMax} hours, which is as long as one may last.",
            SessionEnd.RoleRemoved => "Your session ended because the role in which you were here was taken back.",
            SessionEnd.OrganisationClosed => "Your session ended because the organisation for which you were here has closed.",
            SessionEnd.Disabled => "Your session ended because your account was closed.",
            SessionEnd.ProviderEnded => "Your session ended because you signed out at your organisation.",
            _ => null,
        };

    public string Describe(string organisation) =>
        organisation == settings.Organisation.OdsCode ? settings.Organisation.Name : organisation;

    internal string DescribeClosing(RoleGrant role) =>
        $"Your role as {RoleWords.Name(role.Role)} cannot be used: {Describe(role.Organisation)} closed on "
        + $"{signIn.FindClosing(role.Organisation):d MMMM yyyy}.";

    internal static string DescribeTime(DateTime at) => WorkingDays.LocalTime(at).ToString("d MMMM HH:mm", null);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    /// <summary>Something was done, so that the session does not end.</summary>
    public IActionResult OnPostStay() => current.User is null ? StatusCode(401) : new NoContentResult();

    /// <summary>Signs in as one of the demo accounts.</summary>
    public async Task<IActionResult> OnPostKnownAsync(int number, CancellationToken cancellationToken)
    {
        if (await demonstration.RecordAsync(number, cancellationToken) is not { } person)
            return RedirectToPage();
        return await BeginAsync(person, fault: null, cancellationToken);
    }

    /// <summary>What a script needs to ask for a passkey.</summary>
    public async Task<IActionResult> OnPostAskAsync() =>
        Content(await Means.AskForPasskeyAsync(HttpContext, person: null), "application/json");

    /// <summary>Signs in with the passkey that the script was given.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, CancellationToken cancellationToken)
    {
        var (person, fault) = await Means.TryPasskeyAsync(HttpContext, credential);
        return await BeginAsync(person, fault, cancellationToken);
    }

    /// <summary>Signs in with a passphrase.</summary>
    public async Task<IActionResult> OnPostPassphraseAsync(string? passphrase, CancellationToken cancellationToken)
    {
        var (person, fault) = await Means.TryPassphraseAsync(HttpContext, Name, passphrase);
        return await BeginAsync(person, fault, cancellationToken);
    }

    /// <summary>Goes on in the role chosen.</summary>
    public async Task<IActionResult> OnPostRoleAsync(Guid grant, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (Here is not { } here)
            return RedirectToPage(new { Back });
        if (Roles.Open.FirstOrDefault(r => r.Id == grant) is { } chosen)
        {
            await issuer.ChangeRoleAsync(HttpContext, here, chosen, cancellationToken);
            return GoOn(chosen);
        }

        ModelState.AddModelError("", "That role is not yours, or cannot be used any more.");
        return await RefuseAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostLeaveAsync()
    {
        await current.LeaveAsync();
        return Redirect("/");
    }

    IActionResult GoOn(RoleGrant? role) =>
        role is null ? RedirectToPage(new { Back })
        : Url.IsLocalUrl(Back) ? LocalRedirect(Back)
        : Redirect(UserPages.FindLanding(role.Role));

    async Task<IActionResult> BeginAsync(Guid? person, string? fault, CancellationToken cancellationToken)
    {
        if (person is { } id)
        {
            var result = await signIn.BeginAsync(HttpContext, id, provider: null, cancellationToken);
            if (!result.IsShutOut)
                return GoOn(result.Role);
            fault = ShutOut;
        }

        ModelState.AddModelError("name", fault!);
        return await RefuseAsync(cancellationToken);
    }

    async Task<IActionResult> RefuseAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Response.StatusCode = 422;
        return Page();
    }

    async Task LoadAsync(CancellationToken cancellationToken)
    {
        HasLocalPeople = await Means.HasLocalPeopleAsync(cancellationToken);
        if (Here is not { } here)
            return;
        Roles = signIn.Divide((await people.FindAsync(here.Person.Id, cancellationToken))?.Roles ?? []);
        if (Roles.Open.Count == 0)
            Administrators = [.. (await people.ListAsync([CallerRole.Administrator], cancellationToken)).Select(p => p.Person.SigningName)];
    }
}
