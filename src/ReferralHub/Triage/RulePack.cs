using ReferralHub.Kernel;

namespace ReferralHub.Triage;

/// <summary>
/// A set of rules as clinicians and commissioners write it in YAML: versioned, effective-dated, each rule with its
/// source and with examples that must pass before the pack takes effect.
/// </summary>
public sealed record RulePack(string Id, string Version, string Title, string Owner, DateOnly EffectiveFrom, DateOnly? EffectiveTo, IReadOnlyList<Rule> Rules)
{
    public bool IsInForce(DateOnly date) => date >= EffectiveFrom && (EffectiveTo is null || date <= EffectiveTo);
}

/// <param name="Reason">What the referrer and the reviewer read when the rule fires.</param>
/// <param name="Questions">For the outcome ask: what the practice is asked.</param>
public sealed record Rule(string Id, string Title, string Source, RuleCondition When, RuleOutcome Outcome, string Reason, IReadOnlyList<string> Questions, IReadOnlyList<RuleExample> Examples);

/// <summary>
/// What a rule may do. There is no member for refusing, closing, lowering a priority or holding suspected cancer, so no
/// pack can say it.
/// </summary>
public enum RuleOutcome
{
    Flag,
    Accept,
    Ask,
    Review,
    FastTrack,
}

/// <summary>What must hold for a rule to fire: every part that is given. Lists mean any of.</summary>
public sealed record RuleCondition
{
    public bool Always { get; init; }

    public IReadOnlyList<Priority> Priority { get; init; } = [];

    public IReadOnlyList<string> Specialty { get; init; } = [];

    public IReadOnlyList<string> Flag { get; init; } = [];

    public IReadOnlyList<MissingItem> Missing { get; init; } = [];

    public int? AgeBelow { get; init; }

    public int? AgeFrom { get; init; }

    public IReadOnlyList<string> Mentions { get; init; } = [];
}

/// <summary>Contents of a referral whose absence a rule can name.</summary>
public enum MissingItem
{
    Reason,
    ClinicalInformation,
    BirthDate,
    Sex,
    Attachment,
}

/// <summary>A referral in a few words, and whether the rule must fire for it.</summary>
public sealed record RuleExample(string Name, TriageFacts Given, bool Fires);
