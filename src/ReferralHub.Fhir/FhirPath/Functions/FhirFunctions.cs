using System.Text.Json;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>What FHIR adds (R4 §2.1.9.1.5).</summary>
static class FhirFunctions
{
    const string BaseProfile = "http://hl7.org/fhir/StructureDefinition/";

    public static PathFunction[] All { get; } =
    [
        PathFunction.Plain("extension", 1, 1, StaticType.Unite([R4Schema.R4.Get("Extension")]), Extension),
        PathFunction.Plain(
            "hasValue",
            0,
            0,
            StaticType.Boolean,
            call => PathOperators.FromBoolean(call.Input.Count == 1 && HasValue(call.Input[0]))
        ),
        PathFunction.Plain(
            "getValue",
            0,
            0,
            StaticType.Any,
            call =>
                call.Input.Count == 1 && HasValue(call.Input[0]) ? PathItems.One(Operators.Singleton.Value(call.Input[0])) : PathItems.Empty
        ),
        PathFunction.Plain("resolve", 0, 0, StaticType.Any, Resolve),
        PathFunction.Plain("conformsTo", 1, 1, StaticType.Boolean, ConformsTo),
        PathFunction.Plain("memberOf", 1, 1, StaticType.Boolean, MemberOf),
        PathFunction.Plain(
            "htmlChecks",
            0,
            0,
            StaticType.Boolean,
            call => PathOperators.FromBoolean(call.InputText() is not { } text || NarrativeText.IsSafe(text))
        ),
    ];

    static PathItems Extension(PlainCall call)
    {
        if (call.Text(0) is not { } url)
            return PathItems.Empty;
        var into = new ItemList();
        foreach (var item in call.Input)
        {
            if (item is not PathNode node)
                continue;
            var all = new ItemList();
            node.AddChildren("extension", all, call.Evaluation.Schema, anyName: false);
            foreach (var extension in all)
                if (
                    extension is PathNode { Json: var json }
                    && json.TryGetProperty("url"u8, out var name)
                    && name.ValueKind == JsonValueKind.String
                    && name.ValueEquals(url)
                )
                    into.Add(extension);
        }

        return PathItems.FromList(into);
    }

    static bool HasValue(object item) => item is not PathNode node || (node.IsPrimitive && node.Value is not null);

    /// <summary>
    /// The resources that references point to: contained, in the same Bundle, or found by the environment. What is not
    /// found is left out, because resolve() may not fail.
    /// </summary>
    static PathItems Resolve(PlainCall call)
    {
        var into = new ItemList();
        foreach (var item in call.Input)
        {
            call.Evaluation.Step(call.Position);
            if (Target(item, call.Evaluation) is { } found)
                into.Add(found);
        }

        return PathItems.FromList(into);
    }

    static PathNode? Target(object item, Evaluation evaluation)
    {
        var node = item as PathNode;
        var isReference = node?.Json.ValueKind == JsonValueKind.Object;
        var uri = isReference ? node!.Node["reference"].Text : Operators.Singleton.Value(item) as string;
        if (node is not null)
        {
            if (node.Resource() is not { } holder)
                return null;
            var outer = holder.Parent?.Resource() ?? holder;
            var found =
                isReference ? node.Document.Resolve(node.Node, holder.Node, outer.Node)
                : uri is null ? default
                : node.Document.FindTarget(uri, holder.Node, outer.Node);
            if (found.Exists)
                return PathNode.OfResource(
                    node.Document,
                    found.Json,
                    evaluation.Schema,
                    uri is not null && uri.StartsWith('#') ? outer : null
                );
        }

        return uri is null ? null : evaluation.Environment.Resolver?.Invoke(uri);
    }

    static PathItems ConformsTo(PlainCall call)
    {
        if (call.InputItem() is not { } item || call.Text(0) is not { } url)
            return PathItems.Empty;
        if (item is not PathNode node)
            throw call.Wrong(item, "an element");
        if (call.Evaluation.Environment.ConformsTo?.Invoke(node, url) is { } answer)
            return PathOperators.FromBoolean(answer);
        if (url.StartsWith(BaseProfile, StringComparison.Ordinal) && call.Evaluation.Schema.Find(url[BaseProfile.Length..]) is { } type)
            return PathOperators.FromBoolean(node.Type?.IsA(type.Name) ?? false);
        throw new PathException($"The profile {url} is not known here.", call.Position);
    }

    static PathItems MemberOf(PlainCall call)
    {
        if (call.Input.IsEmpty || call.Text(0) is not { } url)
            return PathItems.Empty;
        if (call.Input.Count > 1)
            throw new PathException($"memberOf looks at one value, and there are {call.Input.Count}.", call.Position);
        return call.Evaluation.Environment.MemberOf?.Invoke(call.Input[0], url) is { } answer
            ? PathOperators.FromBoolean(answer)
            : throw new PathException($"The value set {url} is not at hand.", call.Position);
    }
}
