namespace ReferralHub.Fhir.FhirPath;

/// <summary>Environment variables: the caller's, and those of FHIR (R4 §2.1.9.1.7).</summary>
static class Constants
{
    public static bool IsOfFhir(string name) =>
        name is "ucum" or "sct" or "loinc" or "context" or "resource" or "rootResource"
        || name.StartsWith("vs-", StringComparison.Ordinal)
        || name.StartsWith("ext-", StringComparison.Ordinal);

    public static PathItems? Find(Evaluation evaluation, string name)
    {
        if (evaluation.Environment.Variables is { } given && given.TryGetValue(name, out var items))
            return items;
        if (evaluation.Environment.Lookup?.Invoke(name) is { } made)
            return made;
        switch (name)
        {
            case "ucum":
                return PathItems.One("http://unitsofmeasure.org");
            case "sct":
                return PathItems.One("http://snomed.info/sct");
            case "loinc":
                return PathItems.One("http://loinc.org");
            case "context":
                return PathItems.One(evaluation.Context);
            case "resource":
                return PathItems.One(Resource(evaluation));
            case "rootResource":
                return PathItems.One(Outermost(Resource(evaluation)));
        }

        if (name.StartsWith("vs-", StringComparison.Ordinal))
            return PathItems.One($"http://hl7.org/fhir/ValueSet/{name[3..]}");
        return name.StartsWith("ext-", StringComparison.Ordinal)
            ? PathItems.One($"http://hl7.org/fhir/StructureDefinition/{name[4..]}")
            : null;
    }

    static PathNode? Resource(Evaluation evaluation) => evaluation.Environment.Resource ?? evaluation.Context?.Resource();

    /// <summary>
    /// The resource that contains this one; itself when it is not contained. An entry of a Bundle is not contained in it.
    /// </summary>
    public static PathNode? Outermost(PathNode? resource) =>
        resource?.Parent is { Type.Kind: Schema.SchemaKind.Resource } holder ? holder : resource;
}
