using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Explaining;

/// <summary>Everything that is written down about a practice, a body or a plan set, as it stands on a day.</summary>
/// <param name="What">practice, body or plan-set.</param>
/// <param name="Ties">Sentences: whom it belongs to, reports to, followed.</param>
/// <param name="Plans">In the order in which they pay; for a body, all that it has a part in.</param>
/// <param name="PracticeLed">The three conditions under which practices lead commissioning.</param>
public sealed record CommissioningExplanation(
    string Id,
    string Name,
    string What,
    DateOnly On,
    IReadOnlyList<string> Ties,
    IReadOnlyList<PlanExplanation> Plans,
    IReadOnlyList<PracticeLedCondition> PracticeLed
)
{
    /// <summary>To whom the body itself answers, whatever plans it has.</summary>
    public IReadOnlyList<ExplainedRow> AnswersTo { get; init; } = [];

    /// <summary>Whom one can ask; null where nobody is named.</summary>
    public string? Contact { get; init; }
}

/// <summary>One plan set as it concerns whoever is explained.</summary>
/// <param name="Part">What the explained body has to do with it.</param>
/// <param name="Standing">in force, example, not begun or over.</param>
/// <param name="Lines">The lines that concern it: one for a practice, all for a plan set.</param>
public sealed record PlanExplanation(
    PlanSet Set,
    string Part,
    string Standing,
    CommissioningScope? Scope,
    string CommissionerName,
    string MoneyWords,
    PlanResult Result,
    IReadOnlyList<LineExplanation> Lines
)
{
    public bool IsAgreed { get; init; }

    public DateOnly? DueDate { get; init; }

    /// <summary>Agreements, each with body and person.</summary>
    public IReadOnlyList<string> Agreements { get; init; } = [];

    public IReadOnlyList<ExplainedRow> Decisions { get; init; } = [];

    public IReadOnlyList<ExplainedRow> Schemes { get; init; } = [];

    public IReadOnlyList<ExplainedRow> Accountabilities { get; init; } = [];
}

/// <param name="Authority">Null where the plan's steps do not arrive.</param>
/// <param name="Because">Why this holder pays for the explained practice; null where it is the holder itself.</param>
public sealed record LineExplanation(PlanLine Line, string HolderName, Money? Authority, string? Because);

/// <summary>A row of the configuration in words.</summary>
/// <param name="Id">What it is about: a kind of decision, a scheme, a body.</param>
/// <param name="Who">The body that it names first.</param>
public sealed record ExplainedRow(string Id, string Who, string Words, RowPlace? Place);

/// <param name="Id">activity-identified, practices-in-design or incentives-against-objectives.</param>
/// <param name="Evidence">Sentences that show why; also why not.</param>
public sealed record PracticeLedCondition(string Id, string Words, bool Holds, IReadOnlyList<string> Evidence);
