using System.Globalization;
using System.Text;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage.Approval;
using ReferralHub.Triage.Language;
using ReferralHub.Triage.Reading;

namespace ReferralHub.Triage;

/// <summary>A pack in words that can be read aloud, as Markdown: what each rule looks at, what follows, and from where it is.</summary>
public static class PackWords
{
    public static string Describe(RulePack pack, DateOnly today)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {pack.Title}").AppendLine();
        if (pack.Description is not null)
            text.AppendLine(pack.Description).AppendLine();
        text.AppendLine(
                CultureInfo.InvariantCulture,
                $"Pack {pack.Id}, version {pack.Version}, kept by: {pack.Owner}. {StandingWords.Explain(pack, today)}"
                    + $"{(pack.Practices.Count > 0 ? $" It looks at referrals of {Listing.JoinWithAnd(pack.Practices)} only." : "")}"
            )
            .AppendLine();
        foreach (var rule in pack.Rules)
            Rule(text, rule);
        if (pack.Terms.Count > 0)
            text.AppendLine("## Words and codes").AppendLine();
        foreach (var term in pack.Terms.Values)
        {
            var codes = term.Codes.Count > 0 ? $"; codes {string.Join(", ", term.Codes.Select(c => c.Code))} ({term.Source})" : "";
            var said = term
                .Phrases.Select(p => $"\"{p}\"")
                .Concat(term.Lines.Select(l => $"`{l}`"))
                .Concat(term.ValueWords.Select(v => $"a value: {v}"));
            text.AppendLine(CultureInfo.InvariantCulture, $"* **{term.Title}**: {string.Join(", ", said)}{codes}.");
        }

        return text.ToString();
    }

    /// <summary>One rule in words, without its title.</summary>
    public static string Describe(Rule rule)
    {
        var text = new StringBuilder();
        Body(text, rule);
        return text.ToString().TrimEnd();
    }

    static void Rule(StringBuilder text, Rule rule)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"## {rule.Title}").AppendLine();
        Body(text, rule);
    }

    static void Body(StringBuilder text, Rule rule)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"When {rule.When.Words}{(rule.Criteria.Count == 0 ? $", then {Effect(rule.Met)}" : ", this is looked at")}."
        );
        if (rule.Unless.Count > 0)
            text.AppendLine()
                .AppendLine(CultureInfo.InvariantCulture, $"Not when: {Listing.JoinWithOr(rule.Unless.Select(u => Lower(u.Name)))}.");
        if (rule.Criteria.Count > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{Needed(rule)}:").AppendLine();
            foreach (var criterion in rule.Criteria)
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"* {criterion.Name}{(criterion.Question is null ? "" : $" — if it does not say: \"{criterion.Question}\"")}"
                );
            text.AppendLine()
                .AppendLine(CultureInfo.InvariantCulture, $"* Met: {Effect(rule.Met)}.")
                .AppendLine(CultureInfo.InvariantCulture, $"* Not met: {Effect(rule.NotMet!)}.")
                .AppendLine(CultureInfo.InvariantCulture, $"* Not known: {Effect(rule.Unknown!)}.");
        }

        if (rule.Unclear is not null)
            text.AppendLine()
                .AppendLine(CultureInfo.InvariantCulture, $"When it cannot be told whether this applies: {Effect(rule.Unclear)}.");
        if (rule.Knows.Count > 0)
            text.AppendLine()
                .AppendLine(
                    CultureInfo.InvariantCulture,
                    $"It is accepted only when it says nothing else than this and: {Listing.JoinWithAnd(rule.Knows.Select(k => k.Title))}."
                );
        if (rule.ForReferrer is not null)
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"The practice reads: \"{rule.ForReferrer}\"");
        if (rule.ForPatient is not null)
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"The patient reads: \"{rule.ForPatient}\"");
        text.AppendLine()
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"Source: {rule.Source}. Shown by {rule.Examples.Count} examples: "
                    + $"{string.Join(", ", rule.Examples.Select(e => $"{e.Name} ({RulePackReader.Word(e.Expected).Replace('-', ' ')})"))}."
            )
            .AppendLine();
    }

    static string Needed(Rule rule) =>
        rule.Needed == rule.Criteria.Count ? "All of these must hold"
        : rule.Needed == 1 ? "One of these must hold"
        : $"{rule.Needed} of these must hold";

    static string Effect(RuleEffect effect)
    {
        var what = effect.Outcome switch
        {
            RuleOutcome.FastTrack => "it is sent on at once",
            RuleOutcome.Review => effect.First switch
            {
                ReadFirst.Emergency => "a clinician reads it before all others, as an emergency",
                ReadFirst.SuspectedCancer => "a clinician reads it, before others and on the same working day, as it may be cancer",
                ReadFirst.Attention => "a clinician reads it, before others and on the same working day",
                _ => "a clinician reads it",
            },
            RuleOutcome.Ask => "the practice is asked",
            RuleOutcome.Advise => $"a clinician reads it, with advice to consider: \"{effect.Advice}\"",
            RuleOutcome.AcceptElsewhere => $"it is accepted to {TreatmentFunction.FindName(effect.Specialty)}",
            RuleOutcome.Accept => "it is accepted",
            RuleOutcome.Link => "it is linked to the earlier referral",
            _ => "it is shown to whoever reads it",
        };
        var asked = effect.Questions.Count > 0 ? $": {string.Join(" ", effect.Questions.Select(q => $"\"{q}\""))}" : "";
        return $"{what}{asked}, because: {Lower(effect.Reason.TrimEnd('.'))}";
    }

    static string Lower(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
