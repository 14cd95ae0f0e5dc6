namespace ReferralHub.Review;

/// <summary>Reasons that clinical review gives in the journey log. They are never renamed.</summary>
static class ReviewReasons
{
    /// <summary>A clinician decided.</summary>
    public const string Clinician = "clinician";

    /// <summary>A clinician accepted it and changed the specialty or the priority.</summary>
    public const string ClinicianChanged = "clinician-changed";
}
