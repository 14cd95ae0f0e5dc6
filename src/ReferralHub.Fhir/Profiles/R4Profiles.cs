using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Profiles;

/// <summary>The profile on a data type that R4 itself uses: SimpleQuantity, a quantity without a comparator (R4 §2.24.0.7.1).</summary>
static class R4Profiles
{
    const string SimpleQuantityUrl = "http://hl7.org/fhir/StructureDefinition/SimpleQuantity";
    static readonly Lazy<Profile> SimpleQuantity = new(MakeSimpleQuantity);

    public static Profile? Find(string canonical) => canonical.Split('|')[0] == SimpleQuantityUrl ? SimpleQuantity.Value : null;

    static Profile MakeSimpleQuantity()
    {
        var root = new ProfileElement("Quantity", "Quantity", null);
        root.Children.Add(new("Quantity.comparator", "comparator", null) { Max = 0 });
        return new(SimpleQuantityUrl, "SimpleQuantity", R4Schema.R4.Get("Quantity"), root, [], false, null);
    }
}
