using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>A line of a plan in one year, with the way to its figure and what was done about it.</summary>
/// <param name="Result">Worked out anew from the arrangements in force, not read from anywhere.</param>
public sealed record PlanView(PlanSet Set, string Holder, PlanLineYear Line, PlanStanding Standing, PlanResult Result)
{
    public required string HolderName { get; init; }

    public required string CommissionerName { get; init; }

    /// <summary>The scope's words; its id where it has none.</summary>
    public required string Care { get; init; }

    /// <summary>Whose money it is and what the holder may do with it.</summary>
    public required string MoneyWords { get; init; }

    /// <summary>Who decides what for this care, a sentence each.</summary>
    public required IReadOnlyList<string> Decisions { get; init; }

    /// <summary>Whom one asks: the commissioner's contact.</summary>
    public string? Contact { get; init; }

    /// <summary>The calendar years in which the years of the plan begin.</summary>
    public required IReadOnlyList<int> Years { get; init; }

    /// <summary>What a body is called, by its id.</summary>
    public Func<string, string> FindName { get; init; } = id => id;

    /// <summary>What the steps arrive at for the holder, just worked out.</summary>
    public Money Recomputed => Result.Authority.GetValueOrDefault(Holder);

    /// <summary>Whether that is the figure that people were asked about, to the penny.</summary>
    public bool IsRecomputed => Result.Fault is null && Recomputed == Line.Amount;

    public IReadOnlyList<PlanStepView> Steps => PlanStepView.List(Result, Holder, FindName);
}

/// <summary>One step to a holder's figure, with what is needed to work it out again.</summary>
/// <param name="Title">Short, with its factor.</param>
/// <param name="Words">What was done, as a sentence.</param>
/// <param name="Note">What it means for this holder, where it means something of its own.</param>
/// <param name="Inputs">Name and value of each figure that goes in.</param>
public sealed record PlanStepView(
    int Number,
    string Title,
    string Words,
    string? Note,
    IReadOnlyList<(string Name, string Value)> Inputs,
    Money Before,
    Money After,
    string? Source
)
{
    /// <param name="findName">What a holder is called, by its id.</param>
    public static IReadOnlyList<PlanStepView> List(PlanResult result, string holder, Func<string, string> findName) =>
        [
            .. result.Steps.Select(
                (s, i) =>
                    new PlanStepView(
                        i + 1,
                        PlanStepWords.DescribeTitle(s.Step),
                        s.After.Keys.Aggregate(
                            s.Words,
                            (words, id) => words.Replace($" {id} ", $" {findName(id)} ", StringComparison.Ordinal)
                        ),
                        s.Notes.GetValueOrDefault(holder) is { Length: > 0 } note ? char.ToUpperInvariant(note[0]) + note[1..] + "." : null,
                        PlanStepWords.ListInputs(s.Step, holder),
                        s.Before.GetValueOrDefault(holder),
                        s.After.GetValueOrDefault(holder),
                        s.Step.Source
                    )
            ),
        ];
}
