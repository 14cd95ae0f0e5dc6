using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Explaining;

/// <summary>
/// Whether practices lead commissioning, by the three conditions that Lewis named (Practice-led commissioning, King's Fund 2004, p. 3):
/// the care that each practice uses is identified, practices take part in designing services, and incentives work towards agreed
/// objectives. Each is judged by what is written down, and says by what.
/// </summary>
sealed class PracticeLedConditions(Configuration configuration, Memberships memberships, DateOnly on)
{
    /// <summary>By its ODS code; what kind of body a row calls itself is a label.</summary>
    public static bool IsPractice(Memberships memberships, string id, DateOnly on) =>
        OdsCode.TryParse(memberships.FindBody(id, on)?.Ods ?? id, out var code) && code.IsPracticeForm;

    /// <param name="subjects">Practices and bodies of practices that it is asked for.</param>
    public IReadOnlyList<PracticeLedCondition> Judge(IReadOnlyList<PlanExplanation> plans, IReadOnlySet<string> subjects) =>
        [JudgeActivity(plans, subjects), JudgeDesign(plans, subjects), JudgeIncentives(plans)];

    PracticeLedCondition JudgeActivity(IReadOnlyList<PlanExplanation> plans, IReadOnlySet<string> subjects)
    {
        var own = new List<string>();
        var shared = new List<string>();
        foreach (var line in plans.SelectMany(p => p.Lines).Select(l => l.Line))
            if (IsPractice(memberships, line.Holder, on) && subjects.Contains(line.Holder))
                own.Add($"Line {line.Id} counts the care of {line.Holder} by itself.");
            else
                shared.Add($"Line {line.Id} counts the care of several together.");
        return new(
            "activity-identified",
            "The care that each practice uses is identified.",
            own.Count > 0,
            own.Count > 0 ? own
                : shared.Count > 0 ? shared
                : ["No plan is in force for it."]
        );
    }

    PracticeLedCondition JudgeDesign(IReadOnlyList<PlanExplanation> plans, IReadOnlySet<string> subjects)
    {
        var givers = plans.Select(p => p.Set.Commissioner).ToHashSet(StringComparer.Ordinal);
        var practices = subjects.Where(s => !givers.Contains(s) && (IsPractice(memberships, s, on) || HasPractices(s))).ToHashSet();
        var scopes = plans.Select(p => p.Set.Scope).ToHashSet(StringComparer.Ordinal);
        var holders = plans.SelectMany(p => p.Lines).Any(l => practices.Contains(l.Line.Holder));
        var evidence = configuration
            .Decisions.Where(d => scopes.Contains(d.Scope))
            .Select(d => (Row: d, Say: FindSay(d, practices, holders)))
            .Where(d => d.Say is not null)
            .Select(d => $"{d.Row.What} for {d.Row.Scope}: {d.Say} ({d.Row.Place}).")
            .ToList();
        var none = $"No decision for {string.Join(", ", scopes.DefaultIfEmpty("any scope"))} gives practices a say.";
        return new(
            "practices-in-design",
            "Practices take part in the design of services.",
            evidence.Count > 0,
            evidence.Count > 0 ? evidence : [none]
        );
    }

    static string? FindSay(Decision decision, HashSet<string> practices, bool holders) =>
        practices.Contains(decision.Decides) ? $"{decision.Decides} decides"
        : decision.Approves is { } approves && practices.Contains(approves) ? $"{approves} must agree"
        : decision.With == "holder" && holders ? "the holder decides with the commissioner"
        : decision.With is { } with && practices.Contains(with) ? $"{with} decides with the commissioner"
        : decision.AgentFor.Where(practices.Contains).ToList() is { Count: > 0 } principals
            ? $"{decision.Decides} acts for {string.Join(", ", principals)}"
        : decision.Advises.Where(practices.Contains).ToList() is { Count: > 0 } advisers ? $"{string.Join(", ", advisers)} advises"
        : null;

    PracticeLedCondition JudgeIncentives(IReadOnlyList<PlanExplanation> plans)
    {
        var named = plans.SelectMany(p => p.Schemes.Select(s => s.Id)).ToHashSet(StringComparer.Ordinal);
        var schemes = configuration.Schemes.Where(s => named.Contains(s.Id)).ToList();
        var evidence = new List<string>();
        var lacking = new List<string>();
        foreach (var scheme in schemes)
        {
            if (scheme.Parts.Any(p => p.Pay == "markers") && scheme.Markers.Count > 0)
                evidence.Add($"Scheme {scheme.Id} pays for {scheme.Markers.Count} named markers ({scheme.Place}).");
            if (!scheme.Parts.Any(p => p.Pay == "share"))
                continue;
            foreach (var plan in plans.Where(p => p.Schemes.Any(s => s.Id == scheme.Id)))
                if (plan.IsAgreed)
                    evidence.Add($"Scheme {scheme.Id} pays a share of what is saved against the agreed budget {plan.Set.Id}.");
                else
                    lacking.Add($"Scheme {scheme.Id} pays a share of savings, and the budget {plan.Set.Id} is not agreed.");
        }

        foreach (var plan in plans.Where(p => p is { IsAgreed: true, Schemes.Count: > 0, Set.Goals.Count: > 0 }))
            evidence.Add($"Plan {plan.Set.Id} has {plan.Set.Goals.Count} agreed goals.");
        if (schemes.Count == 0)
            lacking.Add("No scheme names it.");
        else if (evidence.Count + lacking.Count == 0)
            lacking.Add($"{string.Join(", ", schemes.Select(s => s.Id))} pays whatever is achieved.");
        return new(
            "incentives-against-objectives",
            "Incentives work towards agreed objectives.",
            evidence.Count > 0,
            evidence.Count > 0 ? evidence : lacking
        );
    }

    bool HasPractices(string body) => memberships.FindAllMembers(body, on).Any(m => IsPractice(memberships, m, on));
}
