using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Model;

/// <summary>Who decides what for which care.</summary>
/// <param name="What">make-or-buy, business-case, contract, plan, price or priorities.</param>
/// <param name="Decides">Id of the body.</param>
public sealed record Decision(RowPlace Place, string What, string Scope, string Decides)
{
    public IReadOnlyList<string> Advises { get; init; } = [];

    /// <summary>Id of the body that must agree as well, above a sum.</summary>
    public string? Approves { get; init; }

    public Money? Above { get; init; }

    public int? WithinWorkingDays { get; init; }

    /// <summary>interested: who has an interest does not decide.</summary>
    public string? Without { get; init; }

    public IReadOnlyList<string> AgentFor { get; init; } = [];

    /// <summary>Who decides with them: holder, or the id of a body.</summary>
    public string? With { get; init; }

    /// <summary>Month and day by which it is to be done, as MM-dd.</summary>
    public string? DueOn { get; init; }
}

/// <summary>What a commissioner has agreed to buy of a provider.</summary>
public sealed record Contract(RowPlace Place, string Id, string Provider, string Commissioner, EffectivePeriod Period)
{
    /// <summary>Whole months before which volume cannot move.</summary>
    public int? NoticeMonths { get; init; }

    /// <summary>Items a year by treatment function and point of delivery, as 110/OPFA.</summary>
    public IReadOnlyDictionary<string, long> PlanVolume { get; init; } = new Dictionary<string, long>();

    public long? TolerancePerMille { get; init; }

    public long? MarginalPerMille { get; init; }

    public PriceBasis Prices { get; init; }

    /// <summary>Follow-ups for each first attendance, in thousandths.</summary>
    public long? FollowUpRatioCapPerMille { get; init; }

    public string? Source { get; init; }
}

/// <summary>To whom a body answers, how and when.</summary>
/// <param name="To">Id of a body, or public.</param>
/// <param name="Due">Month and day, as MM-dd.</param>
public sealed record Accountability(RowPlace Place, string Body, string To, string By, string? Due);
