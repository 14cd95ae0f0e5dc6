using ReferralHub.Commissioning.Plans;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>A line of a plan, with the words that pages need for it.</summary>
/// <param name="Code">ODS code of the holder where it has one, otherwise its id.</param>
/// <param name="HolderName">As the configuration calls it.</param>
/// <param name="ScopeWords">What care it pays for.</param>
/// <param name="GiverName">Whose money it is.</param>
public sealed record HeldLine(PlanLine Line, string Code, string HolderName, string ScopeWords, string GiverName)
{
    public string Id => Line.Id;

    public string Holder => Line.Holder;

    /// <summary>Whether its plan ended before this financial year: it pays for nobody who is referred now.</summary>
    public bool HasEnded { get; init; }

    /// <param name="id">Of a body, or the ODS code of a practice.</param>
    public bool IsHeldBy(string id) =>
        string.Equals(Holder, id, StringComparison.OrdinalIgnoreCase) || string.Equals(Code, id, StringComparison.OrdinalIgnoreCase);
}
