using System.Text;
using ReferralHub.Fhir.FhirPath.Functions;
using ReferralHub.Fhir.FhirPath.Operators;
using ReferralHub.Fhir.FhirPath.Syntax;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.FhirPath;

/// <summary>Turns a parsed expression into delegates, and checks its names against the schema on the way when it is strict.</summary>
sealed class PathCompiler(R4Schema schema, bool isStrict, PathLibrary? library = null)
{
    public R4Schema Schema => schema;

    public bool IsStrict => isStrict;

    /// <param name="context">What is known of <c>$this</c> where the piece stands.</param>
    public Compiled Compile(PathSyntax syntax, StaticType context) =>
        syntax switch
        {
            LiteralSyntax literal => Literal(literal),
            MemberSyntax member => Member(member, context),
            CallSyntax call => Call(call, context),
            IndexerSyntax indexer => Indexer(indexer, context),
            SpecialSyntax special => Special(special, context),
            ConstantSyntax constant => Constant(constant),
            UnarySyntax unary => Unary(unary, context),
            BinarySyntax binary => Binary(binary, context),
            TypeSyntax type => TypeFunctions.Operator(this, type, context),
            _ => throw new InvalidOperationException($"No compilation for {syntax.GetType().Name}."),
        };

    /// <summary>The type a name stands for; an error when there is none.</summary>
    public TypeName Checked(TypeName type, int position)
    {
        var known = type.Namespace switch
        {
            "System" => true,
            "FHIR" => schema.Find(type.Name) is not null,
            _ => schema.Find(type.Name) is not null || TypeFunctions.IsSystem(type.Name),
        };
        return known ? type : throw new PathException($"There is no type {type}.", position);
    }

    static Compiled Literal(LiteralSyntax literal)
    {
        var items = PathItems.One(literal.Value);
        return new(
            (in scope) => items,
            literal.Value is null ? StaticType.Any : StaticType.OfSystem(PathTypeInfo.Describe(literal.Value).Name)
        );
    }

    Compiled Member(MemberSyntax member, StaticType context)
    {
        var (name, position) = (member.Name, member.Position);
        if (member.Target is null && char.IsAsciiLetterUpper(name[0]) && schema.Find(name) is { } named)
            return RootType(named, context, position);
        var target = member.Target is null ? new(static (in scope) => scope.This, context) : Compile(member.Target, context);
        var type = isStrict ? Element(target.Type, name, position) : Lenient(target.Type, name);
        var (run, anyName) = (target.Run, !isStrict);
        return new(
            (in scope) =>
            {
                var from = run(scope);
                if (from.IsEmpty)
                    return from;
                scope.Evaluation.Step(position, from.Count);
                var into = new ItemList();
                foreach (var item in from)
                {
                    if (item is PathNode node)
                        node.AddChildren(name, into, scope.Evaluation.Schema, anyName);
                    else if (item is PathTypeInfo info && name is "name" or "namespace")
                        into.Add(name == "name" ? info.Name : info.Namespace);
                }

                return scope.Evaluation.Checked(into, position);
            },
            type with
            {
                IsUnordered = target.Type.IsUnordered,
            }
        );
    }

    /// <summary>A path may begin with the type of what it is evaluated on (FHIRPath N1 §3.2): <c>Patient.name</c>.</summary>
    Compiled RootType(SchemaType named, StaticType context, int position)
    {
        if (isStrict && context.Types is { } types && !types.Any(t => t.IsA(named.Name)))
            throw new PathException($"The path begins with {named}, but what it is evaluated on is {context}.", position);
        return new(
            (in scope) =>
            {
                var into = new ItemList();
                foreach (var item in scope.This)
                    if (item is PathNode { Type: { } type } && type.IsA(named.Name))
                        into.Add(item);
                return PathItems.FromList(into);
            },
            StaticType.Unite([named])
        );
    }

    StaticType Element(StaticType from, string name, int position)
    {
        if (from.System is not null)
            throw new PathException($"{from.System} has no elements.", position);
        if (from.Types is null)
            return StaticType.Any;
        var found = Results(from.Types, name);
        if (found.Count > 0)
            return StaticType.Unite(found);
        var byChoice = from.Types.Select(t => t.Property(Encoding.UTF8.GetBytes(name))).FirstOrDefault(p => p is { IsShadow: false });
        throw new PathException(
            byChoice is null
                ? $"{from} has no element {name}{Near(from.Types, name)}"
                : $"{from} has no element {name}; a choice goes by its own name, here {byChoice.Element.Name}, or "
                    + $"{byChoice.Element.Name}.ofType({byChoice.Use.Name}).",
            position
        );
    }

