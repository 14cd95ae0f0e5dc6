using Hl7.Fhir.Model;
using Hl7.Fhir.Specification.Source;
using ReferralHub.Fhir.Schema;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>
/// The schema table against HL7's specification of FHIR 4.0.1, which comes from elsewhere than the table (Hl7.Fhir.Specification.Data.R4):
/// the same elements, as often, of the same types, pointing to the same targets, with the same required bindings.
/// </summary>
[Collection("Oracle")]
public sealed class SchemaOracleTests(ITestOutputHelper output)
{
    const string Core = "http://hl7.org/fhir/StructureDefinition/";

    [Fact]
    public void EveryElement_IsThatOfTheSpecification()
    {
        var theirs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var definition in Specification())
        foreach (var element in definition.Snapshot!.Element.Where(e => e.Path!.Contains('.') && e.Base?.Path == e.Path))
            theirs[element.Path!] = Theirs(element);

        var ours = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in R4Schema.R4.TypeNames)
        {
            var type = R4Schema.R4.Find(name)!;
            // What comes from the base type is compared there.
            foreach (var element in type.Elements.Where(e => type.Base?.Elements.Contains(e) != true && type.Kind != SchemaKind.Primitive))
                ours[$"{name}.{element.Name}{(element.IsChoice ? "[x]" : "")}"] = Ours(element);
        }

        Summary.Write(output, $"Schema table against HL7's specification: {theirs.Count} elements");
        theirs.Except(ours).ShouldBeEmpty("elements of the specification");
        ours.Except(theirs).ShouldBeEmpty("elements of the table");
    }

    static IEnumerable<StructureDefinition> Specification()
    {
        var source = ZipSource.CreateValidationSource();
        foreach (var name in R4Schema.R4.TypeNames.Where(n => !n.Contains('.')))
            if (
                source.ResolveByCanonicalUri(Core + name) is StructureDefinition
                {
                    Kind: not StructureDefinition.StructureDefinitionKind.PrimitiveType
                } found
            )
                yield return found;
    }

    static string Theirs(ElementDefinition element)
    {
        var types = element
            .Type.Select(t => t.Code!)
            .Where(c => !c.StartsWith("http://hl7.org/fhirpath/", StringComparison.Ordinal) && c is not ("BackboneElement" or "Element"))
            .Where(_ => element.Path!.Split('.')[^1] is not ("id" or "url"));
        var targets = element.Type.SelectMany(t => t.TargetProfile).Select(p => p!.Replace(Core, "", StringComparison.Ordinal));
        var binding = element.Binding is { Strength: BindingStrength.Required, ValueSet: { } set } ? set.Split('|')[0] : "";
        return Line(element.Min ?? 0, element.Max == "*" ? int.MaxValue : int.Parse(element.Max!, null), types, targets, binding);
    }

    static string Ours(SchemaElement element)
    {
        // Types whose definitions name no FHIR type (ids and urls), and backbone elements, are not compared.
        var types = element.Types.Select(t => t.Name).Where(n => !n.Contains('.') && element.Name is not ("id" or "url"));
        var binding = element.Binding is { } name ? R4Schema.R4.GetSet(name).Url : "";
        return Line(element.Min, element.Max, types, element.Types.SelectMany(t => t.Targets), binding);
    }

    static string Line(int min, int max, IEnumerable<string> types, IEnumerable<string> targets, string binding) =>
        $"{min}..{max} {string.Join('|', types.Order(StringComparer.Ordinal).Distinct())} -> "
        + $"{string.Join('|', targets.Order(StringComparer.Ordinal).Distinct())} {binding}";
}
