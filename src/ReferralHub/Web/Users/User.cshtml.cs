using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Web.Users;

/// <summary>Where one says who one is until there is sign-in: chosen from the settings' users, as in the demonstration, or typed.</summary>
public sealed class UserModel(CurrentUser current, HubSettings settings) : PageModel
{
    const int NameCharactersMax = 100;

    public IReadOnlyList<HubUser> Users { get; } = [.. settings.Users.Select(u => u.ToUser(settings.Organisation.OdsCode))];

    public HubUser? Current => current.User;

    public double IdleMinutes => settings.Sessions.IdleMinutes;

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Why { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Practice { get; set; }

    public string DescribeOrganisation(HubUser user) =>
        user.Kind == UserKind.Practice ? $"practice {user.Organisation}" : settings.Organisation.Name;

    public string DescribeWork(HubUser user) =>
        user.Kind == UserKind.Practice
            ? "Sees the practice's referrals, answers questions, appeals."
            : (user.Kind == UserKind.Lead ? "Reviews, and sees how all decide" : "Reviews")
                + (
                    user.Specialties.Count == 0
                        ? " all specialties."
                        : $" {string.Join(", ", user.Specialties.Select(s => TreatmentFunction.FindName(s)))}."
                );

    public void OnGet() { }

    /// <summary>Something was done, so that the session does not end.</summary>
    public IActionResult OnPostStay() => current.User is null || current.IsIdle ? StatusCode(401) : new NoContentResult();

    public async Task<IActionResult> OnPostKnownAsync(int number)
    {
        if (number < 0 || number >= Users.Count)
            return RedirectToPage();
        return await GoOnAsync(Users[number]);
    }

    public async Task<IActionResult> OnPostNamedAsync()
    {
        var kind = Enum.TryParse<UserKind>(Kind, out var parsed) ? parsed : (UserKind?)null;
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > NameCharactersMax)
            ModelState.AddModelError("name", $"Enter your name, in at most {NameCharactersMax} characters.");
        if (string.IsNullOrWhiteSpace(Role) || Role.Length > NameCharactersMax)
            ModelState.AddModelError("role", $"Enter your profession or post, in at most {NameCharactersMax} characters.");
        if (kind is null)
            ModelState.AddModelError("kind", "Say what you do here.");
        var organisation = settings.Organisation.OdsCode;
        if (kind == UserKind.Practice)
        {
            if (OdsCode.TryParse(Practice, out var ods))
                organisation = ods.Value;
            else
                ModelState.AddModelError("practice", "Enter the ODS code of the practice, such as A81001.");
        }

        // Users of the settings stand for a sign-in; whoever has them cannot make up another.
        if (Users.Count > 0)
            return RedirectToPage();
        if (!ModelState.IsValid)
        {
            Response.StatusCode = 422;
            return Page();
        }

        return await GoOnAsync(new(Name!.Trim(), Role!.Trim(), kind!.Value, organisation, []));
    }

    public async Task<IActionResult> OnPostLeaveAsync()
    {
        await current.LeaveAsync();
        return Redirect("/");
    }

    async Task<IActionResult> GoOnAsync(HubUser user)
    {
        await current.ChooseAsync(user);
        return LocalRedirect(
            Url.IsLocalUrl(Back) ? Back!
            : user.Kind == UserKind.Practice ? "/practice"
            : "/review"
        );
    }
}
