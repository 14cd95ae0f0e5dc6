using ReferralHub.Kernel;

namespace ReferralHub.Triage.Approval;

/// <summary>Where a pack stands, in words that can be read aloud.</summary>
public static class StandingWords
{
    /// <summary>A few words without a full stop, for a table.</summary>
    public static string Describe(RulePack pack, DateOnly today) =>
        pack.StatusOn(today) switch
        {
            PackStatus.Draft when pack.Proposals.Count > 0 =>
                $"Example, not approved; proposed by {pack.Proposals[0].Person} and waiting for somebody else",
            PackStatus.Draft => "Example, not approved",
            PackStatus.Approved => $"From {pack.EffectiveFrom.DayInWords}",
            PackStatus.Ended => "Ended",
            PackStatus.Withdrawn => "Withdrawn",
            _ when pack.IsFromStore => "In force from the kept text; its file was changed or removed",
            _ when pack.Approval is null => "In force: it only raises attention",
            _ => "In force",
        };

    /// <summary>Sentences: where it stands, who proposed and approved it, and what would have to be done.</summary>
    public static string Explain(RulePack pack, DateOnly today)
    {
        var standing = pack.StatusOn(today) switch
        {
            PackStatus.Draft when pack.Proposals.Count > 0 =>
                $"It is an example that is not approved, and decides nothing. {Name(pack.Proposals[0].Person, pack.Proposals[0].Role)} "
                    + $"proposed it on {Day(pack.Proposals[0].At)}; somebody else has to approve it.",
            PackStatus.Draft =>
                "It is an example that is not approved, and decides nothing. One person proposes it and another approves it.",
            PackStatus.Approved => $"It takes effect on {pack.EffectiveFrom.DayInWords}.",
            PackStatus.Withdrawn when pack.WithdrawnOn is { } day => $"Withdrawn on {day.DayInWords}.",
            PackStatus.Withdrawn => $"{Name(pack.Withdrawals[^1].Person, pack.Withdrawals[^1].Role)} withdrew it on "
                + $"{Day(pack.Withdrawals[^1].At)}.",
            PackStatus.Ended => $"It was in force until {pack.EffectiveTo!.Value.DayInWords}.",
            _ when pack.Approval is null => "It is in force without an approval, because it only raises attention: it accepts, asks and "
                + "advises nothing in a clinician's stead.",
            _ => $"In force since {Later(pack.EffectiveFrom, pack.Approval.ApprovedAt)}.",
        };
        return string.Join(' ', new[] { standing, Approved(pack), Stored(pack), Said(pack) }.Where(s => s is not null));
    }

    static string? Approved(RulePack pack) =>
        pack.Approval is { } a
            ? $"Proposed by {Name(a.ProposedBy, a.ProposerRole)} on {Day(a.ProposedAt)}, approved by "
                + $"{Name(a.ApprovedBy, a.ApproverRole)} on {Day(a.ApprovedAt)}."
            : null;

    static string? Stored(RulePack pack) =>
        pack.IsFromStore
            ? "This is the text that the hub kept when it came into force; its file was changed or removed since, which changes nothing "
                + "until people act."
            : null;

    static string? Said(RulePack pack) =>
        pack is { ApprovalInFile: not null, Approval: null, RaisesAttentionOnly: false }
            ? "Its file says that it was approved; that does not count, because anybody can write it there."
            : null;

    static string Name(string person, string role) => $"{person} ({role})";

    static string Later(DateOnly from, DateTime approved) =>
        WorkingDays.LocalDate(approved) is var day && day > from ? day.DayInWords : from.DayInWords;

    static string Day(DateTime at) => WorkingDays.LocalDate(at).DayInWords;
}
