using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Journey;

/// <summary>Whose referral it is, in the shape in which scopes read it.</summary>
sealed class JourneyPractice
{
    public Guid Id { get; init; }

    public string? Practice { get; init; }
}

/// <summary>A practice finds the referrals that name it as the one that refers.</summary>
sealed class JourneyScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.Link<JourneyPractice>(
            ScopeKind.Practices,
            "journey",
            j => j.Id,
            (db, j) => j.Practice != null && db.ScopePractices.Contains(j.Practice)
        );
        rules.FindReferrals = (db, ids, token) => db.Journeys.Where(j => ids.Contains(j.Id)).Select(j => j.Id).ToListAsync(token);
        rules
            .Table<ReferralJourney>(j => j.Id)
            .For(ScopeKind.Practices, (db, j) => j.Practice != null && db.ScopePractices.Contains(j.Practice))
            .BeginsReferral((scope, j) => j.Practice is { } practice && scope.Practices.Contains(practice));
        // A practice reads of its own referral what waits for a person; providers and patients are not told how the centre works.
        rules.Table<WorkItem>(w => w.Referral).HideFrom(ScopeKind.Providers, ScopeKind.Referral);
    }
}
