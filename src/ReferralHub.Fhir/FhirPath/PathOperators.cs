using ReferralHub.Fhir.FhirPath.Functions;
using ReferralHub.Fhir.FhirPath.Operators;
using ReferralHub.Fhir.FhirPath.Syntax;

namespace ReferralHub.Fhir.FhirPath;

/// <summary>Operations of the binary operators (FHIRPath N1 §6).</summary>
static class PathOperators
{
    static readonly PathItems True = PathItems.One(true);
    static readonly PathItems False = PathItems.One(false);

    public static PathItems FromBoolean(bool? value) =>
        value switch
        {
            true => True,
            false => False,
            null => PathItems.Empty,
        };

    public static Compiled Compile(BinarySyntax syntax, Compiled left, Compiled right)
    {
        var (a, b, name, position) = (left.Run, right.Run, syntax.Operator, syntax.Position);
        return name switch
        {
            "=" => Boolean((in scope) => FromBoolean(Equality.Equal(a(scope), b(scope)))),
            "!=" => Boolean((in scope) => FromBoolean(!Equality.Equal(a(scope), b(scope)))),
            "~" => Boolean((in scope) => FromBoolean(Equality.Equivalent(a(scope), b(scope)))),
            "!~" => Boolean((in scope) => FromBoolean(!Equality.Equivalent(a(scope), b(scope)))),
            "<" => Boolean((in scope) => FromBoolean(Comparison.Compare(a(scope), b(scope), position) is { } order ? order < 0 : null)),
            "<=" => Boolean((in scope) => FromBoolean(Comparison.Compare(a(scope), b(scope), position) is { } order ? order <= 0 : null)),
            ">" => Boolean((in scope) => FromBoolean(Comparison.Compare(a(scope), b(scope), position) is { } order ? order > 0 : null)),
            ">=" => Boolean((in scope) => FromBoolean(Comparison.Compare(a(scope), b(scope), position) is { } order ? order >= 0 : null)),
            "and" => Boolean((in scope) => And(a, b, scope, position)),
            "or" => Boolean((in scope) => Or(a, b, scope, position)),
            "xor" => Boolean(
                (in scope) => FromBoolean(Truth(a(scope), position) is { } x && Truth(b(scope), position) is { } y ? x != y : null)
            ),
            "implies" => Boolean((in scope) => Implies(a, b, scope, position)),
            "in" => Boolean((in scope) => In(scope, a(scope), b(scope), position)),
            "contains" => Boolean((in scope) => In(scope, b(scope), a(scope), position)),
            "&" => new(
                (in scope) =>
                    PathItems.One(
                        (Singleton.Text(a(scope), "The left side of &", position) ?? "")
                            + (Singleton.Text(b(scope), "The right side of &", position) ?? "")
                    ),
                StaticType.Text
            ),
            "|" => new(
                (in scope) => CombiningFunctions.Union(scope.Evaluation, a(scope), b(scope), position),
                StaticType.Either(left.Type, right.Type)
            ),
            _ => new((in scope) => Arithmetic.Compute(name, a(scope), b(scope), position), StaticType.Any),
        };
    }

    static Compiled Boolean(Operation run) => new(run, StaticType.Boolean);

    static bool? Truth(in PathItems items, int position) => Singleton.Boolean(items, "A condition", position);

    // Three-valued logic: what is unknown decides nothing, and what the other side decides needs no more.

    static PathItems And(Operation a, Operation b, in PathScope scope, int position)
    {
        var left = Truth(a(scope), position);
        if (left == false)
            return False;
        var right = Truth(b(scope), position);
        return right == false ? False : FromBoolean(left is null || right is null ? null : true);
    }

    static PathItems Or(Operation a, Operation b, in PathScope scope, int position)
    {
        var left = Truth(a(scope), position);
        if (left == true)
            return True;
        var right = Truth(b(scope), position);
        return right == true ? True : FromBoolean(left is null || right is null ? null : false);
    }

    static PathItems Implies(Operation a, Operation b, in PathScope scope, int position)
    {
        var left = Truth(a(scope), position);
        if (left == false)
            return True;
        var right = Truth(b(scope), position);
        return right == true ? True : FromBoolean(left is null || right is null ? null : false);
    }

    static PathItems In(in PathScope scope, in PathItems item, in PathItems collection, int position)
    {
        if (item.IsEmpty)
            return PathItems.Empty;
        if (item.Count > 1)
            throw new PathException($"What is looked for must be one value, and there are {item.Count}.", position);
        scope.Evaluation.Step(position, collection.Count);
        return FromBoolean(Equality.Holds(collection, item[0]));
    }
}
