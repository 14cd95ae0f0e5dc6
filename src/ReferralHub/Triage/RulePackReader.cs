using System.Globalization;
using ReferralHub.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Triage;

/// <summary>A pack that cannot be used: file, line, column and a sentence. Nothing of it takes effect.</summary>
public sealed class RulePackException(string file, Mark at, string reason) : Exception($"{file}, line {at.Line}, column {at.Column}: {reason}");

/// <summary>Reads a pack from YAML strictly: unknown keys, unknown words, rules without source and examples that fail are refused.</summary>
public static class RulePackReader
{
    const int RulesMax = 1_000;

    public static RulePack Read(string file, TextReader text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(text);
        }
        catch (YamlException e)
        {
            throw new RulePackException(file, e.Start, "this is not valid YAML");
        }

        if (stream.Documents.Count != 1) throw new RulePackException(file, Mark.Empty, "a pack is one YAML document");
        var root = new Section(file, stream.Documents[0].RootNode);
        var pack = new RulePack(
            root.Text("pack"), root.Text("version"), root.Text("title"), root.Text("owner"), root.Date("effectiveFrom"), root.OptionalDate("effectiveTo"),
            [.. root.List("rules", RulesMax).Select(ReadRule)]);
        root.NothingElse("description");
        var twice = pack.Rules.GroupBy(r => r.Id).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw root.Fault($"the rule id {twice.Key} stands twice");
        CheckExamples(pack, root);
        return pack;
    }

    static Rule ReadRule(Section rule)
    {
        var when = rule.Child("when");
        var condition = new RuleCondition
        {
            Always = when.Flag("always"),
            Priority = [.. when.Words("priority").Select(w => Priorities.TryParse(w, out var p) ? p : throw when.Fault($"{w} is not a priority"))],
            Specialty = [.. when.Words("specialty").Select(w => TreatmentFunction.TryFind(w, out var t) ? t.Code : throw when.Fault($"{w} is not a specialty code"))],
            Flag = when.Words("flag"),
            Missing = [.. when.Words("missing").Select(w => Enum.TryParse<MissingItem>(w, true, out var m) ? m : throw when.Fault($"{w} cannot be missing"))],
            AgeBelow = when.Number("ageBelow"),
            AgeFrom = when.Number("ageFrom"),
            Mentions = when.Words("mentions"),
        };
        when.NothingElse();
        var outcome = rule.Text("outcome") switch
        {
            "fast-track" => RuleOutcome.FastTrack,
            "review" => RuleOutcome.Review,
            "ask" => RuleOutcome.Ask,
            "accept" => RuleOutcome.Accept,
            "flag" => RuleOutcome.Flag,
            var other => throw rule.Fault($"{other} is not an outcome a rule may have (fast-track, review, ask, accept, flag)"),
        };
        var read = new Rule(rule.Text("id"), rule.Text("title"), rule.Text("source"), condition, outcome, rule.Text("reason"), rule.Words("questions"), [.. rule.List("examples", RulesMax).Select(ReadExample)]);
        rule.NothingElse();
        if (outcome == RuleOutcome.Ask && read.Questions.Count == 0) throw rule.Fault("a rule that asks needs questions");
        if (!read.Examples.Any(e => e.Fires) || (!condition.Always && read.Examples.All(e => e.Fires)))
            throw rule.Fault("a rule needs an example for which it fires and one for which it does not");
        return read;
    }

    static RuleExample ReadExample(Section example)
    {
        var given = example.Child("given");
        var facts = new TriageFacts
        {
            Priority = given.Optional("priority") is { } word ? Priorities.TryParse(word, out var p) ? p : throw given.Fault($"{word} is not a priority") : Priority.Routine,
            Specialty = given.Optional("specialty"),
            Age = given.Number("age"),
            Sex = given.Optional("sex"),
            Flags = given.Words("flags"),
            Reason = given.Optional("reason"),
            Text = given.Optional("text") ?? given.Optional("reason") ?? "",
            HasClinicalInformation = given.Optional("text") is not null,
            HasAttachment = given.Flag("attachment"),
        };
        given.NothingElse();
        var read = new RuleExample(example.Text("name"), facts, example.Flag("fires"));
        example.NothingElse();
        return read;
    }

    static void CheckExamples(RulePack pack, Section root)
    {
        foreach (var rule in pack.Rules)
            foreach (var example in rule.Examples)
                if (TriageRules.Fires(rule.When, example.Given).Fires != example.Fires)
                    throw root.Fault($"the example \"{example.Name}\" of rule {rule.Id} does not come out as it says");
    }

    /// <summary>A YAML mapping that remembers which keys were asked for.</summary>
    sealed class Section
    {
        readonly string file;
        readonly YamlMappingNode node;
        readonly HashSet<string> asked = [];

        public Section(string file, YamlNode node)
        {
            this.file = file;
            this.node = node as YamlMappingNode ?? throw new RulePackException(file, node.Start, "a mapping (key: value) was expected here");
        }

        public RulePackException Fault(string reason) => new(file, node.Start, reason);

        public string Text(string key) => Optional(key) is { Length: > 0 } text ? text : throw Fault($"{key} is missing");

        public string? Optional(string key) => Find(key) is YamlScalarNode scalar ? scalar.Value : null;

        public bool Flag(string key) => Optional(key) switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Fault($"{key} must be true or false"),
        };

        public int? Number(string key) => Optional(key) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Fault($"{key} must be a whole number");

        public DateOnly Date(string key) => OptionalDate(key) ?? throw Fault($"{key} is missing");

        public DateOnly? OptionalDate(string key) => Optional(key) is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : throw Fault($"{key} must be a date, YYYY-MM-DD");

        public Section Child(string key) => new(file, Find(key) ?? throw Fault($"{key} is missing"));

        public List<string> Words(string key) => Find(key) switch
        {
            null => [],
            YamlScalarNode { Value: { } single } => [single],
            YamlSequenceNode sequence => [.. sequence.Children.Select(c => (c as YamlScalarNode)?.Value ?? throw Fault($"{key} must be a list of words"))],
            _ => throw Fault($"{key} must be a list of words"),
        };

        public List<Section> List(string key, int max) => Find(key) switch
        {
            YamlSequenceNode sequence when sequence.Children.Count <= max => [.. sequence.Children.Select(c => new Section(file, c))],
            YamlSequenceNode => throw Fault($"{key} has more than {max} items"),
            _ => throw Fault($"{key} must be a list"),
        };

        public void NothingElse(params string[] allowed)
        {
            foreach (var key in node.Children.Keys.OfType<YamlScalarNode>())
                if (!asked.Contains(key.Value!) && !allowed.Contains(key.Value))
                    throw new RulePackException(file, key.Start, $"the key {key.Value} is not known here");
        }

        YamlNode? Find(string key)
        {
            asked.Add(key);
            return node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
        }
    }
}
