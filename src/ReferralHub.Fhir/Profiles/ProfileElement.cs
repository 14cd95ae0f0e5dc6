using System.Text.Json;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Profiles;

/// <summary>
/// How strictly a coded element is held to a value set. Preferred and example bindings ask for nothing that could be
/// checked.
/// </summary>
public enum BindingStrength
{
    /// <summary>A code from elsewhere is an error.</summary>
    Required,

    /// <summary>A code from elsewhere is a warning: it is allowed only where the value set has none that fits.</summary>
    Extensible,
}

/// <summary>A binding that can be checked.</summary>
public sealed record ProfileBinding(BindingStrength Strength, string ValueSet);

/// <summary>One of the types that a profile leaves to an element.</summary>
/// <param name="Profiles">The value must conform to one of these; empty for no demand.</param>
/// <param name="TargetProfiles">Of references: what they point to must conform to one of these; empty for no demand.</param>
public sealed record ProfileTypeUse(string Code, IReadOnlyList<string> Profiles, IReadOnlyList<string> TargetProfiles);

/// <summary>How an item finds its slice.</summary>
public enum DiscriminatorKind
{
    Value,
    Pattern,
    Type,
    Exists,
    Profile,
}

/// <summary>What slices of an element are told apart by.</summary>
/// <param name="Path">The restricted FHIRPath of R4 §5.1.0.7.</param>
public sealed record Discriminator(DiscriminatorKind Kind, string Path);

/// <summary>What becomes of items that are in no slice.</summary>
public enum SlicingRules
{
    Open,
    Closed,
    OpenAtEnd,
}

/// <summary>That an element is sliced, and how.</summary>
public sealed record Slicing(IReadOnlyList<Discriminator> Discriminators, SlicingRules Rules, bool IsOrdered);

/// <summary>
/// What a profile says of one element beyond R4. Only elements that a profile says something of are there, so that a check
/// visits nothing in vain. A slice holds what is said of it alone; what is said of the whole element holds for its items too.
/// </summary>
public sealed class ProfileElement
{
    internal ProfileElement(string path, string name, string? sliceName) => (Path, Name, SliceName) = (path, name, sliceName);

    /// <summary>Path as a profile writes it, slices with a colon: <c>Patient.identifier:nhsNumber.system</c>.</summary>
    public string Path { get; }

    /// <summary>Name within its parent, without <c>[x]</c>.</summary>
    public string Name { get; }

    /// <summary>Name of the slice; null for the element as a whole.</summary>
    public string? SliceName { get; }

    /// <summary>Whether this is what the profile says of the whole resource or value.</summary>
    public bool IsRoot => SliceName is null && !Path.Contains('.', StringComparison.Ordinal);

    /// <summary>Least number; null when the profile asks for no more than R4 does.</summary>
    public int? Min { get; internal set; }

    /// <summary>Greatest number; null when the profile allows as many as R4 does.</summary>
    public int? Max { get; internal set; }

    /// <summary>The types left; null when they are those of R4.</summary>
    public IReadOnlyList<ProfileTypeUse>? Types { get; internal set; }

    /// <summary>The value must be exactly this.</summary>
    public JsonElement? Fixed { get; internal set; }

    /// <summary>The value must hold at least this.</summary>
    public JsonElement? Pattern { get; internal set; }

    public JsonElement? MinValue { get; internal set; }

    public JsonElement? MaxValue { get; internal set; }

    /// <summary>Most characters of a text.</summary>
    public int? LengthMax { get; internal set; }

    public ProfileBinding? Binding { get; internal set; }

    public List<SchemaConstraint> Constraints { get; private init; } = [];

    public Slicing? Slicing { get; internal set; }

    /// <summary>Elements below it that the profile says something of.</summary>
    public List<ProfileElement> Children { get; private init; } = [];

    public List<ProfileElement> Slices { get; private init; } = [];

    public ProfileElement? Child(string name) => Children.Find(c => c.Name == name);

    internal bool SaysNothing =>
        Min is null
        && Max is null
        && Types is null
        && Fixed is null
        && Pattern is null
        && MinValue is null
        && MaxValue is null
        && LengthMax is null
        && Binding is null
        && Constraints.Count == 0
        && Children.Count == 0
        && Slices.Count == 0
        && Slicing is not { Rules: not SlicingRules.Open };

    /// <summary>A copy that can be changed without touching this one.</summary>
    internal ProfileElement Copy() =>
        new(Path, Name, SliceName)
        {
            Min = Min,
            Max = Max,
            Types = Types,
            Fixed = Fixed,
            Pattern = Pattern,
            MinValue = MinValue,
            MaxValue = MaxValue,
            LengthMax = LengthMax,
            Binding = Binding,
            Slicing = Slicing,
            Constraints = [.. Constraints],
            Children = [.. Children.Select(c => c.Copy())],
            Slices = [.. Slices.Select(s => s.Copy())],
        };

    /// <summary>Takes out what says nothing; slices stay, because items are told apart by them.</summary>
    internal void Prune()
    {
        foreach (var slice in Slices)
            slice.Prune();
        foreach (var child in Children)
            child.Prune();
        Children.RemoveAll(c => c.SaysNothing);
    }

    public override string ToString() => Path;
}

/// <summary>Where an extension may stand (StructureDefinition.context).</summary>
/// <param name="Type">fhirpath, element or extension.</param>
public sealed record ExtensionContext(string Type, string Expression);

/// <summary>A profile or extension, ready to check against.</summary>
/// <param name="Url">Canonical URL.</param>
/// <param name="Type">The R4 type that it is about.</param>
/// <param name="Root">What it says, what its bases say included.</param>
/// <param name="IsModifier">Of an extension: it changes the meaning of what it stands in.</param>
/// <param name="MissingBase">Canonical URL of a base that is not at hand; null when all are. What it asks for is not checked.</param>
public sealed record Profile(
    string Url,
    string Name,
    SchemaType Type,
    ProfileElement Root,
    IReadOnlyList<ExtensionContext> Contexts,
    bool IsModifier,
    string? MissingBase
)
{
    public override string ToString() => Name;
}
