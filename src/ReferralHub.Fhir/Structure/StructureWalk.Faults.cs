using System.Text.Json;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Structure;

/// <content>How faults are told.</content>
sealed partial class StructureWalk
{
    const int CodesShownMax = 12;
    const int NameShownMax = 60;

    void Unknown(JsonProperty property, SchemaType type)
    {
        document.Work.Step();
        if (found?.Count >= FhirStructure.IssuesMax)
            return;
        var name = property.Name;
        var shown = new string([.. name.Where(c => !char.IsControl(c)).Take(NameShownMax)]);
        var near = NearName.Find(name, type.PropertyNames);
        var shadowOfComplex = name.StartsWith('_') && type.Property(System.Text.Encoding.UTF8.GetBytes(name[1..])) is not null;
        Add(
            property.Value,
            "structure",
            shadowOfComplex
                ? $"\"{shown}\" has no place in {type}: only primitives have a partner with an underscore."
                : $"\"{shown}\" is not an element of {type} in R4"
                    + (near is null ? ". What is your own belongs into an extension." : $"; did you mean \"{near}\"?")
        );
    }

    static string Listed(SchemaValueSet codes) =>
        string.Join(", ", codes.Codes.Take(CodesShownMax).Select(c => c.Code))
        + (codes.Codes.Count > CodesShownMax ? $" and {codes.Codes.Count - CodesShownMax} more" : "");

    void Add(JsonElement at, string code, string text)
    {
        found ??= [];
        if (found.Count < FhirStructure.IssuesMax)
            found.Add((document.OffsetOf(at), code, text));
    }

    static string Kind(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };
}
