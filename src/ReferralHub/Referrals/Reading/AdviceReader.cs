using ReferralHub.Fhir;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// Finds out whether a message asks for advice and guidance instead of referring: by e-RS codes (eRS-RequestType, eRS-RequestFlowType,
/// servicerequest-code) or a category in words. Taken for a referral it would start a pathway that nobody asked for.
/// </summary>
static class AdviceReader
{
    static readonly string[] Codes = ["advice-guidance", "advice-and-guidance", "advice-and-guidance-request", "advice-guidance-request"];

    /// <summary>The concept that says so; nothing when the message refers.</summary>
    public static FhirNode FindRequest(FhirDocument document, FhirNode request)
    {
        foreach (var element in (string[])["category", "code", "orderDetail"])
        foreach (var concept in request.Items(element))
            if (Says(concept))
                return concept;
        var header = document.FirstOfType("MessageHeader");
        return Says(header["reason"]) ? header["reason"] : default;
    }

    static bool Says(FhirNode concept)
    {
        foreach (var coding in concept.Items("coding"))
        {
            if (IsAdvice(coding["code"].Text))
                return true;
            // What e-RS calls its advice requests in the list that otherwise says referral and validation.
            if (IdentifierSystem.Same(coding["system"].Text, FhirSystems.MessageCategory) && coding["code"].Is("request"))
                return true;
        }

        return IsAdvice(concept["text"].Text);
    }

    /// <summary>Whole codes or whole texts only: a letter that mentions advice is a referral.</summary>
    static bool IsAdvice(string? written)
    {
        if (written is null || written.Length > 60)
            return false;
        var plain = written.Trim().ToLowerInvariant().Replace(" & ", "-and-", StringComparison.Ordinal).Replace('_', '-').Replace(' ', '-');
        return Codes.Contains(plain) || plain is "a&g" or "advice-and-guidance-(a&g)";
    }
}
