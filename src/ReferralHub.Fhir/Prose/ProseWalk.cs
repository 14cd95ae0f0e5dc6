using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Prose;

/// <summary>Takes what is found: the element at fault, how grave it is, its issue type and a sentence.</summary>
delegate void ProseFinding(PathNode at, FhirSeverity severity, string code, string text);

/// <summary>
/// Visits every element of a resource once, and holds it against what R4 says in its text and in none of its definitions. None
/// of it is a reason to turn a message away at the door; whoever asks for a validation is told.
/// </summary>
sealed class ProseWalk(FhirDocument document, DefinitionSet definitions, ProseFinding add)
{
    readonly ValueRules values = new(definitions, add);
    readonly ReferenceRules references = new(add);

    public static void Check(FhirDocument document, DefinitionSet definitions, ProseFinding add)
    {
        var walk = new ProseWalk(document, definitions, add);
        walk.Visit(PathNode.Root(document, R4Schema.R4), null);
    }

    /// <param name="resource">The resource that the element stands in.</param>
    void Visit(PathNode node, PathNode? resource)
    {
        if (node.IsResource)
        {
            CheckResource(node, resource);
            resource = node;
        }
        else if (node.Type?.Name == "Reference")
        {
            references.Check(node);
        }
        else
        {
            values.Check(node);
        }

        var children = new ItemList();
        node.AddAllChildren(children, R4Schema.R4);
        foreach (PathNode child in children)
            Visit(child, resource);
    }

    void CheckResource(PathNode node, PathNode? holder)
    {
        ContainedRules.Check(node, add);
        switch (node.Type?.Name)
        {
            // A Bundle in a Bundle is a whole of its own, whose entries the document does not list.
            case "Bundle" when holder is null:
                new BundleRules(document, node, add).Check();
                break;
            case "StructureDefinition":
                new DefinitionRules(node, definitions, add).Check();
                break;
        }
    }
}
