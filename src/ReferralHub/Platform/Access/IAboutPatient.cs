namespace ReferralHub.Platform.Access;

/// <summary>A row that is about one referral of one patient, as the audit names them.</summary>
public interface IAboutPatient
{
    Guid Referral { get; }

    string PatientKey { get; }
}
