using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>What a Patient says of its NHS number.</summary>
/// <param name="Number">Without spaces and the like; null when there is none, or only a placeholder.</param>
/// <param name="Status">Code 01 to 08 of the verification status; null when nothing is said.</param>
/// <param name="IsPlaceholder">A placeholder stands where the number should.</param>
/// <param name="IsDoubtful">Two different numbers are given as those of now.</param>
readonly record struct ReadNumber(string? Number, string? Status, bool IsPlaceholder, bool IsDoubtful);

/// <summary>Finds the NHS number of now and whether it was traced (UK Core NHS Number Verification Status).</summary>
static class NhsNumberReader
{
    const int CharactersMax = 20;
    const string VerificationUrl = "NHSNumberVerificationStatus";

    /// <summary>Words of the older list (UKCore-NHSNumberVerificationStatus) and the codes that took their place.</summary>
    static readonly Dictionary<string, string> Statuses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["number-present-and-verified"] = "01",
        ["number-present-but-not-traced"] = "02",
        ["trace-required"] = "03",
        ["trace-attempted-no-match-or-multiple-match-found"] = "04",
        ["trace-needs-to-be-resolved-nhs-number-or-patient-detail-conflict"] = "05",
        ["trace-in-progress"] = "06",
        ["number-not-present-and-trace-not-required"] = "07",
        ["trace-postponed-baby-under-six-weeks-old"] = "08",
    };

    public static ReadNumber Read(FhirNode patient, DateTime now)
    {
        var best = CurrentFirst.Choose(patient, "identifier", now, RankNumber);
        var isPlaceholder = false;
        var isDoubtful = false;
        var number = Clean(best["value"].Text);
        foreach (var identifier in patient.Items("identifier"))
        {
            if (!IdentifierSystem.Same(identifier["system"].Text, FhirSystems.NhsNumber))
                continue;
            var other = Clean(identifier["value"].Text);
            isPlaceholder |= NhsNumber.IsPlaceholder(other);
            isDoubtful |=
                other is not null && other != number && !NhsNumber.IsPlaceholder(other) && CurrentFirst.IsCurrent(identifier, now);
        }

        return new(number, FindStatus(best) ?? FindStatusOfNone(patient, number), number is null && isPlaceholder, isDoubtful);
    }

    public static string? Clean(string? text) => NhsNumber.Clean(text) is { Length: <= CharactersMax } clean ? clean : null;

    /// <summary>A number that passes its check before one that does not; a placeholder is no number.</summary>
    static int? RankNumber(FhirNode identifier)
    {
        if (!IdentifierSystem.Same(identifier["system"].Text, FhirSystems.NhsNumber))
            return null;
        var number = Clean(identifier["value"].Text);
        if (number is null || NhsNumber.IsPlaceholder(number))
            return null;
        return CurrentFirst.RankIdentifier(identifier) + (NhsNumber.TryParse(number, out _) ? 0 : 10);
    }

    /// <summary>An identifier may have the status and no value: that there is no number is what it says.</summary>
    static string? FindStatusOfNone(FhirNode patient, string? number)
    {
        if (number is not null)
            return null;
        foreach (var identifier in patient.Items("identifier"))
            if (IdentifierSystem.Same(identifier["system"].Text, FhirSystems.NhsNumber) && FindStatus(identifier) is { } status)
                return status;
        return null;
    }

    static string? FindStatus(FhirNode identifier)
    {
        foreach (var extension in identifier.Items("extension"))
        {
            if (extension["url"].Text?.Contains(VerificationUrl, StringComparison.OrdinalIgnoreCase) != true)
                continue;
            foreach (var coding in extension["valueCodeableConcept"].Items("coding"))
                if (coding["code"].Text is { } code)
                    return Statuses.GetValueOrDefault(code, code.Length <= 4 ? code.PadLeft(2, '0') : code);
            return "unknown";
        }

        return null;
    }
}
