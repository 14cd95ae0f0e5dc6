using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Positions;

/// <summary>Of which lines the patients are counted.</summary>
/// <param name="Open">Those with care that is committed and open.</param>
/// <param name="Unpriced">Those with parts of care that have no price.</param>
sealed record OpenLines(IReadOnlyCollection<string> Open, IReadOnlyCollection<string> Unpriced);

/// <summary>Whose care is behind what is open of some lines, and behind what has no price.</summary>
sealed class OpenPatients
{
    readonly ILookup<string, OpenPart> parts;

    OpenPatients(IEnumerable<OpenPart> parts) => this.parts = parts.ToLookup(p => p.Line, StringComparer.Ordinal);

    public int Count(string line) => Count(line, p => p.Pence != 0);

    public int CountDue(string line) => Count(line, p => p.Pence != 0 && !p.IsLater);

    public int CountLater(string line) => Count(line, p => p.Pence != 0 && p.IsLater);

    public int CountUnpriced(string line) => Count(line, p => p.IsUnpriced);

    /// <summary>Parts of care as the kept sums of what is open count them: later care with the first attendance that it follows.</summary>
    public static async Task<OpenPatients> ReadAsync(
        HubDbContext db,
        OpenLines lines,
        DateOnly yearEnd,
        CancellationToken cancellationToken
    )
    {
        var (open, unpriced) = (lines.Open, lines.Unpriced);
        if (open.Count + unpriced.Count == 0)
            return new([]);
        var parts = db.LedgerComponents;
        var found = await parts
            .Where(c =>
                (c.OpenPence != 0 && open.Contains(c.Line))
                || (c.PricePence == null && !c.HasEnded && c.LeftPerMille > 0 && unpriced.Contains(c.Line))
            )
            .LeftJoin(
                db.Journeys,
                c => c.Referral,
                j => j.Id,
                (c, j) =>
                    new
                    {
                        c.Line,
                        c.Referral,
                        PatientKey = j == null ? null : j.PatientKey,
                        c.OpenPence,
                        ExpectedOn = c.ExpectedOn ?? parts.Where(p => p.Referral == c.Referral).Min(p => p.ExpectedOn),
                        IsUnpriced = c.PricePence == null && !c.HasEnded && c.LeftPerMille > 0,
                    }
            )
            .ToListAsync(cancellationToken);
        return new(
            found.Select(p => new OpenPart(
                p.Line,
                PatientKeys.FormatKey(p.Referral, p.PatientKey),
                p.OpenPence,
                p.ExpectedOn > yearEnd,
                p.IsUnpriced
            ))
        );
    }

    int Count(string line, Func<OpenPart, bool> belongs) =>
        parts[line].Where(belongs).Select(p => p.Patient).Distinct(StringComparer.Ordinal).Count();

    sealed record OpenPart(string Line, string Patient, long Pence, bool IsLater, bool IsUnpriced);
}
