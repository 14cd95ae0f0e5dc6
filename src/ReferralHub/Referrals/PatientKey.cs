using System.Security.Cryptography;
using System.Text;

namespace ReferralHub.Referrals;

/// <summary>
/// Same patient, same key: a hash of the NHS number, else of family name and date of birth, else of the message, so that
/// the journey and its log can link referrals of one patient without naming anyone.
/// </summary>
static class PatientKey
{
    public static string Compute(PatientFacts patient, string otherwise)
    {
        var basis = patient switch
        {
            { NhsNumber: { } number } => $"nhs|{number}",
            { Family: { } family, BirthDate: { } born } => $"name|{family.ToUpperInvariant()}|{born:yyyy-MM-dd}",
            _ => $"message|{otherwise}",
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(basis)).AsSpan(0, 16));
    }
}
