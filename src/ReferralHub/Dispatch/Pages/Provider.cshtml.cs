using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Dispatch.Pages;

/// <summary>What was sent to the provider of whoever is signed in: what waits for an answer, and what it answered.</summary>
[ForUsers(CallerRole.Provider)]
public sealed class ProviderModel(ReadProviderReferrals referrals, CurrentUser current) : PageModel
{
    public IReadOnlyList<ProviderReferral> Open { get; private set; } = [];

    public IReadOnlyList<ProviderReferral> Answered { get; private set; } = [];

    public string Provider => current.Required.Organisation;

    public int RowsMax => ReadProviderReferrals.RowsMax;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Open, Answered) = await referrals.ListAsync(Provider, cancellationToken);
        foreach (var shown in Open.Concat(Answered))
            HttpContext.AuditEntry().Touch(shown.Journey.Id, shown.Journey.PatientKey);
    }
}
