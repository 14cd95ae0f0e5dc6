using ReferralHub.Fhir.FhirPath.Operators;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1 §5.1.</summary>
static class ExistenceFunctions
{
    public static PathFunction[] All { get; } =
    [
        PathFunction.Plain("empty", 0, 0, StaticType.Boolean, call => PathOperators.FromBoolean(call.Input.IsEmpty)),
        PathFunction.Plain(
            "not",
            0,
            0,
            StaticType.Boolean,
            call => PathOperators.FromBoolean(!Singleton.Boolean(call.Input, "The input of not", call.Position))
        ),
        PathFunction.Plain("count", 0, 0, StaticType.Integer, call => PathItems.One((long)call.Input.Count)),
        new("exists", 0, 1, Exists),
        new("all", 1, 1, AllOf),
        Quantified("allTrue", whenNone: true, wanted: true, isAll: true),
        Quantified("anyTrue", whenNone: false, wanted: true, isAll: false),
        Quantified("allFalse", whenNone: true, wanted: false, isAll: true),
        Quantified("anyFalse", whenNone: false, wanted: false, isAll: false),
        PathFunction.Plain(
            "subsetOf",
            1,
            1,
            StaticType.Boolean,
            call => PathOperators.FromBoolean(IsSubset(call, call.Input, call.Arguments[0]))
        ),
        PathFunction.Plain(
            "supersetOf",
            1,
            1,
            StaticType.Boolean,
            call => PathOperators.FromBoolean(IsSubset(call, call.Arguments[0], call.Input))
        ),
        PathFunction.Plain(
            "isDistinct",
            0,
            0,
            StaticType.Boolean,
            call =>
                PathOperators.FromBoolean(CombiningFunctions.Distinct(call.Evaluation, call.Input, call.Position).Count == call.Input.Count)
        ),
        PathFunction.Plain(
            "distinct",
            0,
            0,
            input => input,
            call => CombiningFunctions.Distinct(call.Evaluation, call.Input, call.Position)
        ),
    ];

    static Compiled Exists(CallSite site)
    {
        var input = site.Input.Run;
        if (site.Count == 0)
            return new((in scope) => PathOperators.FromBoolean(!input(scope).IsEmpty), StaticType.Boolean);
        var (criteria, position) = (site.Lambda(0).Run, site.Call.Position);
        return new(
            (in scope) =>
            {
                var (items, index) = (input(scope), 0L);
                foreach (var item in items)
                {
                    scope.Evaluation.Step(position);
                    if (
                        Singleton.Boolean(
                            criteria(scope with { This = PathItems.One(item), Index = index++ }),
                            "The condition of exists",
                            position
                        ) == true
                    )
                        return PathOperators.FromBoolean(true);
                }

                return PathOperators.FromBoolean(false);
            },
            StaticType.Boolean
        );
    }

    static Compiled AllOf(CallSite site)
    {
        var (input, criteria, position) = (site.Input.Run, site.Lambda(0).Run, site.Call.Position);
        return new(
            (in scope) =>
            {
                var (items, index) = (input(scope), 0L);
                foreach (var item in items)
                {
                    scope.Evaluation.Step(position);
                    if (
                        Singleton.Boolean(
                            criteria(scope with { This = PathItems.One(item), Index = index++ }),
                            "The condition of all",
                            position
                        ) != true
                    )
                        return PathOperators.FromBoolean(false);
                }

                return PathOperators.FromBoolean(true);
            },
            StaticType.Boolean
        );
    }

    static PathFunction Quantified(string name, bool whenNone, bool wanted, bool isAll) =>
        PathFunction.Plain(
            name,
            0,
            0,
            StaticType.Boolean,
            call =>
            {
                var found = whenNone;
                foreach (var item in call.Input)
                {
                    if (Singleton.Value(item) is not bool value)
                        throw call.Wrong(item, "true or false throughout");
                    if (isAll ? value != wanted : value == wanted)
                        found = !isAll;
                }

                return PathOperators.FromBoolean(found);
            }
        );

    static bool IsSubset(PlainCall call, in PathItems some, in PathItems all)
    {
        foreach (var item in some)
        {
            call.Evaluation.Step(call.Position, all.Count);
            if (!Equality.Holds(all, item))
                return false;
        }

        return true;
    }
}
