using System.Globalization;
using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using ReferralHub.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Triage.Reading;

/// <summary>Reads examples: a referral in a few words, where needed with resources written as YAML, and how the rule comes out.</summary>
static class ExampleReader
{
    /// <summary>When examples happen that do not say when.</summary>
    static readonly DateOnly Today = new(2026, 11, 20);

    public static RuleExample Read(PackSection example)
    {
        var given = example.Child("given");
        var text = given.Optional("text");
        var facts = new TriageFacts
        {
            Priority = given.Optional("priority") is { } word
                ? Priorities.TryParse(word, out var p)
                    ? p
                    : throw given.FaultAt("priority", $"{word} is not a priority")
                : Priority.Routine,
            Specialty = given.Optional("specialty"),
            Age = given.Number("age"),
            Sex = given.Optional("sex"),
            Practice = given.Optional("practice"),
            RequesterName = given.Optional("requester"),
            Flags = given.ReadWords("flags"),
            Reason = given.Optional("reason"),
            Text = string.Join("\n\n", new[] { given.Optional("reason"), text }.Where(t => t is not null)),
            Codes = [.. given.OptionalList("codes").Select(Code), .. given.ReadWords("sct").Select(c => ("http://snomed.info/sct", c))],
            Unread = given.ReadWords("unread"),
            HasClinicalInformation = text is not null,
            HasAttachment = given.Flag("attachment"),
            HasTelephone = given.Flag("telephone"),
            FollowsEarlier = given.Flag("followsEarlier"),
            Interests = given.ReadWords("interests"),
            Asked = given.ReadWords("asked"),
        };
        var today = given.OptionalDate("today") ?? Today;
        var resources = Resources(given);
        given.NothingElse();
        var read = new RuleExample(
            example.Text("name"),
            new(facts, today.ToDateTime(new(12, 0), DateTimeKind.Utc), resources),
            Result(example)
        );
        example.NothingElse();
        return read;
    }

    static RuleResult Result(PackSection example) =>
        example.Text("expect") switch
        {
            "met" => RuleResult.Met,
            "not-met" => RuleResult.NotMet,
            "unknown" => RuleResult.Unknown,
            "excluded" => RuleResult.Excluded,
            "unclear" => RuleResult.Unclear,
            "not-applicable" => RuleResult.NotApplicable,
            var other => throw example.FaultAt(
                "expect",
                $"{other} is not a result (met, not-met, unknown, excluded, unclear, not-applicable)"
            ),
        };

    static (string, string) Code(PackSection code)
    {
        var read = (code.Text("system"), code.Text("code"));
        code.NothingElse();
        return read;
    }

    /// <summary>The resources of the message, and the earlier referrals in <c>history</c>.</summary>
    static TriageResources? Resources(PackSection given)
    {
        var message = Parse(given, "resources");
        var history = Parse(given, "history");
        if (message.Count == 0 && history.Count == 0)
            return null;
        var bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "collection",
            ["entry"] = new JsonArray([
                .. message.Select(
                    (r, i) => (JsonNode)new JsonObject { ["fullUrl"] = $"urn:uuid:00000000-0000-4000-8000-{i:x12}", ["resource"] = r }
                ),
            ]),
        };
        var (document, problem) = FhirJson.Read(System.Text.Encoding.UTF8.GetBytes(bundle.ToJsonString()));
        return document is null
            ? throw given.FaultAt("resources", problem!.Text)
            : new(document) { History = () => history.ConvertAll(h => System.Text.Encoding.UTF8.GetBytes(h.ToJsonString())) };
    }

    static List<JsonNode> Parse(PackSection given, string key)
    {
        if (given.Node(key) is not { } node)
            return [];
        if (node is not YamlSequenceNode sequence)
            throw given.FaultAt(key, $"{key} must be a list of resources");
        return sequence
            .Children.Select(child =>
            {
                var json = Json(child, given, 0)!;
                var (document, problem) = FhirJson.Read(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
                if (document is null)
                    throw new RulePackException(given.File, child.Start, problem!.Text);
                using (document)
                    if (FhirStructure.Check(document).FirstOrDefault() is { } fault)
                        throw new RulePackException(given.File, child.Start, $"{fault.Text} ({fault.Expression})");
                return json;
            })
            .ToList();
    }

    static JsonNode? Json(YamlNode node, PackSection given, int depth)
    {
        if (depth > 30)
            throw new RulePackException(given.File, node.Start, "this is nested too deep for a resource");
        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                    members[((YamlScalarNode)key).Value!] = Json(value, given, depth + 1);
                return members;
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Children.Select(c => Json(c, given, depth + 1))]);
            case YamlScalarNode { Style: ScalarStyle.Plain } plain when plain.Value is "true" or "false":
                return plain.Value == "true";
            case YamlScalarNode { Style: ScalarStyle.Plain } plain
                when decimal.TryParse(
                    plain.Value,
                    NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var number
                ):
                return number;
            default:
                return ((YamlScalarNode)node).Value;
        }
    }
}
