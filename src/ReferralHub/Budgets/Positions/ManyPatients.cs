using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Positions;

/// <summary>
/// Which amounts of lines are surely of many patients, by the sums that the book keeps: then nobody has to go through postings and parts
/// of care to count them.
/// </summary>
sealed class ManyPatients
{
    /// <summary>
    /// So many referrals are taken for more patients than are withheld: a patient of whom a line has eight is not seen. It is also what a
    /// count says that nobody has counted.
    /// </summary>
    public const int Referrals = 64;

    readonly IReadOnlyDictionary<string, Int128> squares;

    ManyPatients(IReadOnlyDictionary<string, Int128> squares) => this.squares = squares;

    /// <summary>Of several lines, in one query.</summary>
    public static async Task<ManyPatients> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<string> lines,
        CancellationToken cancellationToken
    )
    {
        var sums = await db
            .LineDays.Where(d => lines.Contains(d.Line))
            .GroupBy(d => d.Line)
            .Select(g => new
            {
                g.Key,
                High = g.Sum(d => d.SquaresHigh),
                Low = g.Sum(d => d.SquaresLow),
            })
            .ToListAsync(cancellationToken);
        return new(sums.ToDictionary(s => s.Key, s => LineDay.JoinSquares(s.High, s.Low), StringComparer.Ordinal));
    }

    /// <summary>
    /// Whether an amount that is open or estimated is of so many referrals. What n of them have come to together, squared, is at most n
    /// times the sum of their squares (Cauchy and Schwarz), and of none is more open or estimated than was committed for it.
    /// </summary>
    public bool IsSure(string line, Money amount) => IsSure(squares.GetValueOrDefault(line), amount);

    internal static bool IsSure(Int128 squares, Money amount) =>
        amount > Money.Zero && squares > 0 && (Int128)amount.Pence * amount.Pence >= squares * Referrals;
}
