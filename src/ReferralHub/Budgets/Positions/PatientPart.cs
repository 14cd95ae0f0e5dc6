using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Positions;

/// <summary>
/// What one patient's care adds to a line's figures of a month, for one cause: what is told of a sum depends on how many they are.
/// </summary>
/// <param name="Patient">Stands for one person and leaves the hub nowhere.</param>
sealed record PatientPart(
    string Line,
    DateOnly ActivityMonth,
    DateOnly PostedMonth,
    PostingWhy Why,
    string Patient,
    AccountBalances Balances
)
{
    /// <summary>Those of some postings. What belongs to no patient, as a plan does, is left out.</summary>
    public static async Task<IReadOnlyList<PatientPart>> ReadAsync(
        HubDbContext db,
        IQueryable<PostingRow> postings,
        CancellationToken cancellationToken
    )
    {
        var sums = await postings
            .Where(p => p.Referral != null || p.Row != null)
            .GroupBy(p => new
            {
                p.Line,
                p.ActivityMonth,
                p.PostedMonth,
                p.Reason,
                p.Detail,
                p.From,
                p.To,
                p.Referral,
                p.Row,
            })
            .Select(g => new { g.Key, Pence = g.Sum(p => p.Pence) })
            .ToListAsync(cancellationToken);
        if (sums.Count == 0)
            return [];
        var patients = await PatientKeys.ReadAsync(db, postings, cancellationToken);
        return
        [
            .. sums.Select(s =>
            {
                var (key, why) = (s.Key, new PostingWhy(s.Key.Reason, s.Key.Detail));
                return new PatientPart(
                    key.Line,
                    key.ActivityMonth,
                    key.PostedMonth,
                    why,
                    patients.Find(key.Referral, key.Row),
                    default(AccountBalances).Add(
                        new(0, key.Line, key.From, key.To, new(s.Pence), key.ActivityMonth, key.PostedMonth, 0, why)
                    )
                );
            }),
        ];
    }

    /// <summary>How many patients are behind a figure: those whose parts come to something.</summary>
    /// <param name="read">The figure, of one part.</param>
    public static int Count(IEnumerable<PatientPart> parts, Func<AccountBalances, Money> read) =>
        parts
            .GroupBy(p => p.Patient, StringComparer.Ordinal)
            .Count(g => g.Aggregate(Money.Zero, (sum, p) => sum + read(p.Balances)) != Money.Zero);
}

/// <summary>Whose care referrals and rows of returns are. Two referrals of one person are one patient.</summary>
sealed class PatientKeys
{
    readonly Dictionary<Guid, string> byReferral;
    readonly Dictionary<string, (Guid? Referral, string? Patient)> byRow;

    PatientKeys(Dictionary<Guid, string> byReferral, Dictionary<string, (Guid? Referral, string? Patient)> byRow) =>
        (this.byReferral, this.byRow) = (byReferral, byRow);

    /// <summary>Of all referrals and rows that the postings are about.</summary>
    public static async Task<PatientKeys> ReadAsync(HubDbContext db, IQueryable<PostingRow> postings, CancellationToken cancellationToken)
    {
        var rows = await postings
            .Where(p => p.Row != null)
            .Join(
                db.LedgerRows,
                p => p.Row,
                r => r.Id,
                (_, r) =>
                    new
                    {
                        r.Id,
                        r.Referral,
                        r.Patient,
                    }
            )
            .Distinct()
            .ToListAsync(cancellationToken);
        var referrals = await postings
            .Where(p => p.Referral != null)
            .Join(db.Journeys, p => p.Referral!.Value, j => j.Id, (_, j) => new { j.Id, j.PatientKey })
            .Distinct()
            .ToListAsync(cancellationToken);
        return new(
            referrals.ToDictionary(r => r.Id, r => r.PatientKey),
            rows.ToDictionary(r => r.Id, r => (r.Referral, r.Patient), StringComparer.Ordinal)
        );
    }

    /// <summary>The patient of a posting; a referral or row of which nobody knows the patient is one for itself.</summary>
    public string Find(Guid? referral, string? row)
    {
        var found = row is null ? default : byRow.GetValueOrDefault(row);
        return (referral ?? found.Referral) is { } id ? FormatKey(id, byReferral.GetValueOrDefault(id))
            : found.Patient is { Length: > 0 } patient ? patient
            : $"row {row}";
    }

    /// <param name="patient">Null or empty where nobody knows it.</param>
    public static string FormatKey(Guid referral, string? patient) => patient is { Length: > 0 } ? patient : $"referral {referral}";
}
