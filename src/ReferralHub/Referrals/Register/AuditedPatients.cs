using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.Audit;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Register;

/// <summary>Patients as the audit's pages name them.</summary>
sealed class AuditedPatients : IAuditedPatients
{
    const int ReferralsMax = 200;

    public async Task<IReadOnlyList<AuditedPatient>> FindAsync(HubDbContext db, string asked, CancellationToken cancellationToken)
    {
        if (ReferralReference.TryParse(asked, out var reference))
            return await ListAsync(db, db.Journeys.Where(j => j.Reference == reference.Value), cancellationToken);
        if (!NhsNumber.TryParse(asked, out var number))
            return [];
        var ids = db.Referrals.Where(r => r.NhsNumber == number.Value).Select(r => r.Referral);
        return await ListAsync(db, db.Journeys.Where(j => ids.Contains(j.Id)), cancellationToken);
    }

    public async Task<IReadOnlyList<AuditedPatient>> FindManyAsync(
        HubDbContext db,
        IReadOnlyCollection<string> patientKeys,
        CancellationToken cancellationToken
    )
    {
        var found = await ListAsync(db, db.Journeys.Where(j => patientKeys.Contains(j.PatientKey)), cancellationToken);
        return [.. found.DistinctBy(f => f.PatientKey)];
    }

    public async Task<IReadOnlyDictionary<Guid, string>> ListReferencesAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    ) =>
        await db
            .Journeys.Where(j => referrals.Contains(j.Id))
            .ToDictionaryAsync(j => j.Id, j => ReferralReference.Display(j.Reference), cancellationToken);

    static async Task<List<AuditedPatient>> ListAsync(
        HubDbContext db,
        IQueryable<ReferralJourney> journeys,
        CancellationToken cancellationToken
    )
    {
        var rows = await journeys
            .OrderByDescending(j => j.Received)
            .Take(ReferralsMax)
            .Join(
                db.Referrals,
                j => j.Id,
                r => r.Referral,
                (j, r) =>
                    new
                    {
                        j.Id,
                        j.PatientKey,
                        j.Reference,
                        j.Received,
                        r.Family,
                        r.Given,
                    }
            )
            .OrderByDescending(r => r.Received)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new AuditedPatient(
            r.Id,
            r.PatientKey,
            ReferralReference.Display(r.Reference),
            r.Family,
            ReferralNames.Display(r.Family, r.Given)
        ));
    }
}
