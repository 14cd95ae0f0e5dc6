using ReferralHub.Fhir.FhirPath.Operators;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1 §5.2, <c>aggregate</c> (§7) and <c>sort</c>.</summary>
static class FilteringFunctions
{
    public static PathFunction[] All { get; } =
    [
        new("where", 1, 1, Where),
        new("select", 1, 1, Select),
        new("repeat", 1, 1, site => Repeat(site, onlyNew: true)),
        new("repeatAll", 1, 1, site => Repeat(site, onlyNew: false)),
        new("aggregate", 1, 2, Aggregate),
        new("sort", 0, 10, Sort),
    ];

    static Compiled Where(CallSite site)
    {
        var (input, criteria, position) = (site.Input.Run, site.Lambda(0).Run, site.Call.Position);
        return new(
            (in scope) =>
            {
                var (items, index, into) = (input(scope), 0L, new ItemList());
                foreach (var item in items)
                {
                    scope.Evaluation.Step(position);
                    if (
                        Singleton.Boolean(
                            criteria(scope with { This = PathItems.One(item), Index = index++ }),
                            "The condition of where",
                            position
                        ) == true
                    )
                        into.Add(item);
                }

                return PathItems.FromList(into);
            },
            site.Input.Type
        );
    }

    static Compiled Select(CallSite site)
    {
        var (input, projection, position) = (site.Input.Run, site.Lambda(0), site.Call.Position);
        return new(
            (in scope) =>
            {
                var (items, index, into) = (input(scope), 0L, new ItemList());
                foreach (var item in items)
                {
                    scope.Evaluation.Step(position);
                    into.AddRange(projection.Run(scope with { This = PathItems.One(item), Index = index++ }));
                }

                return scope.Evaluation.Checked(into, position);
            },
            projection.Type
        );
    }

    /// <summary>What the projection gives, and what it gives of that, until there is nothing (new).</summary>
    static Compiled Repeat(CallSite site, bool onlyNew)
    {
        // What comes out goes in again, so only what the projection gives of both is known.
        var first = site.Lambda(0);
        var (input, position) = (site.Input.Run, site.Call.Position);
        var projection = site.Compiler.IsStrict && first.Type.Types is not null ? Again(site, first) : first;
        return new(
            (in scope) =>
            {
                var into = new ItemList();
                var known = onlyNew ? new HashSet<object>(new ItemComparer(scope.Evaluation, position)) : null;
                var waiting = new Queue<object>(input(scope));
                while (waiting.TryDequeue(out var item))
                {
                    scope.Evaluation.Step(position);
                    foreach (var found in projection.Run(scope with { This = PathItems.One(item) }))
                    {
                        if (known is not null && !known.Add(found))
                            continue;
                        into.Add(found);
                        waiting.Enqueue(found);
                        if (into.Count > scope.Evaluation.Environment.ItemsMax)
                            return scope.Evaluation.Checked(into, position);
                    }
                }

                return PathItems.FromList(into);
            },
            first.Type
        );
    }

    /// <summary>An element that only the first or only the later level has is no mistake, so names are checked against either.</summary>
    static Compiled Again(CallSite site, Compiled first) => site.Lambda(0, StaticType.Either(site.Input.Type, first.Type));

    static Compiled Aggregate(CallSite site)
    {
        var (input, position) = (site.Input.Run, site.Call.Position);
        var step = site.Lambda(0).Run;
        var start = site.Count > 1 ? site.Argument(1).Run : null;
        return new(
            (in scope) =>
            {
                var (items, index) = (input(scope), 0L);
                var total = start is null ? PathItems.Empty : start(scope);
                foreach (var item in items)
                {
                    scope.Evaluation.Step(position);
                    total = step(scope with { This = PathItems.One(item), Index = index++, Total = total });
                }

                return total;
            },
            StaticType.Any
        );
    }

    /// <summary>By each key in turn; a minus before a key turns its order round.</summary>
    static Compiled Sort(CallSite site)
    {
        var (input, position) = (site.Input.Run, site.Call.Position);
        var keys = new (Operation Run, bool IsDown)[site.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var isDown = site.Call.Arguments[i] is Syntax.UnarySyntax { Operator: "-" };
            var key = site.Call.Arguments[i] is Syntax.UnarySyntax { Operator: "-" } minus ? minus.Operand : site.Call.Arguments[i];
            keys[i] = (site.Compiler.Compile(key, site.Input.Type with { IsUnordered = false }).Run, isDown);
        }

        return new(
            (in scope) =>
            {
                var items = input(scope);
                if (items.Count < 2)
                    return items;
                scope.Evaluation.Step(position, items.Count);
                var rows = new List<(object Item, PathItems[] Keys)>(items.Count);
                foreach (var item in items)
                {
                    var at = scope with { This = PathItems.One(item) };
                    var values = keys.Length == 0 ? [PathItems.One(item)] : new PathItems[keys.Length];
                    for (var i = 0; i < keys.Length; i++)
                        values[i] = keys[i].Run(at);
                    rows.Add((item, values));
                }

                var sorted = new ItemList();
                sorted.AddRange(
                    rows.Order(Comparer<(object Item, PathItems[] Keys)>.Create((a, b) => Compare(a.Keys, b.Keys, keys, position)))
                        .Select(r => r.Item)
                );
                return PathItems.FromList(sorted);
            },
            site.Input.Type with
            {
                IsUnordered = false,
            }
        );
    }

    static int Compare(PathItems[] a, PathItems[] b, (Operation Run, bool IsDown)[] keys, int position)
    {
        for (var i = 0; i < a.Length; i++)
        {
            // What is missing comes first, whichever way the rest goes.
            if (a[i].IsEmpty != b[i].IsEmpty)
                return a[i].IsEmpty ? -1 : 1;
            var order = Comparison.Compare(a[i], b[i], position) ?? 0;
            if (order != 0)
                return keys.Length > 0 && keys[i].IsDown ? -order : order;
        }

        return 0;
    }
}
