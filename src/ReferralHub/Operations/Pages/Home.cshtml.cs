using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Operations.Pages;

/// <summary>Leads people who have signed in to where they begin, and tells everybody else what this is and where to sign in.</summary>
[AllowAnybody("It says what this is, and holds no data.")]
public sealed class HomeModel(CurrentUser current) : PageModel
{
    public IActionResult OnGet() => current.User is { } user ? Redirect(UserPages.FindLanding(user.Kind)) : Page();
}
