using System.Collections.Frozen;

namespace ReferralHub.Referrals.Reading;

/// <summary>Names of code systems as people say them, for codes that come without words.</summary>
static class CodeSystems
{
    static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["http://snomed.info/sct"] = "SNOMED CT",
        ["http://loinc.org"] = "LOINC",
        ["http://hl7.org/fhir/sid/icd-10"] = "ICD-10",
        ["http://hl7.org/fhir/sid/icd-10-uk"] = "ICD-10",
        ["https://dmd.nhs.uk"] = "dm+d",
        ["http://read.info/readv2"] = "Read",
        ["http://read.info/ctv3"] = "CTV3",
        ["http://unitsofmeasure.org"] = "UCUM",
        ["urn:oid:2.16.840.1.113883.2.1.3.2.4.15"] = "SNOMED CT",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes a code so that a reader knows whose it is: "SNOMED CT 173422009".</summary>
    public static string Write(string? system, string code)
    {
        if (string.IsNullOrWhiteSpace(system))
            return $"code {code}";
        var name = Names.GetValueOrDefault(system.Trim().TrimEnd('/')) ?? system.TrimEnd('/').Split('/', ':')[^1];
        return $"{name} {code}";
    }
}
