using ReferralHub.Fhir;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// What whoever handles a patient's referral must know before anything else: that who they are or where they live is kept
/// confidential, that they refused consent, that they need an interpreter.
/// </summary>
static class PatientMarksReader
{
    public static PatientFacts Mark(FhirDocument document, FhirNode request, FhirNode patient, PatientFacts facts, DateTime now) =>
        facts with
        {
            IsRestricted = IsRestricted(document, request),
            IsConsentRefused = IsConsentRefused(document, request, now),
            NeedsInterpreter = NeedsInterpreter(patient),
            Language = FindLanguage(patient),
        };

    /// <summary>Any part of a message that is restricted restricts the whole: the parts are shown together.</summary>
    static bool IsRestricted(FhirDocument document, FhirNode request)
    {
        if (IsLabelled(document.Root) || IsLabelled(request) || AnyContained(request, IsLabelled))
            return true;
        foreach (var entry in document.Entries)
            if (IsLabelled(entry.Resource) || AnyContained(entry.Resource, IsLabelled))
                return true;
        return false;
    }

    static bool IsLabelled(FhirNode resource)
    {
        foreach (var label in resource["meta"].Items("security"))
            if (label["code"].Text is "R" or "V" && IdentifierSystem.Same(label["system"].Text, FhirSystems.Confidentiality))
                return true;
        // A Composition says it in an element of its own.
        return resource.ResourceType == "Composition" && resource["confidentiality"].Text is "R" or "V";
    }

    /// <summary>A Consent that was rejected, or that denies, as a whole or in one of its provisions, and has not ended.</summary>
    static bool IsConsentRefused(FhirDocument document, FhirNode request, DateTime now)
    {
        bool Refuses(FhirNode resource) =>
            resource.ResourceType == "Consent"
            && (
                resource["status"].Is("rejected")
                || (resource["status"].Text is not ("inactive" or "entered-in-error") && Denies(resource["provision"], now))
            );
        if (AnyContained(request, Refuses))
            return true;
        foreach (var entry in document.Entries)
            if (Refuses(entry.Resource) || AnyContained(entry.Resource, Refuses))
                return true;
        return false;
    }

    static bool Denies(FhirNode provision, DateTime now)
    {
        if (!provision.Exists)
            return false;
        if (provision["type"].Is("deny") && CurrentFirst.IsCurrent(provision, now))
            return true;
        foreach (var nested in provision.Items("provision"))
            if (Denies(nested, now))
                return true;
        return false;
    }

    /// <summary>HL7's patient-interpreterRequired and the interpreterRequired of UK profiles, on the patient or on a language.</summary>
    static bool NeedsInterpreter(FhirNode patient)
    {
        if (SaysInterpreter(patient))
            return true;
        foreach (var language in patient.Items("communication"))
            if (SaysInterpreter(language))
                return true;
        return false;
    }

    static bool SaysInterpreter(FhirNode holder)
    {
        foreach (var extension in holder.Items("extension"))
        {
            if (
                extension["url"].Text?.Contains("interpreterRequired", StringComparison.OrdinalIgnoreCase) == true
                && extension["valueBoolean"].RawIs("true")
            )
                return true;
            if (SaysInterpreter(extension))
                return true;
        }

        return false;
    }

    /// <summary>The preferred language, else the only one, in words where there are any.</summary>
    static string? FindLanguage(FhirNode patient)
    {
        var chosen = default(FhirNode);
        foreach (var language in patient.Items("communication"))
            if (language["preferred"].RawIs("true"))
                chosen = language;
        if (!chosen.Exists && patient["communication"].Count == 1)
            foreach (var only in patient.Items("communication"))
                chosen = only;
        var concept = chosen["language"];
        return concept["text"].Text ?? concept["coding"]["display"].Text ?? concept["coding"]["code"].Text;
    }

    static bool AnyContained(FhirNode resource, Func<FhirNode, bool> fits)
    {
        foreach (var contained in resource.Items("contained"))
            if (fits(contained))
                return true;
        return false;
    }
}
