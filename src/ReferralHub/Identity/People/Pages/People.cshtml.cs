using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Identity.People.Accounts;
using ReferralHub.Identity.People.StepUp;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.People.Pages;

/// <summary>Where administrators see who may do what, give roles and take them back, invite people and shut them out.</summary>
[ForUsers(CallerRole.Administrator)]
[NeedsStepUp(ToRead = true)]
public sealed class PeopleModel(ReadPeople people, ChangeRoles roles, Invitations invitations, CurrentUser current, HubSettings settings)
    : PageModel
{
    public IReadOnlyList<PersonWithRoles> All { get; private set; } = [];

    /// <summary>A link that was just made, which is nowhere else.</summary>
    public string? Link { get; private set; }

    /// <summary>For whom.</summary>
    public string? LinkFor { get; private set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Post { get; set; }

    [BindProperty]
    public CallerRole? Role { get; set; }

    [BindProperty]
    public string? Organisation { get; set; }

    [BindProperty]
    public string? Specialties { get; set; }

    public string Centre => settings.Organisation.OdsCode;

    string By => current.Required.Name;

    public static string Describe(RoleGrant role) =>
        $"{RoleWords.Name(role.Role)}, {role.Organisation}"
        + (role.Specialties.Length > 0 ? $" ({role.Specialties})" : "")
        + $", granted by {role.GrantedBy}";

    /// <summary>What somebody is invited or given, as the list of choices.</summary>
    public static IEnumerable<(string Value, string Words)> ListRoles() =>
        RoleSets.People.Select(r => (r.ToString(), $"{RoleWords.Name(r)}: {RoleWords.Describe(r, [])}"));

    public async Task OnGetAsync(CancellationToken cancellationToken) => All = await people.ListAsync(cancellationToken);

    /// <summary>Makes somebody who signs in at the hub itself, with a first role, and the link for them.</summary>
    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > PersonLimits.NameCharactersMax)
            ModelState.AddModelError("name", $"Enter the name, in at most {PersonLimits.NameCharactersMax} characters.");
        if (string.IsNullOrWhiteSpace(Post) || Post.Length > PersonLimits.NameCharactersMax)
            ModelState.AddModelError("post", $"Enter the profession or post, in at most {PersonLimits.NameCharactersMax} characters.");
        if (FindRole() is not { } role)
            ModelState.AddModelError("role", "Choose a role.");
        else if (ChangeRoles.FindFault(role) is { } fault)
            ModelState.AddModelError("organisation", fault);
        else if (ModelState.IsValid)
        {
            var id = await invitations.AddPersonAsync(Name!, Post!, cancellationToken);
            await roles.GrantAsync(id, role, By, cancellationToken);
            return await InviteAsync(id, cancellationToken);
        }

        return await RefuseAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostGrantAsync(Guid person, CancellationToken cancellationToken)
    {
        if (FindRole() is not { } role)
            ModelState.AddModelError("role", "Choose a role.");
        else if (await roles.GrantAsync(person, role, By, cancellationToken) is { } fault)
            ModelState.AddModelError("organisation", fault);
        else
            return Say("The role is granted.");
        return await RefuseAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid grant, CancellationToken cancellationToken) =>
        Say(await roles.RevokeAsync(grant, By, cancellationToken) ? "The role is taken back." : "That role was not in force any more.");

    public async Task<IActionResult> OnPostInviteAsync(Guid person, CancellationToken cancellationToken) =>
        await InviteAsync(person, cancellationToken);

    public async Task<IActionResult> OnPostDisableAsync(Guid person, bool disabled, CancellationToken cancellationToken)
    {
        if (person.ToString() == current.Required.Id)
        {
            ModelState.AddModelError("", "Nobody shuts themselves out. Let another administrator do it.");
            return await RefuseAsync(cancellationToken);
        }

        await roles.DisableAsync(person, disabled, By, cancellationToken);
        return Say(disabled ? "The account is closed." : "The account is open again.");
    }

    GrantedRole? FindRole() =>
        Role is { } role && RoleSets.People.Contains(role)
            ? new(role, string.IsNullOrWhiteSpace(Organisation) ? Centre : Organisation.Trim(), Specialties?.Trim() ?? "")
            : null;

    async Task<IActionResult> InviteAsync(Guid person, CancellationToken cancellationToken)
    {
        await OnGetAsync(cancellationToken);
        if (All.FirstOrDefault(p => p.Person.Id == person && p.Person.Issuer == Issuers.Local) is not { } invited)
        {
            ModelState.AddModelError("", "Only people who sign in at the hub itself are invited; others sign in at their organisation.");
            return await RefuseAsync(cancellationToken);
        }

        var secret = await invitations.CreateAsync(person, By, cancellationToken);
        Link = settings.LinkTo($"{Invitations.Page}?code={secret}", Request);
        LinkFor = invited.Person.SigningName;
        return Page();
    }

    IActionResult Say(string words)
    {
        TempData["Said"] = words;
        return RedirectToPage();
    }

    async Task<IActionResult> RefuseAsync(CancellationToken cancellationToken)
    {
        await OnGetAsync(cancellationToken);
        Response.StatusCode = 422;
        return Page();
    }
}
