using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Audit;

/// <summary>A referral with what the audit's pages say of its patient.</summary>
/// <param name="Reference">As it is shown.</param>
/// <param name="Name">As it is shown.</param>
public sealed record AuditedPatient(Guid Referral, string PatientKey, string Reference, string? Family, string Name);

/// <summary>Finds patients for those who look into the audit or take access in an emergency; given by the module that has them.</summary>
public interface IAuditedPatients
{
    /// <summary>Referrals of the patient with this NHS number, newest first, or the one with this reference; perhaps none.</summary>
    Task<IReadOnlyList<AuditedPatient>> FindAsync(HubDbContext db, string asked, CancellationToken cancellationToken);

    /// <summary>One referral of each of these patients.</summary>
    Task<IReadOnlyList<AuditedPatient>> FindManyAsync(
        HubDbContext db,
        IReadOnlyCollection<string> patientKeys,
        CancellationToken cancellationToken
    );

    /// <summary>References of these referrals, as they are shown.</summary>
    Task<IReadOnlyDictionary<Guid, string>> ListReferencesAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    );
}
