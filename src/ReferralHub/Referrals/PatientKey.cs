using System.Security.Cryptography;
using System.Text;
using ReferralHub.Kernel;

namespace ReferralHub.Referrals;

/// <summary>
/// Same patient, same key, so that the journey and its log can link referrals of one patient without naming anyone. The key is a
/// hash of the NHS number, else of family name and date of birth, else of the message. Whoever comes first under a number, or
/// under a name and date, has that key; another person under the same one (a twin, a number mistyped) has a key of their own, which
/// is a hash of all that tells them apart.
/// </summary>
static class PatientKey
{
    /// <summary>The key of the first who comes under this number, or this name and date of birth.</summary>
    public static string Compute(PatientFacts patient, string otherwise) =>
        Hash(
            patient switch
            {
                { NhsNumber: { } number } => $"nhs|{number}",
                { Family: { } family, BirthDate: { } born } => $"name|{PersonName.Fold(family)}|{born:yyyy-MM-dd}",
                _ => $"message|{otherwise}",
            }
        );

    /// <summary>The key of another person than the first who came under the same number, or the same name and date of birth.</summary>
    public static string ComputeOfAnother(PatientFacts patient, string otherwise) =>
        Hash(
            $"another|{patient.NhsNumber}|{PersonName.Fold(patient.Family ?? "")}|{PersonName.Fold(patient.Given ?? "")}"
                + $"|{patient.BirthDate:yyyy-MM-dd}|{(patient.Family is null && patient.BirthDate is null ? otherwise : "")}"
        );

    /// <summary>As it was computed before names were folded; null when that is no other key.</summary>
    public static string? ComputeEarlier(PatientFacts patient) =>
        patient is { NhsNumber: null, Family: { } family, BirthDate: { } born }
        && family.ToUpperInvariant() is var capitals
        && capitals != PersonName.Fold(family)
            ? Hash($"name|{capitals}|{born:yyyy-MM-dd}")
            : null;

    static string Hash(string basis) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(basis)).AsSpan(0, 16));
}
