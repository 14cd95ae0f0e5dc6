using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage.Language;

namespace ReferralHub.Triage.Reading;

/// <summary>Reads one rule.</summary>
sealed class RuleReader(ConditionReader conditions)
{
    const int RuleIdCharactersMax = 60;

    public Rule Read(PackSection section)
    {
        var id = section.Text("id");
        if (id.Length > RuleIdCharactersMax || id.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            throw section.FaultAt("id", "an id has small letters, digits and hyphens, at most 60");
        var whenSection = section.Child("when");
        var when = conditions.Read(whenSection);
        whenSection.NothingElse();
        var unless = section.OptionalList("unless").ConvertAll(Criterion);
        var (criteria, needed) = Criteria(section);
        var reason = section.Optional("reason");
        var then = Effect(section, "then", reason);
        var met = Effect(section, "met", reason) ?? then;
        if (section.Has("then") && section.Has("met"))
            throw section.FaultAt("met", "a rule has either then or met");
        var rule = new Rule(
            id,
            section.Text("title"),
            Source(section),
            when,
            unless,
            criteria,
            needed,
            met
                ?? throw section.Fault(
                    criteria.Count == 0
                        ? "then is missing: what follows when the rule applies"
                        : "met is missing: what follows when the criteria are met"
                ),
            Effect(section, "notMet", reason),
            Effect(section, "unknown", reason),
            Effect(section, "unclear", reason),
            section.Optional("forReferrer"),
            section.Optional("forPatient"),
            [.. section.List("examples").Select(ExampleReader.Read)]
        )
        {
            Knows = conditions.ReadTerms(section, "knows"),
        };
        section.NothingElse();
        CheckAcceptance(section, rule);
        foreach (
            var asks in new[] { rule.Met, rule.NotMet, rule.Unclear, rule.Unknown }.Where(e =>
                e is { Outcome: RuleOutcome.Ask, Questions: [] }
            )
        )
            if (asks != rule.Unknown || criteria.Any(c => c.Question is null))
                throw section.Fault("a rule that asks needs questions, its own or one with each criterion");
        if (criteria.Count == 0 && rule.NotMet is not null)
            throw section.FaultAt("notMet", "a rule without criteria cannot fail them");
        if (criteria.Count > 0 && rule.NotMet is null)
            throw section.Fault("notMet is missing: what follows when the criteria are not met");
        if (criteria.Count > 0 && rule.Unknown is null)
            throw section.Fault("unknown is missing: what follows when it cannot be told whether the criteria are met");
        return rule;
    }

    /// <summary>Silence is not consent: who accepts says for which specialty, and by what the referral is recognised.</summary>
    static void CheckAcceptance(PackSection section, Rule rule)
    {
        if (!rule.Accepts)
        {
            if (rule.Knows.Count > 0)
                throw section.FaultAt("knows", "only a rule that accepts knows words");
            return;
        }

        var parts = rule.When is AllOf all ? all.Parts : [rule.When];
        if (!parts.Any(p => p is SpecialtyIs))
            throw section.FaultAt("when", "a rule that accepts names the specialties for which it does");
        if (rule.Unclear is { Outcome: RuleOutcome.Accept or RuleOutcome.AcceptElsewhere })
            throw section.FaultAt("unclear", "what cannot be told is not accepted");
        if (rule.Unknown is { Outcome: RuleOutcome.Accept or RuleOutcome.AcceptElsewhere })
            throw section.FaultAt("unknown", "what is not known is not accepted");
        if (!parts.Any(p => p.IsEvidence) && !rule.Criteria.Any(c => c.Is.IsEvidence))
            throw section.FaultAt(
                "when",
                "a rule that accepts recognises the referral by what it says: mentions, states or an expression, in when or in the criteria"
            );
    }

    /// <summary><c>first: true</c> or attention, suspected-cancer, emergency.</summary>
    static ReadFirst ReadWhyFirst(PackSection section) =>
        section.Optional("first") switch
        {
            null or "false" => ReadFirst.No,
            "true" or "attention" => ReadFirst.Attention,
            "suspected-cancer" => ReadFirst.SuspectedCancer,
            "emergency" => ReadFirst.Emergency,
            var other => throw section.FaultAt("first", $"{other} is no reason to be read first (attention, suspected-cancer, emergency)"),
        };

    static RuleSource Source(PackSection section)
    {
        if (section.Node("source") is YamlDotNet.RepresentationModel.YamlScalarNode { Value: { Length: > 0 } text })
            return new(text, null, null);
        var child = section.Child("source");
        var source = new RuleSource(child.Text("document"), child.Optional("section"), child.OptionalDate("date"));
        child.NothingElse();
        return source;
    }

    Criterion Criterion(PackSection section)
    {
        var (name, question) = (section.Text("name"), section.Optional("question"));
        var read = new Criterion(name, conditions.Read(section), question);
        section.NothingElse();
        return read;
    }

    (List<Criterion> Criteria, int Needed) Criteria(PackSection section)
    {
        if (section.OptionalChild("criteria") is not { } child)
            return ([], 0);
        var criteria = child.List("of").ConvertAll(Criterion);
        var needed = child.Text("need") switch
        {
            "all" => criteria.Count,
            "any" => 1,
            var number
                when int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var count)
                    && count >= 1
                    && count <= criteria.Count => count,
            _ => throw child.FaultAt("need", "need must be any, all, or how many of them"),
        };
        child.NothingElse();
        return criteria.Count > 0 ? (criteria, needed) : throw child.FaultAt("of", "there are no criteria");
    }

