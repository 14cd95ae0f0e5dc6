using ReferralHub.Journey;
using ReferralHub.Referrals;
using ReferralHub.Triage.Language;

namespace ReferralHub.Triage;

/// <summary>What triage decided, and why: every rule that was looked at, what it read, and how it came out.</summary>
public sealed record TriageDecision(RuleOutcome Outcome, IReadOnlyList<RuleTrace> Trace)
{
    /// <summary>Rules that asked for what is done.</summary>
    public IEnumerable<RuleTrace> Deciding => Trace.Where(t => t.Outcome == Outcome);

    /// <summary>
    /// The gravest reason for which any rule wants it read before others, whatever else was decided: what may not wait is told also of a
    /// referral that passes on as suspected cancer.
    /// </summary>
    public ReadFirst ReadFirst => Trace.Count == 0 ? ReadFirst.No : Trace.Max(t => t.Outcome is null ? ReadFirst.No : t.First);

    /// <summary>Whether the clinician who reads it reads it before others.</summary>
    public bool IsFirst => Outcome == RuleOutcome.Review && ReadFirst != ReadFirst.No;
}

/// <summary>How one rule came out.</summary>
/// <param name="Outcome">What it asks for; null for nothing.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Read">What it looked at.</param>
public sealed record RuleTrace(
    string Pack,
    string PackVersion,
    string Rule,
    string Title,
    RuleResult Result,
    RuleOutcome? Outcome,
    string? Reason,
    IReadOnlyList<string> Questions,
    IReadOnlyList<ReadValue> Read
)
{
    /// <summary>Each exclusion and criterion that was looked at: true, false, or null for unknown.</summary>
    public IReadOnlyList<CriterionTrace> Criteria { get; init; } = [];

    /// <summary>Whether it wants the referral read before others.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Why it does; rows stored before reasons were told have attention for one.</summary>
    public ReadFirst First
    {
        get => field == ReadFirst.No && IsFirst ? ReadFirst.Attention : field;
        init;
    }

    /// <summary>The words of the referral that it went by, each in its sentence; empty for rules that read no words.</summary>
    public IReadOnlyList<FoundWords> Found
    {
        get => field ?? [];
        init;
    }

    /// <summary>It asked for less than what is done, because something graver came first.</summary>
    public bool GaveWay { get; init; }

    /// <summary>For accept-elsewhere.</summary>
    public string? Specialty { get; init; }

    public string? Advice { get; init; }

    public string? Source { get; init; }

    /// <summary>What the practice is told of the rule.</summary>
    public string? ForReferrer { get; init; }

    public string Id => $"{Pack}/{Rule}";

    /// <summary>The same without sentences out of files, for a referral with a file that is shown to nobody.</summary>
    public RuleTrace WithoutTextOfFiles() => this with { Found = [.. Found.Where(f => f.Label != AttachmentLabels.Text)] };
}

public sealed record CriterionTrace(string Name, bool? Holds);
