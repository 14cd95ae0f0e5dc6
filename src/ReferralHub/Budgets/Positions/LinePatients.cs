using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Positions;

/// <summary>How many patients are behind each figure of a line: whoever reads no small numbers is told by it what they may know.</summary>
/// <param name="Reported">Behind what is spent and neither estimated nor disputed: what those two leave of it.</param>
/// <param name="DueThisYear">Behind what is committed and expected by the end of the year.</param>
/// <param name="Unpriced">Behind expected care without a price.</param>
public sealed record LinePatients(
    int Spent,
    int Estimated,
    int Disputed,
    int Reported,
    int Committed,
    int DueThisYear,
    int NextYear,
    int Unpriced
)
{
    /// <summary>Nobody: then nothing is told but what is nought.</summary>
    public static readonly LinePatients Nobody = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>
    /// Of several lines, by how they stand. What is surely of many is not counted: its number says no more than that. So the lines of
    /// which postings and parts of care are looked through are those that have few.
    /// </summary>
    /// <param name="year">The one that runs.</param>
    internal static async Task<IReadOnlyDictionary<string, LinePatients>> ReadAsync(
        HubDbContext db,
        IReadOnlyList<LinePosition> positions,
        FinancialYear year,
        CancellationToken cancellationToken
    )
    {
        if (positions.Count == 0)
            return new Dictionary<string, LinePatients>();
        // The position of a plan that has ended is about all of its months, whenever its care is expected.
        var ended = positions.Where(p => p.Year != year).Select(p => p.Line).ToHashSet(StringComparer.Ordinal);
        var many = await ManyPatients.ReadAsync(db, [.. positions.Select(p => p.Line)], cancellationToken);
        var spent = await SpentPatients.ReadAsync(
            db,
            [.. positions.Where(p => !IsClear(p.Spent, p.Line) || p.Spent != p.Estimated || p.Disputed != Money.Zero).Select(p => p.Line)],
            year,
            ended,
            cancellationToken
        );
        var open = await OpenPatients.ReadAsync(
            db,
            new(
                [.. positions.Where(p => !IsClear(FindDue(p), p.Line) || !IsClear(p.CarriedToNextYear, p.Line)).Select(p => p.Line)],
                [.. positions.Where(p => p.Unpriced > SmallNumbers.WithheldMax).Select(p => p.Line)]
            ),
            year.End,
            cancellationToken
        );
        return positions.ToDictionary(p => p.Line, Count, StringComparer.Ordinal);

        static Money FindDue(LinePosition position) => position.Committed - position.CarriedToNextYear;

        bool IsClear(Money amount, string line) => amount == Money.Zero || many.IsSure(line, amount);

        LinePatients Count(LinePosition p)
        {
            var isDueMany = many.IsSure(p.Line, FindDue(p));
            var isLaterMany = many.IsSure(p.Line, p.CarriedToNextYear);
            var isSpentMany = many.IsSure(p.Line, p.Spent) && p.Spent == p.Estimated && p.Disputed == Money.Zero;
            return new(
                isSpentMany ? ManyPatients.Referrals : spent.Count(p.Line, b => b.Spent),
                isSpentMany ? ManyPatients.Referrals : spent.Count(p.Line, b => b.Estimated),
                spent.Count(p.Line, b => b.Disputed),
                isSpentMany ? 0 : spent.Count(p.Line, b => b.Spent - b.Estimated - b.Disputed),
                isDueMany || isLaterMany ? ManyPatients.Referrals : open.Count(p.Line),
                isDueMany ? ManyPatients.Referrals
                    : ended.Contains(p.Line) ? open.Count(p.Line)
                    : open.CountDue(p.Line),
                isLaterMany ? ManyPatients.Referrals
                    : ended.Contains(p.Line) ? 0
                    : open.CountLater(p.Line),
                // Of so few parts the patients are as few, or fewer.
                p.Unpriced <= SmallNumbers.WithheldMax
                    ? p.Unpriced
                    : open.CountUnpriced(p.Line)
            );
        }
    }
}
