namespace ReferralHub.Kernel;

/// <summary>Figures that add up: whoever knows all but one of them knows that one too.</summary>
/// <param name="Parts">Places of the parts.</param>
/// <param name="Total">Place of their total; null when it is told whatever happens.</param>
public sealed record FigureSum(IReadOnlyList<int> Parts, int? Total = null);

/// <summary>
/// Which figures of a table are withheld. Those of 1 to 7 patients are. Where one figure of a sum alone is, or all that are withheld
/// together are of fewer than 8 patients, the others would give it away: so the part that is about the fewest patients is withheld too,
/// and the total where no part is left (secondary suppression).
/// </summary>
public static class SecondaryWithholding
{
    /// <summary>For each figure whether it is withheld.</summary>
    /// <param name="patients">How many patients are behind each figure.</param>
    /// <param name="sums">Which of them add up, in the order in which they are looked at.</param>
    public static IReadOnlyList<bool> Choose(IReadOnlyList<int> patients, IReadOnlyList<FigureSum> sums)
    {
        var withheld = patients.Select(n => SmallNumbers.Disclose(n) is null).ToArray();
        // What is withheld for one sum may be the only one of another that was looked at before.
        for (var isSettled = false; !isSettled; )
        {
            isSettled = true;
            foreach (var sum in sums)
            {
                while (GivesAway(patients, sum, withheld) && FindNext(patients, sum, withheld) is { } next)
                    (withheld[next], isSettled) = (true, false);
            }
        }

        return withheld;
    }

    /// <summary>
    /// How many patients count as being behind an amount. An amount of nobody was taken back for some who are counted elsewhere: nobody
    /// can say for how many, so they are few.
    /// </summary>
    public static int CountBehind(Money amount, int patients) => patients == 0 && amount != Money.Zero ? 1 : patients;

    static bool GivesAway(IReadOnlyList<int> patients, FigureSum sum, bool[] withheld)
    {
        var hidden = sum.Parts.Where(p => withheld[p]).ToList();
        var isTotalHidden = sum.Total is { } total && withheld[total];
        return hidden.Count + (isTotalHidden ? 1 : 0) == 1
            || (hidden.Count > 0 && !isTotalHidden && hidden.Sum(p => patients[p]) <= SmallNumbers.WithheldMax);
    }

    /// <summary>A figure of nobody protects nothing: everybody knows that it is nought.</summary>
    static int? FindNext(IReadOnlyList<int> patients, FigureSum sum, bool[] withheld)
    {
        var shown = sum.Parts.Where(p => !withheld[p] && patients[p] > 0).ToList();
        return shown.Count > 0 ? shown.MinBy(p => patients[p])
            : sum.Total is { } total && !withheld[total] && patients[total] > 0 ? total
            : null;
    }
}