    StaticType Lenient(StaticType from, string name) =>
        from.Types is { } types && Results(types, name) is { Count: > 0 } found ? StaticType.Unite(found) : StaticType.Any;

    List<SchemaType> Results(IReadOnlyList<SchemaType> types, string name) =>
        [
            .. types
                .SelectMany(t => t.Kind == SchemaKind.Primitive ? schema.Get("Element").Named(name) : t.Named(name))
                .Select(p => schema.Get(p.Use.Name)),
        ];

    static string Near(IReadOnlyList<SchemaType> types, string name) =>
        NearName.Find(name, types.SelectMany(t => t.Elements).Select(e => e.Name)) is { } near ? $"; did you mean {near}?" : ".";

    Compiled Call(CallSyntax call, StaticType context)
    {
        if ((PathFunctions.All.GetValueOrDefault(call.Name) ?? OfLibrary(call.Name)) is not { } function)
        {
            var near = NearName.Find(call.Name, PathFunctions.All.Keys.Concat(library?.Functions.Keys ?? []));
            var hint = near is null ? "." : $"; did you mean {near}?";
            throw new PathException($"There is no function {call.Name}{hint}", call.Position);
        }

        var count = call.Arguments.Count;
        if (count < function.LeastArguments || count > function.MostArguments)
        {
            var (least, most) = (function.LeastArguments, function.MostArguments);
            var taken = least == most ? $"{least}" : $"{least} to {most}";
            throw new PathException($"{call.Name} takes {taken} arguments, not {count}.", call.Position);
        }

        var input = call.Target is null ? new(static (in scope) => scope.This, context) : Compile(call.Target, context);
        return function.Compile(new(this, call, input, context));
    }

    Compiled Indexer(IndexerSyntax indexer, StaticType context)
    {
        var (from, index, position) = (Compile(indexer.Target, context), Compile(indexer.Index, context), indexer.Position);
        if (isStrict && from.Type.IsUnordered)
            throw Unordered(position);
        return new(
            (in scope) =>
            {
                var items = from.Run(scope);
                var at = Singleton.Integer(index.Run(scope), "An index", position);
                return at is >= 0 && at < items.Count ? PathItems.One(items[(int)at]) : PathItems.Empty;
            },
            from.Type
        );
    }

    public static PathException Unordered(int position) =>
        new("children() and descendants() come in no defined order, so none of them is the first or the last.", position);

    static Compiled Special(SpecialSyntax special, StaticType context) =>
        special.Name switch
        {
            "this" => new(static (in scope) => scope.This, context),
            "index" => new(static (in scope) => scope.Index < 0 ? PathItems.Empty : PathItems.One(scope.Index), StaticType.Integer),
            _ => new(static (in scope) => scope.Total, StaticType.Any),
        };

    PathFunction? OfLibrary(string name) =>
        library is null || !library.Functions.TryGetValue(name, out var known)
            ? null
            : PathFunction.Plain(
                name,
                known.Least,
                known.Most,
                StaticType.Any,
                call =>
                {
                    try
                    {
                        return known.Run(call.Evaluation.Environment, call.Input, call.Arguments);
                    }
                    catch (PathException e) when (e.Position < 0)
                    {
                        throw new PathException(e.Message, call.Position);
                    }
                }
            );

    Compiled Constant(ConstantSyntax constant)
    {
        var (name, position) = (constant.Name, constant.Position);
        var type = StaticType.Any;
        if (library is not null && !Constants.IsOfFhir(name))
        {
            if (!library.Variables.TryGetValue(name, out var typeName))
                throw new PathException(
                    "There is no variable "
                        + $"%{name}{(NearName.Find(name, library.Variables.Keys) is { } near ? $"; did you mean %{near}?" : ".")}",
                    position
                );
            if (typeName is not null)
                type = StaticType.Unite([schema.Find(typeName)!]);
        }

        return new(
            (in scope) => Constants.Find(scope.Evaluation, name) ?? throw new PathException($"%{name} has no value here.", position),
            type
        );
    }

    Compiled Unary(UnarySyntax unary, StaticType context)
    {
        var (operand, position) = (Compile(unary.Operand, context), unary.Position);
        var isMinus = unary.Operator == "-";
        return new(
            (in scope) =>
                Singleton.Item(operand.Run(scope), "What follows a sign", position) is { } value
                    ? PathItems.One(
                        isMinus ? Arithmetic.Negate(value, position) : Arithmetic.Negate(Arithmetic.Negate(value, position), position)
                    )
                    : PathItems.Empty,
            operand.Type
        );
    }

    Compiled Binary(BinarySyntax binary, StaticType context)
    {
        var (left, right) = (Compile(binary.Left, context), Compile(binary.Right, context));
        return PathOperators.Compile(binary, left, right);
    }
}