    /// <summary>An outcome as a word, or with what belongs to it.</summary>
    static RuleEffect? Effect(PackSection section, string key, string? ruleReason)
    {
        if (section.Node(key) is not { } node)
            return null;
        if (node is YamlDotNet.RepresentationModel.YamlScalarNode { Value: { } word })
            return Whole(section, key, new(Outcome(section, key, word), ruleReason ?? throw section.Fault("reason is missing")));
        var child = section.Child(key);
        var outcome = Outcome(child, "outcome", child.Text("outcome"));
        var effect = new RuleEffect(outcome, child.Optional("reason") ?? ruleReason ?? throw child.Fault("reason is missing"))
        {
            Questions = child.ReadWords("questions"),
            First = ReadWhyFirst(child),
            Specialty =
                child.Optional("specialty") is not { } code ? null
                : TreatmentFunction.TryFind(code, out var function) ? function.Code
                : throw child.FaultAt("specialty", $"{code} is not the code of a treatment function"),
            Advice = child.Optional("advice"),
        };
        child.NothingElse();
        return Whole(child, "outcome", effect);
    }

    static RuleEffect Whole(PackSection section, string key, RuleEffect effect)
    {
        var isAsking = effect.Outcome == RuleOutcome.Ask;
        if (effect.Questions.Count > 0 && !isAsking)
            throw section.FaultAt(key, "only the outcome ask has questions");
        if (effect.IsFirst && effect.Outcome != RuleOutcome.Review)
            throw section.FaultAt(key, "only the outcome review can be first");
        if (effect.Specialty is null == (effect.Outcome == RuleOutcome.AcceptElsewhere))
            throw section.FaultAt(key, "the outcome accept-elsewhere names the specialty, and no other does");
        if (effect.Advice is null == (effect.Outcome == RuleOutcome.Advise))
            throw section.FaultAt(key, "the outcome advise has advice, and no other has");
        return effect;
    }

    static RuleOutcome Outcome(PackSection section, string key, string word) =>
        word switch
        {
            "fast-track" => RuleOutcome.FastTrack,
            "review" => RuleOutcome.Review,
            "ask" => RuleOutcome.Ask,
            "advise" => RuleOutcome.Advise,
            "accept-elsewhere" => RuleOutcome.AcceptElsewhere,
            "accept" => RuleOutcome.Accept,
            "link" => RuleOutcome.Link,
            "flag" => RuleOutcome.Flag,
            _ => throw section.FaultAt(
                key,
                $"{word} is not an outcome a rule may have (fast-track, review, ask, advise, accept-elsewhere, accept, link, "
                    + "flag); none refuses, closes, lowers a priority or holds suspected cancer"
            ),
        };
}
