using ReferralHub.Journey;
using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage;

/// <summary>
/// What stands between a referral and its acceptance without a clinician, although a rule accepts it. A pathway recognises a referral
/// only when everything in it is known: who the patient is, and every word and code. What nobody foresaw is read by a person.
/// </summary>
static class Pathways
{
    const string Snomed = "http://snomed.info/sct";
    const int NamesMax = 3;

    /// <summary>Flags that cast no doubt on whom or what it is about; every other one, also of a kind yet to come, does.</summary>
    static readonly HashSet<string> Harmless = [Flags.PriorityNotStated, Flags.ProfileMissed];

    /// <summary>Why it is not accepted unread, as a rule of the hub; null when nothing is in the way.</summary>
    /// <param name="trace">How the rules came out; those that accept know the words.</param>
    public static RuleTrace? FindObstacle(TriageInput input, IReadOnlyList<RulePack> packs, IReadOnlyList<RuleTrace> trace)
    {
        var facts = input.Facts;
        if (facts.Flags.FirstOrDefault(f => !Harmless.Contains(f)) is { } flag)
            return Describe(
                "flagged",
                "What is flagged is not accepted unread",
                $"It is flagged \"{Flags.Describe(flag)}\", so a clinician reads it."
            );
        if (facts.Age is null)
            return Describe(
                "age-unknown",
                "Whose age is not known is not accepted unread",
                "The patient's age is not known, so a clinician reads it."
            );
        var accepting = trace.Where(t => t.Outcome is RuleOutcome.Accept or RuleOutcome.AcceptElsewhere).Select(t => t.Id).ToHashSet();
        var rules = packs.SelectMany(p => p.Rules.Where(r => accepting.Contains($"{p.Id}/{r.Id}"))).ToList();
        var codes = rules.SelectMany(r => r.Terms).SelectMany(t => t.Codes).ToHashSet();
        if (facts.CodesToKnow.FirstOrDefault(c => c.System == Snomed && !codes.Contains(c)) is { Code: not null } code)
            return Describe(
                "code-unknown",
                "A code that the pathway does not know is read",
                $"It has the code {code.Code}, which the pathway does not know, so a clinician reads it."
            );
        return FindUnknownWords(input, rules);
    }

    public static RuleTrace DescribeUnread(TriageFacts facts) =>
        Describe(
            "unread",
            "What no rule can read is read by a person",
            $"No rule could read {string.Join("; ", facts.Unread.Take(NamesMax))}{(facts.Unread.Count > NamesMax ? "; and more" : "")}. "
                + "A clinician reads it first."
        ) with
        {
            IsFirst = true,
            First = ReadFirst.Attention,
        };

    static RuleTrace? FindUnknownWords(TriageInput input, IReadOnlyList<Rule> rules)
    {
        var known = rules.Select(input.Index.FindWords).ToList();
        var text = input.Scanned;
        var tokens = text.Tokens;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (IsKnown(tokens[i], known))
                continue;
            var last = i;
            while (last + 1 < tokens.Length && tokens[last + 1].Before == Marks.None && !IsKnown(tokens[last + 1], known))
                last++;
            var (sentence, start, length) = text.CutSentence(i, last);
            return Describe(
                "says-more",
                "What a pathway does not know is read",
                $"It says \"{sentence.Substring(start, length)}\", which the pathway does not know, so a clinician reads it."
            ) with
            {
                Found = [new("words that the pathway does not know", sentence, start, length, input.Facts.FindLabel(tokens[i].Start))],
            };
        }

        return null;
    }

    static bool IsKnown(in Token token, List<IReadOnlySet<int>> known)
    {
        // What was only probably meant is read by a person.
        if (token.Is(WordClass.Meant))
            return false;
        if (token.Quantity >= 0 || token.Class != WordClass.None && token.Is(WordClass.Common))
            return true;
        foreach (var id in token.Hit.Ids)
        foreach (var words in known)
            if (words.Contains(id))
                return true;
        return false;
    }

    static RuleTrace Describe(string id, string title, string reason) => TriageRules.Safeguard(id, title, RuleOutcome.Review, reason);
}
