using ReferralHub.Fhir.FhirPath.Operators;
using ReferralHub.Fhir.FhirPath.Syntax;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>A function of FHIRPath: how many arguments it takes, and how a call of it is compiled.</summary>
sealed record PathFunction(string Name, int LeastArguments, int MostArguments, Func<CallSite, Compiled> Compile)
{
    /// <summary>A function of its input and the values of its arguments, which are worked out where the call stands.</summary>
    public static PathFunction Plain(string name, int least, int most, StaticType result, PlainBody body) =>
        Plain(name, least, most, _ => result, body);

    public static PathFunction Plain(string name, int least, int most, Func<StaticType, StaticType> result, PlainBody body) =>
        new(
            name,
            least,
            most,
            site =>
            {
                var input = site.Input.Run;
                var arguments = new Operation[site.Call.Arguments.Count];
                for (var i = 0; i < arguments.Length; i++)
                    arguments[i] = site.Argument(i).Run;
                var call = new CallInfo(name, site.Call.Position);
                return new(
                    (in scope) =>
                    {
                        var items = input(scope);
                        scope.Evaluation.Step(call.Position);
                        var values = arguments.Length == 0 ? [] : new PathItems[arguments.Length];
                        for (var i = 0; i < values.Length; i++)
                            values[i] = arguments[i](scope);
                        return body(new(call, scope.Evaluation, items, values));
                    },
                    result(site.Input.Type)
                );
            }
        );

    /// <summary>A function of one text; empty of nothing.</summary>
    public static PathFunction OnText(string name, int least, int most, StaticType result, Func<string, PlainCall, object?> body) =>
        Plain(
            name,
            least,
            most,
            result,
            call => call.InputText() is { } text && !call.IsAnyArgumentEmpty ? Result(body(text, call)) : PathItems.Empty
        );

    static PathItems Result(object? value) => value is PathItems items ? items : PathItems.One(value);
}

delegate PathItems PlainBody(PlainCall call);

sealed record CallInfo(string Name, int Position);

/// <summary>A call under way: input and arguments are worked out.</summary>
readonly record struct PlainCall(CallInfo Info, Evaluation Evaluation, PathItems Input, PathItems[] Arguments)
{
    public int Position => Info.Position;

    public bool IsAnyArgumentEmpty => Array.Exists(Arguments, a => a.IsEmpty);

    public object? InputItem() => Singleton.Item(Input, $"The input of {Info.Name}", Position);

    public string? InputText() => Singleton.Text(Input, $"The input of {Info.Name}", Position);

    public string? Text(int argument) => argument < Arguments.Length ? Singleton.Text(Arguments[argument], Name(argument), Position) : null;

    public long? Integer(int argument) =>
        argument < Arguments.Length ? Singleton.Integer(Arguments[argument], Name(argument), Position) : null;

    public decimal? Decimal(int argument) =>
        argument < Arguments.Length ? Singleton.Decimal(Arguments[argument], Name(argument), Position) : null;

    public PathException Wrong(object item, string wanted) => Singleton.Wrong(item, wanted, $"The input of {Info.Name}", Position);

    string Name(int argument) => $"Argument {argument + 1} of {Info.Name}";
}

/// <summary>A call as it stands in the expression, while it is compiled.</summary>
/// <param name="Context">What is known of <c>$this</c> where the call stands.</param>
sealed record CallSite(PathCompiler Compiler, CallSyntax Call, Compiled Input, StaticType Context)
{
    public int Count => Call.Arguments.Count;

    /// <summary>An argument that is worked out where the call stands.</summary>
    public Compiled Argument(int index) => Compiler.Compile(Call.Arguments[index], Context);

    /// <summary>An argument that is worked out for each item of the input.</summary>
    public Compiled Lambda(int index, StaticType? item = null) =>
        Compiler.Compile(Call.Arguments[index], (item ?? Input.Type) with { IsUnordered = false });
}

/// <summary>All functions by name.</summary>
static class PathFunctions
{
    public static IReadOnlyDictionary<string, PathFunction> All { get; } =
        new PathFunction[][]
        {
            ExistenceFunctions.All,
            FilteringFunctions.All,
            SubsettingFunctions.All,
            CombiningFunctions.All,
            ConversionFunctions.All,
            TextFunctions.All,
            MathFunctions.All,
            TreeFunctions.All,
            UtilityFunctions.All,
            BoundaryFunctions.All,
            TypeFunctions.All,
            FhirFunctions.All,
        }
            .SelectMany(f => f)
            .ToDictionary(f => f.Name, StringComparer.Ordinal);
}
