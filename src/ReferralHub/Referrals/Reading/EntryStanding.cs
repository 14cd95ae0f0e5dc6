using ReferralHub.Fhir;

namespace ReferralHub.Referrals.Reading;

/// <summary>What an entry says of itself: whether it holds, and how sure its writer is.</summary>
/// <param name="Ended">Why it does not hold now, in words; null when it does.</param>
/// <param name="Doubt">How sure its writer is, in words; it holds all the same, for what is only suspected counts as said.</param>
readonly record struct EntryStanding(string? Ended, string? Doubt)
{
    public bool IsInError => Ended == Standings.InError;

    public static EntryStanding Read(FhirNode resource)
    {
        var status = resource["status"].Text ?? resource["lifecycleStatus"].Text;
        var verification = ReadCode(resource["verificationStatus"]);
        if (status == "entered-in-error" || verification == "entered-in-error" || resource["docStatus"].Is("entered-in-error"))
            return new(Standings.InError, null);
        if (resource["doNotPerform"].RawIs("true"))
            return new("not to be given", null);
        if (verification is "refuted")
            return new(verification, null);
        var doubt = verification is null or "confirmed" ? null : verification;
        var clinical = ReadCode(resource["clinicalStatus"]);
        if (clinical is "inactive" or "resolved" or "remission")
            return new(clinical, doubt);
        if (clinical is null && IsAbated(resource))
            return new("ended", doubt);
        return status switch
        {
            "not-done" => new("not done", doubt),
            "not-taken" => new("not taken", doubt),
            "on-hold" when IsMedication(resource) => new("on hold", doubt),
            "completed" when resource.ResourceType is "MedicationStatement" or "MedicationRequest" => new("completed", doubt),
            "stopped" or "cancelled" or "inactive" or "rejected" or "superseded" or "retired" or "noshow" or "revoked" => new(
                status,
                doubt
            ),
            "draft" or "intended" or "preliminary" or "proposed" or "planned" or "on-hold" or "registered" => new(null, status),
            _ => new(null, doubt),
        };
    }

    static bool IsMedication(FhirNode resource) => resource.ResourceType!.StartsWith("Medication", StringComparison.Ordinal);

    static bool IsAbated(FhirNode resource) =>
        resource.ResourceType == "Condition"
        && (
            resource["abatementDateTime"].Exists
            || resource["abatementPeriod"].Exists
            || resource["abatementAge"].Exists
            || resource["abatementRange"].Exists
            || resource["abatementString"].Exists
        );

    /// <summary>The code of a status; a sender that gives only words is taken at its words.</summary>
    static string? ReadCode(FhirNode concept) =>
        concept["coding"]["code"].Text ?? (concept["text"].Text ?? concept["coding"]["display"].Text)?.ToLowerInvariant();
}
