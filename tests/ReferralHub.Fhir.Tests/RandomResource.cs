using System.Globalization;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Tests;

/// <summary>Writes a resource of any type with content by chance, from a seed; with faults among the calls when asked for.</summary>
sealed class RandomResource(int seed, double faultsShare = 0)
{
    const int DepthMax = 5;
    static readonly string[] Types =
    [
        .. R4Schema
            .R4.TypeNames.Where(n => R4Schema.R4.Find(n) is { Kind: SchemaKind.Resource, IsAbstract: false })
            .Order(StringComparer.Ordinal),
    ];
    static readonly string[] Numbers = ["integer", "unsignedInt", "positiveInt", "decimal"];
    readonly Random random = new(seed);

    public byte[] Write() => FhirWriter.Write(writer => Resource(writer, Pick(Types), 0));

    void Resource(FhirWriter writer, string type, int depth)
    {
        writer.WriteStartResource(type);
        Object(writer, R4Schema.R4.Find(type)!, depth);
    }

    /// <summary>Content and end of an object that was begun.</summary>
    void Object(FhirWriter writer, SchemaType type, int depth)
    {
        var any = false;
        foreach (var element in type.Elements)
        {
            if (element.Min == 0 && (depth >= DepthMax || random.Next(4) > 0))
                continue;
            if (Fails() && element.Min > 0)
                continue;
            var use = Pick(element.Types);
            var name = element.IsChoice ? $"{element.Name}{char.ToUpperInvariant(use.Name[0])}{use.Name[1..]}" : element.Name;
            if (Fails())
                name = Pick<string>([name + "s", "_" + name, "resourceType", element.Name, ""]);
            Element(writer, name, element, use, depth);
            if (Fails())
                Element(writer, name, element, use, depth);
            any = true;
        }

        // FHIR knows no empty object: where nothing has to be there, one thing is.
        if (!any && type.Kind != SchemaKind.Resource && !Fails())
        {
            var simple =
                type.Elements.FirstOrDefault(e =>
                    e.Types[0].Name is "string" or "code" or "uri" && e is { IsChoice: false, IsList: false } && e.Name != "id"
                ) ?? type.Elements.First(e => e.Name == "id");
            Element(writer, simple.Name, simple, simple.Types[0], depth);
        }

        writer.WriteEndObject();
    }

    void Element(FhirWriter writer, string name, SchemaElement element, SchemaTypeUse use, int depth)
    {
        var isList = element.IsList != Fails();
        var type = R4Schema.R4.Find(use.Name)!;
        if (!isList)
        {
            writer.WritePropertyName(name);
            Value(writer, element, use, type, depth);
            return;
        }

        writer.WriteStartArray(name);
        var count = Fails() ? random.Next(0, 2) : random.Next(1, Math.Min(element.Max, 3) + 1);
        for (var i = 0; i < count; i++)
            Value(writer, element, use, type, depth);
        writer.WriteEndArray();
    }

    void Value(FhirWriter writer, SchemaElement element, SchemaTypeUse use, SchemaType type, int depth)
    {
        if (type.Kind == SchemaKind.Resource)
        {
            Resource(writer, "Basic", depth + 1);
        }
        else if (type.Kind != SchemaKind.Primitive)
        {
            writer.WriteStartObject();
            if (type.Name == "Reference" && !Fails())
            {
                writer.WriteString(
                    "reference",
                    $"{(Fails() ? "Medication" : use.Targets.Count > 0 && use.Targets[0] != "Resource" ? Pick(use.Targets) : "Patient")}/{random.Next(1, 99)}"
                );
                writer.WriteEndObject();
                return;
            }

            Object(writer, type, depth + 1);
        }
        else if (type.Name == "boolean" != Fails())
        {
            writer.WriteBooleanValue(random.Next(2) == 0);
        }
        else if (Numbers.Contains(type.Name) != Fails())
        {
            if (type.Name == "decimal" && random.Next(2) == 0)
                writer.WriteNumberValue((decimal)random.Next(-1000, 1000) / 100);
            else
                writer.WriteNumberValue(Fails() ? -1 : random.Next(1, 1000));
        }
        else
        {
            writer.WriteStringValue(Fails() ? Pick<string>(["", " ", "2026-02-30", "not valid ", "a b"]) : Text(element, type.Name));
        }
    }

    string Text(SchemaElement element, string type)
    {
        if (element.Binding is not null && Codes(element) is { Count: > 0 } codes)
            return Pick(codes);
        return type switch
        {
            "code" => Pick<string>(["abc", "en-GB", "a b"]),
            "id" => $"id-{random.Next(1000)}",
            "date" => Pick<string>(["2026", "2026-11", "2024-02-29"]),
            "dateTime" => Pick<string>(["2026", "2026-11-25", "2026-11-25T10:00:00Z"]),
            "instant" => "2026-11-25T10:00:00.123+01:00",
            "time" => "10:30:00",
            "oid" => "urn:oid:1.2.3",
            "uuid" => "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "base64Binary" => Convert.ToBase64String(Enumerable.Range(0, random.Next(1, 9)).Select(i => (byte)i).ToArray()),
            "xhtml" => "<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>",
            "uri" or "url" or "canonical" => $"https://example.org/{random.Next(100).ToString(CultureInfo.InvariantCulture)}",
            _ => Pick<string>([
                "Rowan",
                "Größe 大 \u202E\u0001",
                "\"quoted\" \\ and\nbroken",
                "half \uD83D pair",
                "=HYPERLINK(\"x\")",
                "1 < 2 & 3 > 2",
            ]),
        };
    }

    static List<string> Codes(SchemaElement element) =>
        R4Schema.R4.GetSet(element.Binding!) is { IsOpen: false } set ? [.. set.Codes.Select(c => c.Code)] : [];

    bool Fails() => faultsShare > 0 && random.NextDouble() < faultsShare;

    T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
