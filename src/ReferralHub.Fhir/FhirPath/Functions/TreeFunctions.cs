namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1 §5.8.</summary>
static class TreeFunctions
{
    static readonly StaticType Unordered = StaticType.Any with { IsUnordered = true };

    public static PathFunction[] All { get; } =
    [
        PathFunction.Plain("children", 0, 0, Unordered, call => call.Evaluation.Checked(Children(call, call.Input), call.Position)),
        PathFunction.Plain("descendants", 0, 0, Unordered, Descendants),
    ];

    static ItemList Children(PlainCall call, in PathItems items)
    {
        var into = new ItemList();
        foreach (var item in items)
            if (item is PathNode node)
                node.AddAllChildren(into, call.Evaluation.Schema);
        return into;
    }

    static PathItems Descendants(PlainCall call)
    {
        var into = Children(call, call.Input);
        for (var i = 0; i < into.Count; i++)
        {
            call.Evaluation.Step(call.Position);
            if (into[i] is PathNode node)
                node.AddAllChildren(into, call.Evaluation.Schema);
            if (into.Count > call.Evaluation.Environment.ItemsMax)
                break;
        }

        return call.Evaluation.Checked(into, call.Position);
    }
}
