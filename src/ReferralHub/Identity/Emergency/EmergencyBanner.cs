using Microsoft.AspNetCore.Http;
using ReferralHub.Identity.Audit;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Web;

namespace ReferralHub.Identity.Emergency;

/// <summary>Says on every page that emergency access is on, to which referral and until when.</summary>
sealed class EmergencyBanner(TakeEmergencyAccess emergency, IAuditedPatients patients, HubDatabase database) : IPageNotice
{
    public async Task<IReadOnlyList<(string Text, string? Url)>> ListAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.FindAuditEntry()?.Caller is not { IsSystem: false } caller || !EmergencyRoles.Has(caller.Role))
            return [];
        var live = await emergency.ListLiveAsync(caller.Id, cancellationToken);
        if (live.Count == 0)
            return [];
        await using var db = database.OpenRead(AccessScope.System("emergency access shows what the role does not"));
        var names = await patients.ListReferencesAsync(db, [.. live.Select(l => l.Referral)], cancellationToken);
        return
        [
            .. live.Where(l => names.ContainsKey(l.Referral))
                .Select(l =>
                    (
                        $"Emergency access to {names[l.Referral]} until {WorkingDays.LocalTime(l.Until):HH:mm}. "
                            + "All that you read is marked.",
                        (string?)$"/emergency/{names[l.Referral]}"
                    )
                ),
        ];
    }
}

/// <summary>Who may take access in an emergency: staff whose work shows them some referrals and not others.</summary>
public static class EmergencyRoles
{
    public static bool Has(CallerRole role) =>
        role is CallerRole.Reviewer or CallerRole.Lead or CallerRole.Booking or CallerRole.Practice or CallerRole.Provider;
}
