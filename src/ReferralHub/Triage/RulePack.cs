using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage.Approval;
using ReferralHub.Triage.Language;

namespace ReferralHub.Triage;

/// <summary>
/// A set of rules as clinicians and commissioners write it in YAML: versioned, effective-dated, each rule with its source and
/// with examples that must pass before the pack takes effect.
/// </summary>
public sealed record RulePack(
    string Id,
    string Version,
    string Title,
    string Owner,
    DateOnly EffectiveFrom,
    DateOnly? EffectiveTo,
    IReadOnlyList<Rule> Rules
)
{
    public string? Description { get; init; }

    /// <summary>Practices (ODS codes) whose referrals it looks at; empty for all.</summary>
    public IReadOnlyList<string> Practices { get; init; } = [];

    /// <summary>Terms that its rules name: phrases and codes that mean the same.</summary>
    public IReadOnlyDictionary<string, Term> Terms { get; init; } = new Dictionary<string, Term>();

    /// <summary>What the file says of an approval. Anybody can write it there, so it is shown and counts for nothing.</summary>
    public WrittenApproval? ApprovalInFile { get; init; }

    /// <summary>The two people who put exactly this content in force; null when there are not two.</summary>
    public PackApproval? Approval { get; init; }

    /// <summary>Who has put this content forward since it was last withdrawn, while it is not approved.</summary>
    public IReadOnlyList<PackAct> Proposals { get; init; } = [];

    /// <summary>Who has withdrawn it since it was last approved.</summary>
    public IReadOnlyList<PackAct> Withdrawals { get; init; } = [];

    /// <summary>Its text is the one the hub kept: no file has it any more.</summary>
    public bool IsFromStore { get; init; }

    /// <summary>Nothing that it does stands in for a clinician, so that it is in force without an approval.</summary>
    public bool RaisesAttentionOnly => PackAttention.RaisesOnly(Rules);

    public DateOnly? WithdrawnOn { get; init; }

    /// <summary>SHA-256 of the file, in hex: what was in force can be shown again to the letter.</summary>
    public string Hash { get; init; } = "";

    public byte[] Source { get; init; } = [];

    /// <summary>id@version.</summary>
    public string Name => $"{Id}@{Version}";

    public PackStatus StatusOn(DateOnly date) =>
        IsWithdrawn ? PackStatus.Withdrawn
        : Approval is null && !RaisesAttentionOnly ? PackStatus.Draft
        : WithdrawnOn <= date ? PackStatus.Withdrawn
        : date < EffectiveFrom ? PackStatus.Approved
        : date > EffectiveTo ? PackStatus.Ended
        : PackStatus.InForce;

    /// <summary>One person can withdraw what two had approved; what is in force by itself only two.</summary>
    bool IsWithdrawn => Approval is null && (RaisesAttentionOnly ? Withdrawals.Count >= 2 : Withdrawals.Count > 0 && Proposals.Count == 0);

    public bool IsInForce(DateOnly date) => StatusOn(date) == PackStatus.InForce;

    public bool AppliesTo(string? practice) => Practices.Count == 0 || (practice is not null && Practices.Contains(practice));
}

/// <summary>Where a pack stands in its life.</summary>
public enum PackStatus
{
    /// <summary>Not approved by two people; it can be checked and simulated, and decides nothing.</summary>
    Draft,
    Approved,
    InForce,
    Ended,
    Withdrawn,
}

/// <summary>What a file says of who wrote and who approved it, by role.</summary>
public sealed record WrittenApproval(string WrittenBy, string ApprovedBy, DateOnly ApprovedOn);

/// <summary>A rule: when it applies, what excludes it, what it asks, and what follows from each answer.</summary>
/// <param name="Unless">Any of these that holds takes a referral out of the rule.</param>
/// <param name="Criteria">What is asked of a referral that the rule applies to; without them it is met by applying.</param>
/// <param name="Needed">How many of the criteria must hold.</param>
/// <param name="Unclear">What follows when it cannot be told whether the rule applies; null for nothing but the trace.</param>
/// <param name="ForReferrer">What the practice is told about the rule; null for the reason alone.</param>
public sealed record Rule(
    string Id,
    string Title,
    RuleSource Source,
    Condition When,
    IReadOnlyList<Criterion> Unless,
    IReadOnlyList<Criterion> Criteria,
    int Needed,
    RuleEffect Met,
    RuleEffect? NotMet,
    RuleEffect? Unknown,
    RuleEffect? Unclear,
    string? ForReferrer,
    string? ForPatient,
    IReadOnlyList<RuleExample> Examples
)
{
    /// <summary>What a rule that accepts knows beside its own terms: words that may stand in a referral that nobody reads.</summary>
    public IReadOnlyList<Term> Knows { get; init; } = [];

    /// <summary>Every term that it looks for or knows.</summary>
    internal IEnumerable<Term> Terms => Criteria.Concat(Unless).Select(c => c.Is).Append(When).SelectMany(c => c.Terms).Concat(Knows);

    /// <summary>Whether it accepts without a clinician.</summary>
    internal bool Accepts =>
        new[] { Met, NotMet, Unknown, Unclear }.Any(e => e is { Outcome: RuleOutcome.Accept or RuleOutcome.AcceptElsewhere });
}

/// <summary>Where a rule comes from.</summary>
public sealed record RuleSource(string Document, string? Section, DateOnly? Date)
{
    public override string ToString() => string.Join(", ", new[] { Document, Section, Date?.DayInWords }.Where(p => p is not null));
}

/// <summary>A condition with a name that can be read aloud.</summary>
/// <param name="Question">What the practice is asked when it cannot be told.</param>
public sealed record Criterion(string Name, Condition Is, string? Question);

/// <summary>What follows from an answer of a rule.</summary>
/// <param name="Reason">What the referrer and the reviewer read.</param>
public sealed record RuleEffect(RuleOutcome Outcome, string Reason)
{
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>For review: why it is read before others.</summary>
    public ReadFirst First { get; init; }

    public bool IsFirst => First != ReadFirst.No;

    /// <summary>For accept-elsewhere: the specialty under which it is accepted.</summary>
    public string? Specialty { get; init; }

    /// <summary>For advise: what the clinician may send.</summary>
    public string? Advice { get; init; }
}

/// <summary>
/// What a rule may do, mildest first; the gravest that any rule asks for is done. There is no member for refusing, closing,
/// lowering a priority or holding suspected cancer, so no pack can say it.
/// </summary>
public enum RuleOutcome
{
    Flag,
    Link,
    Accept,
    AcceptElsewhere,
    Advise,
    Ask,
    Review,
    FastTrack,
}

/// <summary>How a rule came out on one referral.</summary>
public enum RuleResult
{
    NotApplicable,

    /// <summary>It cannot be told whether it applies.</summary>
    Unclear,
    Excluded,
    Met,
    NotMet,
    Unknown,
}

/// <summary>A referral in a few words, and how the rule must come out for it.</summary>
public sealed record RuleExample(string Name, TriageInput Given, RuleResult Expected);
