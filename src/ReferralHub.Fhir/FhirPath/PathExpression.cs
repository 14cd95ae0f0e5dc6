using System.Collections.Concurrent;
using ReferralHub.Fhir.FhirPath.Operators;
using ReferralHub.Fhir.FhirPath.Syntax;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.FhirPath;

/// <summary>
/// A compiled FHIRPath expression (normative release 2.0 with the functions of R4). Immutable, and for use from any thread.
/// </summary>
public sealed class PathExpression
{
    const int CacheMax = 5_000;
    static readonly ConcurrentDictionary<(string Text, string? ContextType, bool IsStrict), PathExpression> Cache = new();

    readonly Operation run;

    PathExpression(string text, Operation run) => (Text, this.run) = (text, run);

    public string Text { get; }

    /// <summary>Reads and compiles an expression.</summary>
    /// <param name="contextType">Type it will be evaluated on, such as <c>ServiceRequest</c> or <c>Patient.contact</c>; null
    /// when it is not known.</param>
    /// <param name="isStrict">
    /// An element that the type does not have is an error, as is taking the first of what has no order. Otherwise it has no
    /// value, and choices may go by their JSON names (<c>valueQuantity</c>) too.
    /// </param>
    /// <param name="library">What it may use beside FHIRPath; null for nothing.</param>
    /// <exception cref="PathException">The expression cannot be read; its position is that of the fault.</exception>
    public static PathExpression Compile(string text, string? contextType = null, bool isStrict = true, PathLibrary? library = null)
    {
        var schema = R4Schema.R4;
        var context = contextType is null
            ? StaticType.Any
            : StaticType.Unite([schema.Find(contextType) ?? throw new PathException($"R4 has no type {contextType}.", 0)]);
        return new(text, new PathCompiler(schema, isStrict, library).Compile(PathParser.Parse(text), context).Run);
    }

    /// <summary>As <see cref="Compile"/>, but each expression only once.</summary>
    public static PathExpression Get(string text, string? contextType = null, bool isStrict = true)
    {
        var key = (text, contextType, isStrict);
        if (Cache.TryGetValue(key, out var known))
            return known;
        var made = Compile(text, contextType, isStrict);
        // Expressions come from rules and definitions, which are few. Whoever brings thousands gets them compiled each time.
        if (Cache.Count < CacheMax)
            Cache[key] = made;
        return made;
    }

    /// <summary>The result on a whole document.</summary>
    /// <exception cref="PathException">It cannot be evaluated on this resource, or costs more than the environment allows.</exception>
    public PathItems Evaluate(FhirDocument document, PathEnvironment? environment = null) =>
        Evaluate(PathNode.Root(document, R4Schema.R4), environment);

    /// <summary>The result on nothing, of expressions that need no resource.</summary>
    public PathItems Evaluate(PathEnvironment environment) => run(new(new(environment, R4Schema.R4, null), PathItems.Empty));

    /// <summary>The result on one element.</summary>
    public PathItems Evaluate(PathNode context, PathEnvironment? environment = null)
    {
        var scope = new PathScope(new(environment ?? PathEnvironment.None, R4Schema.R4, context), PathItems.One(context));
        return run(scope);
    }

    /// <summary>The result as a condition: true, false, or null for unknown. A single value that is no boolean is true.</summary>
    public bool? IsTrue(PathNode context, PathEnvironment? environment = null) =>
        Singleton.Boolean(Evaluate(context, environment), "The condition", 0);

    /// <summary>As a condition on nothing but the variables of the environment.</summary>
    public bool? IsTrue(PathEnvironment environment) => Singleton.Boolean(Evaluate(environment), "The condition", 0);

    public override string ToString() => Text;
}
