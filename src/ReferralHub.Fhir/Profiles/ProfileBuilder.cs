using System.Globalization;
using System.Text.Json;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Profiles;

/// <summary>Puts ElementDefinitions, of a snapshot or a differential, into the tree of a profile.</summary>
sealed class ProfileBuilder(string url, SchemaType type, ProfileElement root)
{
    /// <summary>The slice that is open at a path, for definitions whose elements have no id.</summary>
    readonly Dictionary<string, string> slices = new(StringComparer.Ordinal);

    public void Add(FhirNode definition)
    {
        var path = definition["path"].Text ?? throw new DefinitionException($"{url} has an element without a path.");
        var id = Id(definition, path);
        var segments = id.Split('.');
        if (segments.Length == 1)
        {
            Fill(root, definition, type, null);
            return;
        }

        var (at, owners, used) = (root, new List<SchemaType> { type }, (SchemaElement?)null);
        for (var i = 1; i < segments.Length; i++)
        {
            var (name, slice) = Split(segments[i]);
            if (owners.TrueForAll(o => o.Kind == SchemaKind.Primitive) && name == "value")
                return;
            var (element, only) =
                owners.Select(o => Find(o, name)).FirstOrDefault(f => f is not null)
                ?? throw new DefinitionException($"{url} says something of {path}, but {owners[0]} has no element {name}.");
            at = GetOrAdd(at, element.Name, string.Join('.', segments[..i]), only, slice);
            used = element;
            owners =
                only is not null ? [only]
                : TypeOf(at, slice) is { } sliced ? [sliced]
                : [.. element.Types.Select(t => R4Schema.R4.Get(t.Name))];
        }

        Fill(at, definition, owners[0], used);
    }

    /// <summary>The id, or one made from path and slice names, which is what an id is.</summary>
    string Id(FhirNode definition, string path)
    {
        if (definition["id"].Text is { } id && id.Split('.').Length == path.Split('.').Length)
            return id;
        var name = definition["sliceName"].Text;
        foreach (var open in slices.Keys.Where(k => k == path || k.StartsWith(path + ".", StringComparison.Ordinal)).ToList())
            slices.Remove(open);
        if (name is not null)
            slices[path] = name;
        var parts = path.Split('.');
        for (var i = parts.Length; i > 0; i--)
            if (slices.TryGetValue(string.Join('.', path.Split('.')[..i]), out var slice))
                parts[i - 1] += $":{slice}";
        return string.Join('.', parts);
    }

    static (string Name, string? Slice) Split(string segment)
    {
        var colon = segment.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (segment, null) : (segment[..colon], segment[(colon + 1)..]);
    }

    /// <summary>The element, and its type when the name says one (<c>valueQuantity</c>).</summary>
    static (SchemaElement Element, SchemaType? Only)? Find(SchemaType owner, string name)
    {
        // A primitive has an id and extensions too.
        if (owner.Kind == SchemaKind.Primitive)
            owner = R4Schema.R4.Get("Element");
        var plain = name.EndsWith("[x]", StringComparison.Ordinal) ? name[..^3] : name;
        if (owner.Named(plain) is [var first, ..])
            return (first.Element, null);
        return owner.Property(System.Text.Encoding.UTF8.GetBytes(name)) is { IsShadow: false } property
            ? (property.Element, property.Type)
            : null;
    }

    /// <summary>The type of a slice of a choice, by its own types or by its name, which is by custom that of the JSON property.</summary>
    static SchemaType? TypeOf(ProfileElement element, string? slice)
    {
        if (element.Types is [var only])
            return R4Schema.R4.Find(only.Code);
        return slice is not null && slice.StartsWith(element.Name, StringComparison.Ordinal) ? ByName(slice[element.Name.Length..]) : null;
    }

    static SchemaType? ByName(string name) =>
        name.Length == 0 ? null : R4Schema.R4.Find(name) ?? R4Schema.R4.Find(char.ToLowerInvariant(name[0]) + name[1..]);

    static ProfileElement GetOrAdd(ProfileElement parent, string name, string parentPath, SchemaType? only, string? slice)
    {
        var child = parent.Child(name);
        if (child is null)
            parent.Children.Add(child = new($"{parentPath}.{name}", name, null));
        if (only is not null && slice is null)
            slice = $"{name}{char.ToUpperInvariant(only.Name[0])}{only.Name[1..]}";
        if (slice is null)
            return child;
        // A slice of a slice is written a/b.
        foreach (var part in slice.Split('/'))
        {
            var found = child.Slices.Find(s => s.SliceName == part);
            if (found is null)
                child.Slices.Add(found = new($"{child.Path}{(child.SliceName is null ? ':' : '/')}{part}", name, part));
            if (only is not null)
                found.Types ??= [new(only.Name, [], [])];
            child = found;
        }

        return child;
    }

