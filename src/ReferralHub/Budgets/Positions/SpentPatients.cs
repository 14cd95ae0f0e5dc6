using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Positions;

/// <summary>Whose care is behind what some lines spent in a year, and those whose plan has ended in all years.</summary>
sealed class SpentPatients
{
    readonly ILookup<string, PatientPart> parts;

    SpentPatients(ILookup<string, PatientPart> parts) => this.parts = parts;

    public static async Task<SpentPatients> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<string> lines,
        FinancialYear year,
        IReadOnlyCollection<string> ended,
        CancellationToken cancellationToken
    )
    {
        if (lines.Count == 0)
            return new(Array.Empty<PatientPart>().ToLookup(p => p.Line));
        var (first, last) = (year.Start, year.End);
        List<LedgerAccount> spent = [LedgerAccount.Accrued, LedgerAccount.Disputed, LedgerAccount.Actual];
        var postings = db.Postings.Where(p =>
            lines.Contains(p.Line)
            && ((p.ActivityMonth >= first && p.ActivityMonth <= last) || ended.Contains(p.Line))
            && (spent.Contains(p.From) || spent.Contains(p.To))
        );
        return new((await PatientPart.ReadAsync(db, postings, cancellationToken)).ToLookup(p => p.Line, StringComparer.Ordinal));
    }

    /// <param name="read">The figure, of one part.</param>
    public int Count(string line, Func<AccountBalances, Money> read) => PatientPart.Count(parts[line], read);
}
