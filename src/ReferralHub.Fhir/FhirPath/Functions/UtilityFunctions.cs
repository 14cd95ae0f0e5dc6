using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1 §5.9.</summary>
static class UtilityFunctions
{
    public static PathFunction[] All { get; } =
    [
        new("trace", 1, 2, Trace),
        PathFunction.Plain("now", 0, 0, StaticType.OfSystem("DateTime"), call => PathItems.One(call.Evaluation.Now(call.Position))),
        PathFunction.Plain("today", 0, 0, StaticType.OfSystem("Date"), call => PathItems.One(call.Evaluation.Now(call.Position).ToDate())),
        PathFunction.Plain(
            "timeOfDay",
            0,
            0,
            StaticType.OfSystem("Time"),
            call => PathItems.One(call.Evaluation.Now(call.Position).ToTime())
        ),
        PathFunction.Plain("comparable", 1, 1, StaticType.Boolean, Comparable),
    ];

    static Compiled Trace(CallSite site)
    {
        var (input, name) = (site.Input, site.Argument(0).Run);
        var projection = site.Count > 1 ? site.Lambda(1).Run : null;
        return new(
            (in scope) =>
            {
                var items = input.Run(scope);
                if (scope.Evaluation.Environment.Trace is not { } trace)
                    return items;
                var seen = items;
                if (projection is not null)
                {
                    var into = new ItemList();
                    foreach (var item in items)
                        into.AddRange(projection(scope with { This = PathItems.One(item) }));
                    seen = PathItems.FromList(into);
                }

                trace(Operators.Singleton.Text(name(scope), "The name of a trace", site.Call.Position) ?? "", seen);
                return items;
            },
            input.Type
        );
    }

    static PathItems Comparable(PlainCall call)
    {
        if (call.InputItem() is not { } left || call.Arguments[0].IsEmpty)
            return PathItems.Empty;
        if (left is not PathQuantity a)
            throw call.Wrong(left, "a Quantity");
        return Operators.Singleton.Item(call.Arguments[0], "The argument of comparable", call.Position) is PathQuantity b
            ? PathOperators.FromBoolean(PathQuantity.Align(a, b) is not null)
            : PathOperators.FromBoolean(false);
    }
}
