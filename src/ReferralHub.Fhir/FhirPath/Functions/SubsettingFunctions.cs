using ReferralHub.Fhir.FhirPath.Operators;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1 §5.3.</summary>
static class SubsettingFunctions
{
    public static PathFunction[] All { get; } =
    [
        PathFunction.Plain(
            "single",
            0,
            0,
            input => input,
            call =>
                call.Input.Count < 2
                    ? call.Input
                    : throw new PathException($"single() expects one item at most, and there are {call.Input.Count}.", call.Position)
        ),
        Ordered("first", 0, call => call.Input.IsEmpty ? call.Input : PathItems.One(call.Input[0])),
        Ordered("last", 0, call => call.Input.IsEmpty ? call.Input : PathItems.One(call.Input[^1])),
        Ordered("tail", 0, call => Slice(call.Input, 1, int.MaxValue)),
        Ordered("skip", 1, call => call.Integer(0) is { } count ? Slice(call.Input, Math.Max(0, count), int.MaxValue) : PathItems.Empty),
        Ordered("take", 1, call => call.Integer(0) is { } count ? Slice(call.Input, 0, count) : PathItems.Empty),
        PathFunction.Plain("intersect", 1, 1, input => input, Intersect),
        PathFunction.Plain("exclude", 1, 1, input => input, Exclude),
    ];

    /// <summary>A function that makes sense only where there is an order.</summary>
    static PathFunction Ordered(string name, int arguments, PlainBody body)
    {
        var plain = PathFunction.Plain(name, arguments, arguments, input => input, body);
        return plain with
        {
            Compile = site =>
                site.Compiler.IsStrict && site.Input.Type.IsUnordered
                    ? throw PathCompiler.Unordered(site.Call.Position)
                    : plain.Compile(site),
        };
    }

    static PathItems Slice(in PathItems items, long from, long count)
    {
        if (from == 0 && count >= items.Count)
            return items;
        var into = new ItemList();
        for (var i = from; i < items.Count && i - from < count; i++)
            into.Add(items[(int)i]);
        return PathItems.FromList(into);
    }

    static PathItems Intersect(PlainCall call)
    {
        var into = new ItemList();
        foreach (var item in CombiningFunctions.Distinct(call.Evaluation, call.Input, call.Position))
        {
            call.Evaluation.Step(call.Position, call.Arguments[0].Count);
            if (Equality.Holds(call.Arguments[0], item))
                into.Add(item);
        }

        return PathItems.FromList(into);
    }

    static PathItems Exclude(PlainCall call)
    {
        var into = new ItemList();
        foreach (var item in call.Input)
        {
            call.Evaluation.Step(call.Position, call.Arguments[0].Count);
            if (!Equality.Holds(call.Arguments[0], item))
                into.Add(item);
        }

        return PathItems.FromList(into);
    }
}
