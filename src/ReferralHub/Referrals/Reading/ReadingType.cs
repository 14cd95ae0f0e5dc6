using System.Collections.Frozen;
using System.Text;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Referrals.Reading;

/// <summary>One property that an object may have in JSON, with what is done with it.</summary>
/// <param name="Type">Name of its data type.</param>
/// <param name="IsShadow">The <c>_name</c> beside a primitive, which holds its extensions.</param>
sealed record ReadingElement(ElementRow Row, string Type, bool IsShadow);

/// <summary>How to read the objects of one type: its properties by their JSON names.</summary>
sealed class ReadingType
{
    readonly FrozenDictionary<string, ReadingElement> elements;

    public ReadingType(SchemaType type)
    {
        Name = type.Name;
        IsOpen = type.Kind == SchemaKind.Backbone || ElementList.Holds(type.Name);
        var found = new Dictionary<string, ReadingElement>(StringComparer.Ordinal);
        foreach (var element in type.Elements)
        foreach (var use in element.Types)
        {
            var name = element.IsChoice ? $"{element.Name}{char.ToUpperInvariant(use.Name[0])}{use.Name[1..]}" : element.Name;
            var path = $"{Name}.{element.Name}";
            var row = ElementList.Find(path) ?? Guess(path, element.Name, use.Name);
            found[name] = new(row, use.Name, IsShadow: false);
            if (R4Schema.R4.Find(use.Name)?.Kind == SchemaKind.Primitive)
                found[$"_{name}"] = new(row, use.Name, IsShadow: true);
        }

        elements = found.ToFrozenDictionary(StringComparer.Ordinal);
        // How its entries are called: the label of what begins their line.
        Label =
            elements.Values.Select(e => e.Row).FirstOrDefault(r => r is { Way: ElementWay.Head, Label: not null })?.Label ?? Spell(Name);
    }

    public string Name { get; }

    /// <summary>Whether its objects may hold texts that stand for themselves, rather than being one value.</summary>
    public bool IsOpen { get; }

    public string Label { get; }

    public ReadingElement? Find(string jsonName) => elements.GetValueOrDefault(jsonName);

    /// <summary>The name of an element or type in words: bodySite becomes body site, CarePlan becomes Care plan.</summary>
    public static string Spell(string name)
    {
        var words = new StringBuilder();
        foreach (var c in name)
        {
            if (c is '-' or '_' or '.')
                words.Append(' ');
            else if (char.IsAsciiLetterUpper(c) && words.Length > 0 && words[^1] != ' ')
                words.Append(' ').Append(char.ToLowerInvariant(c));
            else
                words.Append(c);
        }

        return words.ToString();
    }

    /// <summary>
    /// What a type that the list does not name is read by: anything that may hold words is read, under its element's name.
    /// </summary>
    static ElementRow Guess(string path, string name, string use)
    {
        var kind = R4Schema.R4.Find(use)?.Kind;
        var way = use switch
        {
            "Attachment" => ElementWay.File,
            "Extension" => ElementWay.Extension,
            "Resource" => ElementWay.Contained,
            "id" or "code" or "uri" or "url" or "canonical" or "oid" or "uuid" or "base64Binary" or "instant" or "Meta" or "Identifier" =>
                ElementWay.No,
            _ when kind == SchemaKind.Backbone => ElementWay.In,
            _ => ElementWay.Part,
        };
        return new(path, way, way == ElementWay.No ? "a key of the record" : Spell(name));
    }
}
