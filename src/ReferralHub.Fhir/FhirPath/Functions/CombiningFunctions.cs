using ReferralHub.Fhir.FhirPath.Operators;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1 §5.4.</summary>
static class CombiningFunctions
{
    const int PairwiseMax = 8;

    public static PathFunction[] All { get; } =
    [
        new(
            "union",
            1,
            1,
            site =>
            {
                var (input, other, position) = (site.Input, site.Argument(0), site.Call.Position);
                return new(
                    (in scope) => Union(scope.Evaluation, input.Run(scope), other.Run(scope), position),
                    StaticType.Either(input.Type, other.Type)
                );
            }
        ),
        new(
            "combine",
            1,
            1,
            site =>
            {
                var (input, other, position) = (site.Input, site.Argument(0), site.Call.Position);
                return new(
                    (in scope) => Together(scope.Evaluation, input.Run(scope), other.Run(scope), position),
                    StaticType.Either(input.Type, other.Type)
                );
            }
        ),
        PathFunction.Plain("coalesce", 1, 20, StaticType.Any, call => Array.Find([call.Input, .. call.Arguments], a => !a.IsEmpty)),
    ];

    public static PathItems Union(Evaluation evaluation, in PathItems a, in PathItems b, int position) =>
        a.IsEmpty && b.Count < 2 ? b
        : b.IsEmpty && a.Count < 2 ? a
        : Distinct(evaluation, Together(evaluation, a, b, position), position);

    public static PathItems Distinct(Evaluation evaluation, in PathItems items, int position)
    {
        if (items.Count < 2)
            return items;
        evaluation.Step(position, items.Count);
        var into = new ItemList();
        if (items.Count <= PairwiseMax)
        {
            foreach (var item in items)
                if (!into.Exists(other => ItemComparer.AreSame(other, item)))
                    into.Add(item);
            return PathItems.FromList(into);
        }

        var known = new HashSet<object>(new ItemComparer(evaluation, position));
        foreach (var item in items)
            if (known.Add(item))
                into.Add(item);
        return PathItems.FromList(into);
    }

    static PathItems Together(Evaluation evaluation, in PathItems a, in PathItems b, int position)
    {
        if (a.IsEmpty)
            return b;
        if (b.IsEmpty)
            return a;
        var into = new ItemList();
        into.AddRange(a);
        into.AddRange(b);
        return evaluation.Checked(into, position);
    }
}
