using System.Security.Cryptography;
using ReferralHub.Kernel;
using ReferralHub.Triage.Language;
using ReferralHub.Triage.Language.Concepts;

namespace ReferralHub.Triage.Reading;

/// <summary>
/// Reads a pack from YAML strictly: unknown keys and words, rules without source, expressions that cannot be read, examples that
/// come out otherwise, and rules of which an outcome is shown by no example are refused, and the pack with them.
/// </summary>
public static class RulePackReader
{
    public static RulePack Read(string file, byte[] yaml)
    {
        var root = new PackSection(file, PackYaml.Read(file, yaml));
        var termReader = new TermReader(root);
        var terms =
            root.OptionalChild("terms")
                ?.Named()
                .Select(t => termReader.Read(t.Key, t.Value))
                .ToDictionary(t => t.Id, StringComparer.Ordinal)
            ?? [];
        var index = ConceptIndex.Create(terms.Values);
        termReader.TryExamples(index);
        var conditions = new ConditionReader(terms);
        var pack = new RulePack(
            root.Text("pack"),
            root.Text("version"),
            root.Text("title"),
            root.Text("owner"),
            root.Date("effectiveFrom"),
            root.OptionalDate("effectiveTo"),
            []
        )
        {
            Description = root.Optional("description"),
            Practices =
            [
                .. root.ReadWords("practices")
                    .Select(p =>
                        OdsCode.TryParse(p, out var code) ? code.Value : throw root.FaultAt("practices", $"{p} is not an ODS code")
                    ),
            ],
            Terms = terms,
            ApprovalInFile = root.OptionalChild("approval") is { } approval ? ReadApproval(approval) : null,
            WithdrawnOn = root.OptionalDate("withdrawnOn"),
            Hash = Convert.ToHexStringLower(SHA256.HashData(yaml)),
            Source = yaml,
        };
        if (pack.EffectiveTo < pack.EffectiveFrom)
            throw root.FaultAt("effectiveTo", "effectiveTo lies before effectiveFrom");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var rules = new List<Rule>();
        foreach (var section in root.List("rules"))
        {
            var rule = new RuleReader(conditions).Read(section);
            if (!ids.Add(rule.Id))
                throw section.FaultAt("id", $"the rule id {rule.Id} stands twice");
            CheckExamples(pack, rule, section, index);
            rules.Add(rule);
        }

        root.NothingElse();
        return rules.Count > 0 ? pack with { Rules = rules } : throw root.FaultAt("rules", "a pack has at least one rule");
    }

    static WrittenApproval ReadApproval(PackSection section)
    {
        var approval = new WrittenApproval(section.Text("writtenBy"), section.Text("approvedBy"), section.Date("approvedOn"));
        section.NothingElse();
        return approval.WrittenBy.Equals(approval.ApprovedBy, StringComparison.OrdinalIgnoreCase)
            ? throw section.FaultAt("approvedBy", "a pack is approved by someone else than who wrote it")
            : approval;
    }

    /// <summary>Every example comes out as it says, and every way a rule can come out is shown by one.</summary>
    static void CheckExamples(RulePack pack, Rule rule, PackSection section, ConceptIndex index)
    {
        var sections = section.List("examples");
        for (var i = 0; i < rule.Examples.Count; i++)
        {
            var example = rule.Examples[i];
            example.Given.Look(index);
            var found = TriageRules.Evaluate(pack, rule, example.Given);
            var result = found?.Result ?? RuleResult.NotApplicable;
            if (found?.Read.FirstOrDefault(r => r.Value.StartsWith("cannot be worked out", StringComparison.Ordinal)) is { } failed)
                throw sections[i].Fault($"in the example \"{example.Name}\" an expression {failed.Value} ({failed.What})");
            if (result != example.Expected)
                throw sections[i]
                    .Fault(
                        $"the example \"{example.Name}\" of rule {rule.Id} comes out as {Word(result)}, not "
                            + $"{Word(example.Expected)}{Why(found)}"
                    );
        }

        foreach (var way in Ways(rule))
            if (!rule.Examples.Any(e => e.Expected == way))
                throw section.FaultAt("examples", $"no example of rule {rule.Id} shows how it comes out as {Word(way)}");
    }

    /// <summary>The ways a rule can come out that its author has written something about.</summary>
    internal static IEnumerable<RuleResult> Ways(Rule rule)
    {
        yield return RuleResult.Met;
        if (rule.When is not Always)
            yield return RuleResult.NotApplicable;
        if (rule.Unless.Count > 0)
            yield return RuleResult.Excluded;
        if (rule.NotMet is not null)
            yield return RuleResult.NotMet;
        if (rule.Unknown is not null)
            yield return RuleResult.Unknown;
        if (rule.Unclear is not null)
            yield return RuleResult.Unclear;
    }

    internal static string Word(RuleResult result) =>
        result switch
        {
            RuleResult.NotMet => "not-met",
            RuleResult.NotApplicable => "not-applicable",
            _ => result.ToString().ToLowerInvariant(),
        };

    static string Why(RuleTrace? trace) =>
        trace is null ? "" : $" (read: {string.Join("; ", trace.Read.Select(r => $"{r.What} = {r.Value}"))})";
}
