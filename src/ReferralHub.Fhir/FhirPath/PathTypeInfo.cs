namespace ReferralHub.Fhir.FhirPath;

/// <summary>What <c>type()</c> answers.</summary>
/// <param name="Namespace"><c>System</c> or <c>FHIR</c>.</param>
public sealed record PathTypeInfo(string Namespace, string Name)
{
    internal static PathTypeInfo Describe(object item) =>
        item switch
        {
            PathNode node => new("FHIR", node.TypeName),
            bool => new("System", "Boolean"),
            long => new("System", "Integer"),
            decimal => new("System", "Decimal"),
            string => new("System", "String"),
            Values.PathTime time => new("System", time.Kind.ToString()),
            Values.PathQuantity => new("System", "Quantity"),
            _ => new("System", "Any"),
        };
}
