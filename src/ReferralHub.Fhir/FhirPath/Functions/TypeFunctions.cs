using ReferralHub.Fhir.FhirPath.Syntax;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>
/// <c>is</c>, <c>as</c>, <c>ofType</c>, <c>type</c> (FHIRPath N1 §6.3 and §10). A name without namespace is a type of FHIR
/// before it is one of System. <c>is</c> knows derived types; <c>as</c> and <c>ofType</c> take a primitive only as what it is,
/// so that a code is no string.
/// </summary>
static class TypeFunctions
{
    static readonly string[] SystemTypes = ["Any", "Boolean", "String", "Integer", "Decimal", "Date", "DateTime", "Time", "Quantity"];

    public static PathFunction[] All { get; } =
    [
        new("is", 1, 1, site => Is(site.Compiler, site.Input, Name(site, 0), site.Call.Position)),
        new("as", 1, 1, site => As(site.Compiler, site.Input, Name(site, 0), site.Call.Position)),
        new("ofType", 1, 1, site => OfType(site.Compiler, site.Input, Name(site, 0), site.Call.Position)),
        PathFunction.Plain(
            "type",
            0,
            0,
            StaticType.Any,
            call =>
            {
                var into = new ItemList();
                foreach (var item in call.Input)
                    into.Add(PathTypeInfo.Describe(item));
                return PathItems.FromList(into);
            }
        ),
    ];

    public static bool IsSystem(string name) => SystemTypes.Contains(name);

    public static Compiled Operator(PathCompiler compiler, TypeSyntax syntax, StaticType context)
    {
        var operand = compiler.Compile(syntax.Operand, context);
        return syntax.Operator == "is"
            ? Is(compiler, operand, syntax.Type, syntax.Position)
            : As(compiler, operand, syntax.Type, syntax.Position);
    }

    static Compiled Is(PathCompiler compiler, Compiled operand, TypeName name, int position)
    {
        compiler.Checked(name, position);
        var run = operand.Run;
        return new(
            (in scope) =>
            {
                var items = run(scope);
                if (items.Count > 1)
                    throw new PathException($"is looks at one value, and there are {items.Count}.", position);
                return items.IsEmpty ? PathItems.Empty : PathOperators.FromBoolean(IsA(items[0], name));
            },
            StaticType.Boolean
        );
    }

    static Compiled As(PathCompiler compiler, Compiled operand, TypeName name, int position)
    {
        var filter = OfType(compiler, operand, name, position);
        // The R4 search parameters use "as" on collections (R4 §2.1.9.1.9), so only strict expressions are held to one value.
        if (!compiler.IsStrict)
            return filter;
        var run = operand.Run;
        return filter with
        {
            Run = (in scope) =>
                run(scope) is { Count: > 1 and var count }
                    ? throw new PathException($"as looks at one value, and there are {count}; use ofType for more.", position)
                    : filter.Run(scope),
        };
    }

    static Compiled OfType(PathCompiler compiler, Compiled operand, TypeName name, int position)
    {
        compiler.Checked(name, position);
        var run = operand.Run;
        return new(
            (in scope) =>
            {
                var items = run(scope);
                var into = new ItemList();
                foreach (var item in items)
                    if (IsExactly(item, name))
                        into.Add(item);
                return PathItems.FromList(into);
            },
            StaticType.OfName(name, compiler.Schema)
        );
    }

    static bool IsA(object item, TypeName name) =>
        item switch
        {
            PathNode node => name.Namespace != "System" && (node.Type?.IsA(name.Name) ?? false),
            _ => name.Namespace != "FHIR" && (name.Name == "Any" || PathTypeInfo.Describe(item).Name == name.Name),
        };

    static bool IsExactly(object item, TypeName name) =>
        IsA(item, name) && (item is not PathNode { Type.Kind: SchemaKind.Primitive } node || node.Type!.Name == name.Name);

    /// <summary>A type given as an argument is written like a path.</summary>
    static TypeName Name(CallSite site, int argument) =>
        site.Call.Arguments[argument] switch
        {
            MemberSyntax { Target: null } simple => new(null, simple.Name),
            MemberSyntax { Target: MemberSyntax { Target: null, Name: "FHIR" or "System" } space } qualified => new(
                space.Name,
                qualified.Name
            ),
            var other => throw new PathException($"{site.Call.Name} takes the name of a type.", other.Position),
        };
}
