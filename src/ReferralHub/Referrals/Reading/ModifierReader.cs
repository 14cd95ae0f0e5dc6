using ReferralHub.Fhir;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// What would turn the meaning of a message round (R4 §2.1.27.1 and §2.4.1): a system that does not know what it says must not
/// act on the rest. An order not to do something is not a referral either.
/// </summary>
static class ModifierReader
{
    static readonly string[] Names = ["modifierExtension", "implicitRules"];

    public static void Read(FhirDocument document, FhirNode request, List<Problem> problems)
    {
        if (request["doNotPerform"].RawIs("true"))
            problems.Add(ReadingProblems.DoNotPerform.At(request["doNotPerform"]));
        var bytes = document.Bytes.Span;
        // Hardly any message has one. Only where a name may be written with escapes does looking at the bytes not tell.
        if (bytes.IndexOf("modifierExtension"u8) >= 0 || bytes.IndexOf("implicitRules"u8) >= 0 || bytes.IndexOf("\\u00"u8) >= 0)
            Find(document.Root, problems);
    }

    static void Find(FhirNode node, List<Problem> problems)
    {
        foreach (var (name, value) in node.Properties())
        {
            if (Names.Contains(name))
                problems.Add(ReadingProblems.ModifierUnknown(name).At(value));
            else if (value.IsObject)
                Find(value, problems);
            else if (value.IsArray)
                foreach (var item in node.Items(name))
                    Find(item, problems);
        }
    }
}
