using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath;

/// <summary>What an evaluation may know beside the resource, and how much it may cost.</summary>
public sealed record PathEnvironment
{
    /// <summary>Nothing but the resource. <c>now()</c> is not known here and gives an error.</summary>
    public static PathEnvironment None { get; } = new();

    /// <summary>What <c>now()</c>, <c>today()</c> and <c>timeOfDay()</c> answer; the same throughout one evaluation.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Values of <c>%name</c>, beside those that FHIR gives.</summary>
    public IReadOnlyDictionary<string, PathItems>? Variables { get; init; }

    /// <summary>Values of <c>%name</c> that are made when an expression asks for them; null for none of that name.</summary>
    public Func<string, PathItems?>? Lookup { get; init; }

    /// <summary>Finds what <c>resolve()</c> asks for when it is not in the document; null for not found.</summary>
    public Func<string, PathNode?>? Resolver { get; init; }

    /// <summary>Answers <c>conformsTo(url)</c>; null when the profile is not known.</summary>
    public Func<PathNode, string, bool?>? ConformsTo { get; init; }

    /// <summary>Answers <c>memberOf(url)</c> for a code, Coding or CodeableConcept; null when the value set is not at hand.</summary>
    public Func<object, string, bool?>? MemberOf { get; init; }

    /// <summary>Is told what <c>trace()</c> sees.</summary>
    public Action<string, PathItems>? Trace { get; init; }

    /// <summary>What <c>%resource</c> stands for, where it is not the nearest resource that the context is or stands in.</summary>
    internal PathNode? Resource { get; init; }

    /// <summary>Most steps of one evaluation, so that none can go on for ever. Default 1,000,000.</summary>
    public int StepsMax { get; init; } = 1_000_000;

    /// <summary>Most items of one collection. Default 100,000.</summary>
    public int ItemsMax { get; init; } = 100_000;
}

/// <summary>One evaluation under way.</summary>
sealed class Evaluation(PathEnvironment environment, Schema.R4Schema schema, PathNode? context)
{
    int steps;

    public PathEnvironment Environment { get; } = environment;

    public Schema.R4Schema Schema { get; } = schema;

    public PathNode? Context { get; } = context;

    public PathTime Now(int position) =>
        PathTime.FromInstant(Environment.Now ?? throw new PathException("The time is not known here.", position));

    public void Step(int position, int count = 1)
    {
        Context?.Document.Work.Step(count);
        if ((steps += count) > Environment.StepsMax)
            throw new PathException(
                FormattableString.Invariant($"The expression takes more than {Environment.StepsMax:N0} steps on this resource."),
                position
            );
    }

    public PathItems Checked(ItemList items, int position)
    {
        if (items.Count > Environment.ItemsMax)
            throw new PathException(FormattableString.Invariant($"A collection has more than {Environment.ItemsMax:N0} items."), position);
        return PathItems.FromList(items);
    }
}

/// <summary>What an operation sees: the evaluation, and the context it stands in.</summary>
/// <param name="This"><c>$this</c>: an item within <c>where()</c> and its like, else where the evaluation began.</param>
readonly record struct PathScope(Evaluation Evaluation, PathItems This, long Index = -1, PathItems Total = default);

/// <summary>A compiled piece of an expression.</summary>
delegate PathItems Operation(in PathScope scope);
