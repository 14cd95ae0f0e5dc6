using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ReferralHub.Web.Users;

/// <summary>Where shortcuts are turned on and given their letters.</summary>
[ForAnyUser]
public sealed class KeysModel : PageModel
{
    public bool AreOn { get; private set; }

    [BindProperty]
    public Dictionary<string, string?> Letters { get; set; } = [];

    public void OnGet() => Load();

    public IActionResult OnPostOn()
    {
        var chosen = Letters
            .Select(l => (Act: l.Key, Letter: l.Value?.Trim().ToLowerInvariant()))
            .Where(l => !string.IsNullOrEmpty(l.Letter) && Shortcuts.All.Any(a => a.Act == l.Act))
            .ToList();
        foreach (var (act, _) in chosen.Where(c => !Shortcuts.IsLetter(c.Letter)))
            ModelState.AddModelError(act, "Enter one letter from a to z.");
        foreach (var twice in chosen.GroupBy(c => c.Letter).Where(g => g.Count() > 1))
            ModelState.AddModelError(twice.Last().Act, $"{twice.Key} is used twice.");
        if (!ModelState.IsValid)
        {
            Response.StatusCode = 422;
            return Page();
        }

        Shortcuts.Keep(Response, chosen.ToDictionary(c => c.Act, c => c.Letter!));
        TempData["Said"] = "Shortcuts are on.";
        return RedirectToPage();
    }

    public IActionResult OnPostOff()
    {
        Shortcuts.Keep(Response, null);
        TempData["Said"] = "Shortcuts are off.";
        return RedirectToPage();
    }

    void Load()
    {
        var kept = Shortcuts.ReadLetters(Request);
        AreOn = kept is not null;
        Letters = Shortcuts.All.ToDictionary(a => a.Act, a => kept is null ? a.Letter : kept.GetValueOrDefault(a.Act));
    }
}