    static void Fill(ProfileElement to, FhirNode from, SchemaType type, SchemaElement? element)
    {
        if (Number(from["min"]) is { } min && (element is null || min > element.Min || to.SliceName is not null))
            to.Min = min > 0 ? min : to.Min;
        if (
            from["max"].Text is { } max
            && max != "*"
            && int.TryParse(max, CultureInfo.InvariantCulture, out var most)
            && (element is null || most < element.Max || to.SliceName is not null)
        )
            to.Max = most;
        if (element is null)
            (to.Min, to.Max) = (null, null);
        if (Number(from["maxLength"]) is { } length)
            to.LengthMax = length;
        foreach (var (name, value) in from.Properties())
        {
            if (name.StartsWith("fixed", StringComparison.Ordinal))
                to.Fixed = value.Json;
            else if (name.StartsWith("pattern", StringComparison.Ordinal))
                to.Pattern = value.Json;
            else if (name.StartsWith("minValue", StringComparison.Ordinal))
                to.MinValue = value.Json;
            else if (name.StartsWith("maxValue", StringComparison.Ordinal))
                to.MaxValue = value.Json;
        }

        if (Types(from, element) is { } types)
            to.Types = types;
        Bind(to, from["binding"], element);
        foreach (var constraint in from.Items("constraint"))
            Constrain(to, constraint, type, element);
        if (from["slicing"].Exists)
            to.Slicing = ReadSlicing(from["slicing"]);
    }

    /// <summary>The types, when they are fewer than R4's or have profiles.</summary>
    static List<ProfileTypeUse>? Types(FhirNode from, SchemaElement? element)
    {
        if (!from["type"].Exists || element is null)
            return null;
        var types = new List<ProfileTypeUse>();
        foreach (var use in from.Items("type"))
        {
            if (use["code"].Text is not { } code || code.StartsWith("http://hl7.org/fhirpath/", StringComparison.Ordinal))
                return null;
            types.Add(new(code, Canonicals(use, "profile"), Canonicals(use, "targetProfile")));
        }

        // The data types of backbone elements have no name of their own in definitions.
        var isSame =
            types.TrueForAll(t => t.Profiles.Count == 0 && t.TargetProfiles.Count == 0)
            && (
                types.Exists(t => t.Code is "BackboneElement" or "Element") || element.Types.All(of => types.Exists(t => t.Code == of.Name))
            );
        return isSame ? null : types;
    }

    /// <summary>Those that ask for something: R4's own types are checked with the structure.</summary>
    static List<string> Canonicals(FhirNode use, string name)
    {
        var found = new List<string>();
        foreach (var canonical in use.Items(name))
            if (canonical.Text is { } text)
                found.Add(text);
        return name == "profile" && found.TrueForAll(c => CanonicalUrl.TypeOfR4(c) is not null) ? []
            : found.Contains("http://hl7.org/fhir/StructureDefinition/Resource") ? []
            : found;
    }

    static void Bind(ProfileElement to, FhirNode binding, SchemaElement? element)
    {
        if (binding["valueSet"].Text is not { } valueSet)
            return;
        var strength = binding["strength"].Text;
        if (strength is not ("required" or "extensible"))
            return;
        var ofR4 = element?.Binding is { } name ? R4Schema.R4.GetSet(name).Url : null;
        if (ofR4 != valueSet.Split('|')[0])
            to.Binding = new(strength == "required" ? BindingStrength.Required : BindingStrength.Extensible, valueSet);
    }

    static void Constrain(ProfileElement to, FhirNode from, SchemaType type, SchemaElement? element)
    {
        if (from["key"].Text is not { } key || from["expression"].Text is not { } expression)
            return;
        // Those of R4 are checked with the structure, and every snapshot repeats them.
        if (type.Constraints.Any(c => c.Key == key) || (element?.Constraints.Any(c => c.Key == key) ?? false) || key is "ele-1" or "ext-1")
            return;
        if (to.Constraints.Exists(c => c.Key == key))
            return;
        to.Constraints.Add(new(key, !from["severity"].Is("warning"), from["human"].Text ?? key, expression));
    }

    static Slicing ReadSlicing(FhirNode from)
    {
        var discriminators = new List<Discriminator>();
        foreach (var discriminator in from.Items("discriminator"))
        {
            var kind = discriminator["type"].Text switch
            {
                "pattern" => DiscriminatorKind.Pattern,
                "type" => DiscriminatorKind.Type,
                "exists" => DiscriminatorKind.Exists,
                "profile" => DiscriminatorKind.Profile,
                _ => DiscriminatorKind.Value,
            };
            discriminators.Add(new(kind, discriminator["path"].Text ?? "$this"));
        }

        var rules = from["rules"].Text switch
        {
            "closed" => SlicingRules.Closed,
            "openAtEnd" => SlicingRules.OpenAtEnd,
            _ => SlicingRules.Open,
        };
        return new(discriminators, rules, from["ordered"].RawIs("true"));
    }

    static int? Number(FhirNode node) =>
        node.Exists && node.Json.ValueKind == JsonValueKind.Number && node.Json.TryGetInt32(out var number) ? number : null;
}
